/** One attempt: reserve, wait for a slot, call the provider, read the stream, settle. */
import type { Clock } from "../../base/clock.ts";
import { type ErrorCode, type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { type MicroDollars, noMoney } from "../../base/money.ts";
import type { RouteRecord } from "../../events/event.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4CallOptions } from "../../models/language-model.ts";
import type { CallBudget, Reserved } from "./call-budget.ts";
import { callDeadline } from "./call-deadline.ts";
import type { ServerChooser } from "./choose-server.ts";
import { type CollectedStream, collectStream } from "./collect-stream.ts";
import type { ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";
import type { ModelQueue, ServerLoad, Slot } from "./model-queue.ts";
import { openStream } from "./open-stream.ts";
import type { RunFacts } from "./run-facts.ts";

/** What one attempt needs. */
export interface TryModelServices {
  readonly clock: Clock;
  readonly directory: ModelDirectory;
  readonly queue: ModelQueue;
  readonly servers: ServerChooser;
  readonly budget: CallBudget;
  readonly secrets: SecretFilter;
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
}

/** What the attempt brought and cost, in micro-dollars; a failed one keeps the text that had come. */
export type TryResult =
  | { readonly ok: true; readonly collected: CollectedStream; readonly cost: MicroDollars }
  | {
      readonly ok: false;
      readonly failure: Failure;
      readonly error: ThorpError;
      readonly text: string;
      readonly cost: MicroDollars;
      /** The server that took it; undefined when none did. */
      readonly server: string | undefined;
    };

const DEFAULT_OUTPUT_TOKENS = 4096;
/** With less room than this for the prompt a model is not worth asking. Tokens. */
const SMALLEST_PROMPT = 128;
/** Answers of a server that did not begin to work: they cost nothing. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["rate-limited", "model-refused", "model-unknown", "context-length"]);
/** Says nothing about the health of the server. */
const OUR_OWN: ReadonlySet<ErrorCode> = new Set(["cancelled", "deadline"]);

/** Never rejects for what a provider does; the reserve is settled whichever way it ends. */
export async function tryModel(services: TryModelServices, attempt: ModelTry): Promise<TryResult> {
  const { step, call, model, route } = attempt;
  const { directory, queue } = services;
  const deadline = callDeadline(services.clock, step.signal, attempt.deadlineAt);
  let reserve: Reserve | undefined;
  let slot: Slot | undefined;
  let reached: "nothing" | "journal" | "server" | "answer" = "nothing";
  let partial = "";
  try {
    const options = callOptions(services, attempt);
    reserve = reserveFor(services, attempt, options);
    const { purpose } = call.brief;
    const number = step.begin({ kind: "model", purpose, agent: call.agent.name, route, digest: attempt.digest });
    reached = "journal";
    reserve?.record();
    if (reserve !== undefined) await step.committed();
    slot = await queue.acquire({ ...queueTicket(services, attempt), signal: deadline.signal });
    const { server } = slot;
    if (model.servers.length > 1) {
      step.note({ type: "server-choose", attempt: number, server });
      if (reserve !== undefined) await step.committed();
    }
    const languageModel = await directory.languageModel(model, server, deadline.signal);
    reached = "server";
    const startedAt = services.clock.now();
    let firstTokenAt: number | undefined;
    const { stream, response } = await openStream(languageModel, options, deadline.signal);
    reached = "answer";
    const collected = await collectStream(stream, {
      onFrame(kind, delta) {
        firstTokenAt ??= services.clock.now();
        step.frame(kind, delta);
      },
      onText: (text) => {
        partial = text;
      },
      secrets: services.secrets,
      signal: deadline.signal,
    });
    // Nobody counted: the reserve stands.
    const cost =
      reserve === undefined ? noMoney : (directory.costOf(model, collected.part, response?.headers) ?? reserve.amount);
    reserve?.settle(cost);
    directory.noteSuccess(model, server);
    const firstTokenMs = (firstTokenAt ?? services.clock.now()) - startedAt;
    services.servers.noteServed({ model, run: attempt.run.run }, server, firstTokenMs);
    slot.release("served");
    return { ok: true, collected, cost };
  } catch (thrown) {
    const error = asThorpError(thrown, deadline.signal);
    // Servers like to quote the key that they did not like.
    const failure = { ...failureFrom(error), message: services.secrets.clean(error.message) };
    // Nobody knows what a call cost that broke while the server worked on it, so it counts in full.
    const mayCost = reached === "answer" || (reached === "server" && !REFUSALS.has(error.code));
    const cost = reserve === undefined || !mayCost ? noMoney : reserve.amount;
    reserve?.settle(cost);
    if (reached !== "nothing") {
      step.fail(failure, partial);
      if (slot !== undefined && !OUR_OWN.has(error.code)) directory.noteFailure(model, slot.server, error);
      if (slot !== undefined && error.code === "model-unknown") services.servers.noteLacking(model, slot.server);
    }
    if (error.code === "rate-limited") slot?.release("overloaded");
    return { ok: false, failure, error, text: partial, cost, server: slot?.server };
  } finally {
    slot?.release();
    deadline.release();
  }
}

interface Reserve extends Reserved {
  readonly amount: MicroDollars;
}

/** Nothing for a free model. Throws `price-unknown` and `budget-exceeded`. */
function reserveFor(
  { directory, budget }: TryModelServices,
  { run, call, step, model }: ModelTry,
  options: LanguageModelV4CallOptions,
): Reserve | undefined {
  if (model.free) return undefined;
  const amount = directory.listPrice(
    model,
    directory.countTokens(model, options.prompt, call.tools),
    options.maxOutputTokens ?? 0,
  );
  if (!Number.isFinite(amount)) throw new ThorpError("price-unknown", `Nobody knows what a call of ${model.id} costs.`);
  const reserved = budget.reserve({ run, call, step, model, amount });
  if ("code" in reserved) throw new ThorpError(reserved.code, reserved.message);
  return { ...reserved, amount };
}

function callOptions(
  { directory }: TryModelServices,
  { call, model, windowShare }: ModelTry,
): LanguageModelV4CallOptions {
  const mostOutput = Math.min(
    call.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS,
    model.maxOutputTokens ?? Infinity,
    Math.floor(model.context / 3),
  );
  // Servers count the answer's room too.
  const maxOutputTokens = Math.ceil(mostOutput * windowShare);
  const toolTokens = call.tools.length === 0 ? 0 : directory.countTokens(model, [], call.tools);
  const window = model.context - mostOutput - toolTokens;
  if (window < SMALLEST_PROMPT) {
    throw new ThorpError(
      "context-length",
      `${model.id} has a window of ${model.context} tokens; tools and answer leave ${window} of them for the prompt.`,
    );
  }
  const { messages } = call.promptFor(window);
  return {
    // A share of what was sent, not of the window: the prompt that was refused may have filled little of it.
    prompt:
      windowShare === 1
        ? messages
        : call.promptFor(Math.floor(directory.countTokens(model, messages, []) * windowShare)).messages,
    maxOutputTokens,
    ...(call.tools.length > 0 ? { tools: [...call.tools] } : {}),
    ...(call.temperature === undefined ? {} : { temperature: call.temperature }),
    ...(call.schema === undefined ? {} : { responseFormat: { type: "json" as const, schema: call.schema } }),
    // The rules model reads the brief; adapters ignore what is not addressed to them, so it never leaves the process.
    ...(model.tier === "embedded"
      ? { providerOptions: { thorp: { purpose: call.brief.purpose, brief: call.brief } as never } }
      : {}),
  };
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
