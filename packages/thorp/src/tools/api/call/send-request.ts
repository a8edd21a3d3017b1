/** Sends one request: behind the limiter, and again where that does no harm and can help. */
import { sleep } from "../../../base/clock.ts";
import type { Dice } from "../../../base/dice.ts";
import { ThorpError } from "../../../base/errors.ts";
import type { FetchedAnswer, ToolContext } from "../../tool.ts";
import { type Answer, answerError, readAnswer } from "../answer/read-answer.ts";
import type { ApiOperation } from "../api.ts";
import type { Expressions } from "../expression.ts";
import type { BuiltRequest } from "./build-request.ts";
import { type Limiter, limited } from "./limiter.ts";
import type { CallKeys } from "./read-keys.ts";
import { retryAfterMs } from "./retry-after.ts";

/** What sending needs. */
export interface SendParts {
  readonly operation: ApiOperation;
  readonly keys: CallKeys;
  readonly limiter: Limiter;
  readonly dice: Dice;
  readonly expressions: Expressions;
  readonly context: ToolContext;
}

/** An answer that can be used. */
export type GoodAnswer = Exclude<Answer, { kind: "failed" | "again" }> & { readonly fetched: FetchedAnswer };

const MOST_TRIES = 4;
/** Waiting in all; what takes longer is told to whoever plans. Milliseconds. */
const MOST_WAIT_MS = 30_000;
const FIRST_PAUSE_MS = 500;

/**
 * Throws `rate-limited` with the time until when the service takes nothing, `key-missing`, `tool-input`, `tool-failed`,
 * and what the fetch throws; no key stands in any of their words.
 */
export async function sendRequest(built: BuiltRequest, parts: SendParts): Promise<GoodAnswer> {
  const { operation, keys, limiter, context, expressions } = parts;
  const { clock, signal } = context;
  const { host } = new URL(built.url);
  const key = keys.owner === "" ? host : `${host} ${keys.owner}`;
  const deadline = clock.now() + MOST_WAIT_MS;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= MOST_TRIES || !operation.repeatable;
    const mostMs = Math.max(0, deadline - clock.now());
    const heldBack = (ms: number): void => context.heldBack?.(ms);
    const leave = await limiter.enter({ key, limits: operation.limits, mostMs, signal, heldBack });
    const outcome = await fetchOnce(built, parts).finally(leave);
    if ("problem" in outcome) {
      if (isLast || outcome.problem.code !== "tool-failed") throw outcome.problem;
      await pause(attempt, { ...parts, deadline, giveUp: outcome.problem });
      continue;
    }
    const { fetched } = outcome;
    const answer = readAnswer(operation, fetched, expressions);
    if (answer.kind === "failed") throw answerError(operation.name, host, { ...answer, why: keys.redact(answer.why) });
    if (answer.kind !== "again") return { ...answer, fetched };
    const stated = retryAfterMs(fetched.headers, { now: clock.now(), fromBody: answer.retryAfter });
    if (stated !== undefined) await limiter.block(key, clock.now() + stated);
    const giveUp =
      stated === undefined
        ? answerError(operation.name, host, { kind: "failed", code: "rate-limited", why: keys.redact(answer.why) })
        : limited(key, stated, clock.now());
    if (isLast || (stated ?? 0) > deadline - clock.now()) throw giveUp;
    if (stated === undefined) await pause(attempt, { ...parts, deadline, giveUp });
  }
}

type Outcome = { readonly fetched: FetchedAnswer } | { readonly problem: ThorpError };

async function fetchOnce({ url, request }: BuiltRequest, parts: SendParts): Promise<Outcome> {
  const { operation, keys, context } = parts;
  const shownAs = new URL(url).host;
  const redirects = operation.redirects === "any" ? {} : { redirectsTo: [...operation.hosts, shownAs] };
  try {
    return {
      fetched: await context.request(url, { ...request, ...redirects, shownAs, timeoutMs: operation.timeoutMs }),
    };
  } catch (error) {
    if (!(error instanceof ThorpError)) throw error;
    const { code, message } = error;
    // The address is the document's: whoever called has nothing to correct.
    const hint =
      code === "tool-failed"
        ? `Other arguments do not help: say that ${operation.name} cannot be reached.`
        : error.hint;
    return { problem: new ThorpError(code, keys.redact(message), { hint }) };
  }
}

interface Pause extends Pick<SendParts, "dice" | "context"> {
  readonly deadline: number;
  readonly giveUp: ThorpError;
}

/** Twice as long each time, and not in step with everybody else. */
async function pause(attempt: number, { dice, context, deadline, giveUp }: Pause): Promise<void> {
  const { clock, signal } = context;
  const ms = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + dice());
  if (clock.now() + ms > deadline) throw giveUp;
  await sleep(clock, ms, signal);
}
