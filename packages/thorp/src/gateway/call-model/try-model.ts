/** One attempt: reserve, wait for a slot, call the provider, read the stream, settle. */
import type { Clock } from "../../base/clock.ts";
import { type ErrorCode, errorFrom, type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { type MicroDollars, noMoney } from "../../base/money.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import type { RouteRecord, StepCall } from "../../events/event.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4FinishPart } from "../../models/language-model.ts";
import { imagesIn, withFileBytes } from "../../models/prompt-files.ts";
import { isUnbilled } from "../../models/untouched.ts";
import type { Reserved } from "../put-aside.ts";
import { type AbstentionGate, abstentionGate } from "./abstention.ts";
import { type AnswerFilter, createAnswerFilter } from "./answer-filter.ts";
import type { CallBudget } from "./call-budget.ts";
import { callDeadline } from "./call-deadline.ts";
import { callOptions, type FittedCall } from "./call-options.ts";
import type { ServerChooser } from "./choose-server.ts";
import type { CollectedStream, StreamFacts } from "./collect-parts.ts";
import { collectStream } from "./collect-stream.ts";
import type { ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";
import type { ModelQueue, ServerLoad, Slot } from "./model-queue.ts";
import { openStream } from "./open-stream.ts";
import { readingOf } from "./reading-of-call.ts";
import { askerOf, type RunFacts } from "./run-facts.ts";
import { refusesSchema, type SchemaSupport } from "./schema-support.ts";

/** What one attempt needs. */
export interface TryModelServices {
  readonly clock: Clock;
  readonly directory: ModelDirectory;
  readonly queue: ModelQueue;
  readonly servers: ServerChooser;
  readonly budget: CallBudget;
  readonly secrets: SecretFilter;
  /** The bytes of a file that a prompt names; undefined when they are gone. */
  readonly readBlob: (blob: string) => Promise<Uint8Array | undefined>;
  /** Of this process. */
  readonly schemas: SchemaSupport;
}

/** One attempt at one model. */
export interface ModelTry {
  readonly step: StepRun;
  readonly run: RunFacts;
  readonly call: ModelCall;
  readonly digest: string;
  readonly deadlineAt: number | undefined;
  readonly route: RouteRecord;
  readonly model: ModelInfo;
  /** 1, or after a context-length error the share of the refused prompt and answer that is sent now. */
  readonly windowShare: number;
  /** Servers that have failed this call already. */
  readonly avoid: ReadonlySet<string>;
  /** The last try gave thoughts only. */
  readonly asksToAnswer: boolean;
  /** Why models that come before this one could not be asked, or failed. */
  readonly causes: readonly Failure[];
}

/** What the attempt brought and cost, in micro-dollars; a failed one keeps the text that had come. */
export type TryResult =
  | {
      readonly ok: true;
      readonly collected: CollectedStream;
      readonly cost: MicroDollars;
      /** The model that answered, where it is not the one that was asked. */
      readonly answeredBy: string | undefined;
      readonly notices: readonly string[];
      /** What a person has to be asked about before the answer counts. */
      readonly asks: readonly ContentFinding[];
      /** Milliseconds from the request to the first piece of the answer. */
      readonly firstMs: number;
    }
  | FailedTry;

interface FailedTry {
  readonly ok: false;
  readonly failure: Failure;
  readonly error: ThorpError;
  readonly text: string;
  readonly cost: MicroDollars;
  /** The server that took it; undefined when none did. */
  readonly server: string | undefined;
  /** What another try of the same model would change. */
  readonly remedy?: "describe-schema" | "ask-to-answer" | "none";
}

/** Says nothing about the health of the server. */
const OUR_OWN: ReadonlySet<ErrorCode> = new Set(["cancelled", "deadline", "content-blocked"]);

/** Never rejects for what a provider does; the reserve is settled whichever way it ends. */
export async function tryModel(services: TryModelServices, attempt: ModelTry): Promise<TryResult> {
  const { step, call, model } = attempt;
  const { directory, queue, schemas } = services;
  const deadline = callDeadline(services.clock, step.signal, attempt.deadlineAt);
  let reserve: Reserve | undefined;
  let slot: Slot | undefined;
  let reached: "nothing" | "journal" | "server" | "answer" = "nothing";
  let partial = "";
  let headers: Readonly<Record<string, string>> | undefined;
  let images = 0;
  const facts: StreamFacts = { notices: [] };
  const filters = createAnswerFilter(attempt.run.filters, attempt.run.team);
  // Undefined when nobody counted, or not credibly: the reserve stands then.
  const billed = (): MicroDollars | undefined =>
    facts.finish && isCredible(facts.finish, model)
      ? directory.costOf(model, { finish: facts.finish, headers, answeredBy: facts.answeredBy, images })
      : undefined;
  try {
    const { options, notices } = callOptions(directory, { ...attempt, describesSchema: schemas.describes(model.id) });
    images = imagesIn(options.prompt);
    reserve = reserveFor(services, attempt, { options, images });
    const number = step.begin(recordOf(attempt));
    reached = "journal";
    reserve?.record();
    if (reserve !== undefined) await step.committed();
    slot = await queue.acquire({ ...queueTicket(services, attempt), signal: deadline.signal });
    await noteServer(attempt, number, slot.server);
    const languageModel = await directory.languageModel(model, slot.server, {
      signal: deadline.signal,
      asker: askerOf(attempt.run),
    });
    reached = "server";
    const prompt = await withFileBytes(options.prompt, services.readBlob);
    const startedAt = services.clock.now();
    let firstTokenAt: number | undefined;
    const gate = abstentionGate(attempt);
    const streamed = await openStream(languageModel, { ...options, prompt }, deadline.signal);
    headers = streamed.response?.headers;
    reached = "answer";
    const collected = await collectStream(streamed, {
      onFrame(kind, delta) {
        firstTokenAt ??= services.clock.now();
        gate.frame(kind, delta);
      },
      onText: (text) => {
        partial = text;
      },
      secrets: services.secrets,
      ...(filters === undefined ? {} : { filters }),
      signal: deadline.signal,
      facts,
      ...readingOf(attempt),
    });
    const cost = reserve === undefined ? noMoney : (billed() ?? reserve.amount);
    reserve?.settle(cost);
    directory.noteSuccess(model, slot.server);
    const firstMs = (firstTokenAt ?? services.clock.now()) - startedAt;
    services.servers.noteServed({ model, run: attempt.run.run }, slot.server, firstMs);
    slot.release("served");
    const useless = withoutAnswer(attempt, { collected, gate, cost, server: slot.server });
    if (useless !== undefined) return useless;
    const told = { ...factsOf(services, model, { facts, notices }), asks: withheld(attempt, filters) };
    return { ok: true, collected, cost, firstMs, ...told };
  } catch (thrown) {
    const error = asThorpError(thrown, deadline.signal);
    // Servers like to quote the key that they did not like.
    const failure = { ...failureFrom(error), message: services.secrets.clean(error.message) };
    // A call that broke while the server worked on it counts in full, unless the server still said what it used.
    const mayCost = reached === "answer" || (reached === "server" && !isUnbilled(error));
    const cost = reserve === undefined || !mayCost ? noMoney : (billed() ?? reserve.amount);
    reserve?.settle(cost);
    const isForSchema =
      reached === "server" && call.schema !== undefined && refusesSchema(error) && !schemas.describes(model.id);
    if (isForSchema) schemas.noteRefusal(model.id);
    if (reached !== "nothing") partial = noteBroken(step, filters, { failure, text: partial });
    if (slot !== undefined) noteFailed(services, attempt, { slot, error, isForSchema });
    const remedy = isForSchema ? { remedy: "describe-schema" as const } : {};
    return { ok: false, failure, error, text: partial, cost, server: slot?.server, ...remedy };
  } finally {
    slot?.release();
    deadline.release();
  }
}

/** What readers have seen of an answer that must be asked about is taken back: the next attempt shows nothing. */
function withheld(attempt: ModelTry, filters: AnswerFilter | undefined): readonly ContentFinding[] {
  noteFindings(attempt.step, filters);
  if (filters?.isWithheld() !== true) return [];
  const message = "The answer waits until a person has looked at it.";
  attempt.step.fail({ code: "content-blocked", message }, "");
  attempt.step.begin(recordOf(attempt));
  return filters.findings();
}

/** The text that is kept of a broken call: none of one that was blocked. */
function noteBroken(
  step: StepRun,
  filters: AnswerFilter | undefined,
  { failure, text }: { readonly failure: Failure; readonly text: string },
): string {
  noteFindings(step, filters);
  const kept = failure.code === "content-blocked" ? "" : text;
  step.fail(failure, kept);
  return kept;
}

function noteFindings(step: StepRun, filters: AnswerFilter | undefined): void {
  for (const finding of filters?.findings() ?? []) step.note({ type: "content-find", direction: "output", ...finding });
  for (const finding of filters?.argumentFindings() ?? [])
    step.note({ type: "content-find", direction: "arguments", ...finding });
}

function recordOf({ call, route, digest }: ModelTry): StepCall {
  return { kind: "model", purpose: call.brief.purpose, agent: call.agent.name, route, digest };
}

async function noteServer({ step, model }: ModelTry, attempt: number, server: string): Promise<void> {
  if (model.servers.length < 2) return;
  step.note({ type: "server-choose", attempt, server });
  if (!model.free) await step.committed();
}

interface FailedAt {
  readonly slot: Slot;
  readonly error: ThorpError;
  readonly isForSchema: boolean;
}

/** What it says about the server that took the call. */
function noteFailed(services: TryModelServices, { model }: ModelTry, { slot, error, isForSchema }: FailedAt): void {
  if (!OUR_OWN.has(error.code) && !isForSchema) services.directory.noteFailure(model, slot.server, error);
  if (error.code === "model-unknown") services.servers.noteLacking(model, slot.server);
  if (error.code === "rate-limited") slot.release("overloaded");
}

function factsOf(
  { directory }: TryModelServices,
  model: ModelInfo,
  { facts, notices }: { readonly facts: StreamFacts; readonly notices: readonly string[] },
): Pick<Extract<TryResult, { ok: true }>, "answeredBy" | "notices"> {
  const other = directory.answeredBy(model, facts.answeredBy);
  const news = other?.notice === undefined ? [] : [other.notice];
  return { answeredBy: other?.model, notices: [...notices, ...facts.notices, ...news] };
}

interface Collected {
  readonly collected: CollectedStream;
  readonly gate: AbstentionGate;
  readonly cost: MicroDollars;
  readonly server: string;
}

/** A reply that came whole and answers nothing; undefined for every other one, which is shown now at the latest. */
function withoutAnswer(attempt: ModelTry, { collected, gate, cost, server }: Collected): FailedTry | undefined {
  const cause = gate.open(collected);
  if (cause !== undefined) return { ...refused(attempt, cause), server };
  return collected.onlyThought ? { ...thoughtOnly(attempt, cost), server } : undefined;
}

/** The call went well as far as the server is concerned; there is only nothing in it. */
function thoughtOnly({ step, model }: ModelTry, cost: MicroDollars): Omit<FailedTry, "server"> {
  const error = new ThorpError("model-output", `${model.id} thought about it and gave no answer.`);
  const failure = failureFrom(error);
  step.fail(failure, "");
  return { ok: false, failure, error, text: "", cost, remedy: "ask-to-answer" };
}

/** The rules model cannot do it either: what went wrong before is the answer. */
function refused({ step }: ModelTry, failure: Failure): Omit<FailedTry, "server"> {
  step.fail(failure, "");
  return { ok: false, failure, error: errorFrom(failure), text: "", cost: noMoney, remedy: "none" };
}

/** More tokens than several windows hold were never counted by anybody. */
function isCredible({ usage }: LanguageModelV4FinishPart, model: ModelInfo): boolean {
  const counts = [usage.inputTokens.total, usage.outputTokens.total];
  return counts.every((tokens) => tokens === undefined || tokens <= Math.max(model.context, 4096) * 4);
}

interface Reserve extends Reserved {
  readonly amount: MicroDollars;
}

/** Nothing for a free model. Throws `price-unknown` and `budget-exceeded`. */
function reserveFor(
  { directory, budget }: TryModelServices,
  { run, call, step, model }: ModelTry,
  { options, images }: Pick<FittedCall, "options"> & { readonly images: number },
): Reserve | undefined {
  if (model.free) return undefined;
  const amount = directory.listPrice(model, {
    inputTokens: directory.countTokens(
      model,
      options.prompt,
      (options.tools ?? []).filter((tool) => tool.type === "function"),
    ),
    outputTokens: options.maxOutputTokens ?? 0,
    images,
  });
  if (!Number.isFinite(amount)) throw new ThorpError("price-unknown", `Nobody knows what a call of ${model.id} costs.`);
  const reserved = budget.reserve({ run, call, step, model, amount });
  if ("code" in reserved) throw errorFrom(reserved);
  return { ...reserved, amount };
}

function queueTicket({ servers }: TryModelServices, { run, model, deadlineAt, avoid }: ModelTry) {
  const choose = (free: readonly ServerLoad[]) => servers.choose(free, { model, run: run.run, avoid });
  return {
    line: model.line,
    servers: model.servers,
    slots: model.slots,
    priority: run.request.priority,
    deadlineAt,
    choose,
  };
}

function asThorpError(thrown: unknown, signal: AbortSignal): ThorpError {
  if (signal.aborted)
    return signal.reason instanceof ThorpError ? signal.reason : new ThorpError("cancelled", "The call was stopped.");
  if (thrown instanceof ThorpError) return thrown;
  return new ThorpError("model-output", thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
