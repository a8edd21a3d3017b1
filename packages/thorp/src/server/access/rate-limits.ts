/**
 * How many requests somebody may make: one bucket each for the user, the API key and the address.
 *
 * The answer tells what is left by the headers of draft-ietf-httpapi-ratelimit-headers (policies quoted, `q` in requests,
 * `w` and `t` in seconds) and, for OpenAI's clients, by theirs. The one person of a server without users is not limited.
 */
import type { Caller } from "../caller.ts";
import type { Refusal } from "./identify.ts";
import { type BucketState, createThrottle, type Throttle } from "./throttle.ts";

/** Requests a minute; 0 is no limit. */
export interface RequestLimits {
  readonly user: number;
  readonly key: number;
  readonly address: number;
}

/** What stands when nothing is configured. An address may be that of a whole house. */
export const defaultLimits: RequestLimits = { user: 600, key: 600, address: 3000 };

/** Whether a request is answered, and what its answer tells of it. */
export interface LimitVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** The same for OpenAI's clients. */
  readonly openAiHeaders: Readonly<Record<string, string>>;
  readonly refusal?: Refusal;
}

/** Takes one token from each bucket that the caller has. */
export type TakeRequest = (caller: Caller, address: string) => LimitVerdict;

const WINDOW_MS = 60_000;

/** All buckets are full. Memory is bounded whatever comes: see `Throttle`. */
export function createRateLimits(limits: RequestLimits, now: () => number): TakeRequest {
  const throttleOf = (burst: number): Throttle | undefined =>
    burst > 0 ? createThrottle({ burst, everyMs: WINDOW_MS / burst, now }) : undefined;
  const buckets = { user: throttleOf(limits.user), key: throttleOf(limits.key), address: throttleOf(limits.address) };
  return (caller, address) => {
    if (caller.kind === "personal") return { headers: {}, openAiHeaders: {} };
    const subjects = {
      user: caller.kind === "user" ? caller.user : undefined,
      key: caller.kind === "user" ? caller.key : undefined,
      address,
    };
    const states = (["user", "key", "address"] as const).flatMap((name) => {
      const subject = subjects[name];
      const state = subject === undefined ? undefined : buckets[name]?.count(subject);
      return state === undefined ? [] : [{ name, ...state }];
    });
    const full = states.find(({ ok }) => !ok);
    const told = { headers: headersOf(states), openAiHeaders: openAiHeadersOf(states) };
    if (full === undefined) return told;
    const refusal: Refusal = {
      ...{ kind: "refused", code: "rate-limited", retryAfterMs: full.retryAfterMs },
      why: `More than ${full.limit} requests in a minute from this ${full.name}.`,
      hint: "Wait as long as Retry-After says.",
    };
    return { ...told, refusal };
  };
}

type NamedState = BucketState & { readonly name: string };

function headersOf(states: readonly NamedState[]): Readonly<Record<string, string>> {
  if (states.length === 0) return {};
  const policy = states.map(({ name, limit }) => `"${name}";q=${limit};w=${WINDOW_MS / 1000}`);
  const left = states.map(({ name, remaining, resetMs }) => `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`);
  return { "ratelimit-policy": policy.join(", "), ratelimit: left.join(", ") };
}

/** Their clients know of one bucket: the tightest. */
function openAiHeadersOf(states: readonly NamedState[]): Readonly<Record<string, string>> {
  const [tightest] = states.toSorted((a, b) => a.remaining - b.remaining);
  if (tightest === undefined) return {};
  return {
    "x-ratelimit-limit-requests": String(tightest.limit),
    "x-ratelimit-remaining-requests": String(tightest.remaining),
    "x-ratelimit-reset-requests": `${Math.ceil(tightest.resetMs / 1000)}s`,
  };
}
