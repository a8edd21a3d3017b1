/** One attempt: reserve, wait for a slot, call the provider, read the stream, settle. */
import type { Clock } from "../../base/clock.ts";
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { type MicroDollars, noMoney } from "../../base/money.ts";
import type { RouteRecord } from "../../events/event.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4CallOptions } from "../../models/language-model.ts";
import type { CallBudget, Reserved } from "./call-budget.ts";
import { callDeadline } from "./call-deadline.ts";
import { type CollectedStream, collectStream } from "./collect-stream.ts";
import type { ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";
import type { ModelQueue } from "./model-queue.ts";
import type { RunFacts } from "./run-facts.ts";

export interface TryModelServices {
  readonly clock: Clock;
  readonly directory: ModelDirectory;
  readonly queue: ModelQueue;
  readonly budget: CallBudget;
  readonly secrets: SecretFilter;
}

export interface ModelTry {
  readonly step: StepRun;
  readonly run: RunFacts;
  readonly call: ModelCall;
  readonly digest: string;
  readonly deadlineAt: number | undefined;
  readonly route: RouteRecord;
  readonly model: ModelInfo;
  /** Share of the model's window that the prompt may fill; lower after a context-length error. */
  readonly windowShare: number;
}

export type TryResult =
  | { readonly ok: true; readonly collected: CollectedStream; readonly cost: MicroDollars }
  | { readonly ok: false; readonly failure: Failure; readonly error: ThorpError; readonly text: string; readonly cost: MicroDollars };

const DEFAULT_OUTPUT_TOKENS = 4096;

export async function tryModel(services: TryModelServices, attempt: ModelTry): Promise<TryResult> {
  const { step, call, model, route } = attempt;
  const { directory, clock, queue } = services;
  const options = callOptions(services, attempt);
  const deadline = callDeadline(clock, step.signal, attempt.deadlineAt);
  let reserved: Reserved | undefined;
  let reservedAmount = noMoney;
  let partial = "";
  try {
    if (!model.free) {
      const inputTokens = directory.countTokens(model, options.prompt, call.tools);
      reservedAmount = directory.listPrice(model, inputTokens, options.maxOutputTokens ?? 0);
      const reservation = services.budget.reserve({ run: attempt.run, call, step, model, amount: reservedAmount });
      if ("code" in reservation) throw new ThorpError(reservation.code, reservation.message);
      reserved = reservation;
    }
    step.begin({ kind: "model", purpose: call.brief.purpose, agent: call.agent.name, route, digest: attempt.digest });
    reserved?.record();
    if (reserved !== undefined) await step.committed();
    const release = await queue.acquire({ ...queueTicket(attempt), signal: deadline.signal });
    try {
      const languageModel = await directory.languageModel(model);
      const { stream, response } = await languageModel.doStream({ ...options, abortSignal: deadline.signal });
      const collected = await collectStream(stream, {
        onFrame: (kind, delta) => step.frame(kind, delta),
        onText: (text) => {
          partial = text;
        },
        secrets: services.secrets.stream(),
        signal: deadline.signal,
      });
      // Nobody counted: the reserve stands.
      const cost = model.free ? noMoney : (directory.costOf(model, collected.part, response?.headers) ?? reservedAmount);
      reserved?.settle(cost);
      directory.noteSuccess(model);
      return { ok: true, collected, cost };
    } finally {
      release();
    }
  } catch (thrown) {
    const error = asThorpError(thrown, deadline.signal);
    // Nobody knows what a broken call cost, so it counts in full.
    const cost = reserved === undefined ? noMoney : reservedAmount;
    reserved?.settle(cost);
    if (error.code !== "cancelled" && error.code !== "deadline" && error.code !== "budget-exceeded") directory.noteFailure(model, error);
    return { ok: false, failure: failureFrom(error), error, text: partial, cost };
  } finally {
    deadline.release();
  }
}

function callOptions({ directory }: TryModelServices, { call, model, windowShare }: ModelTry): LanguageModelV4CallOptions {
  const maxOutputTokens = Math.min(call.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS, model.maxOutputTokens ?? Infinity, Math.floor(model.context / 3));
  const toolTokens = call.tools.length === 0 ? 0 : directory.countTokens(model, [], call.tools);
  const window = Math.floor((model.context - maxOutputTokens - toolTokens) * windowShare);
  return {
    prompt: call.promptFor(window).messages,
    maxOutputTokens,
    ...(call.tools.length > 0 ? { tools: [...call.tools] } : {}),
    ...(call.temperature === undefined ? {} : { temperature: call.temperature }),
    ...(call.schema === undefined ? {} : { responseFormat: { type: "json" as const, schema: call.schema } }),
    // The rules model reads the brief; adapters ignore what is not addressed to them, so it never leaves the process.
    ...(model.tier === "embedded" ? { providerOptions: { thorp: { purpose: call.brief.purpose, brief: call.brief } as never } } : {}),
  };
}

function queueTicket({ run, model, deadlineAt }: ModelTry) {
  return { server: model.server, slots: model.slots, priority: run.request.priority, deadlineAt };
}

function asThorpError(thrown: unknown, signal: AbortSignal): ThorpError {
  if (signal.aborted) return signal.reason instanceof ThorpError ? signal.reason : new ThorpError("cancelled", "The call was stopped.");
  if (thrown instanceof ThorpError) return thrown;
  return new ThorpError("model-output", thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
