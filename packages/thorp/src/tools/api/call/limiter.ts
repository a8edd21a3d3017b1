/**
 * One limiter for all calls of an installation: what an API allows counts per host and key, whoever calls.
 *
 * A window is counted in twenty slots and a slot leaves the count as a whole, so that no stretch of that length ever
 * holds more requests than allowed, at the price of up to a twentieth of it in waiting. The counts are written down
 * where there is a place for it: a second start does not begin from nothing.
 */
import { LIMITS } from "../../../base/cache-key.ts";
import { type Clock, sleep } from "../../../base/clock.ts";
import { ThorpError } from "../../../base/errors.ts";
import { parseJson } from "../../../base/json.ts";
import type { Limits } from "../api.ts";

/** Where counts outlive a process. */
export interface LimitMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/** Who waits for what. */
export interface LimitedCall {
  /** Host and owner of the key. */
  readonly key: string;
  readonly limits: Limits;
  /** Longer waits are refused. Milliseconds. */
  readonly mostMs: number;
  readonly signal: AbortSignal;
  /** Hears how long the call was held back, once it may be made; not called when it was not. Milliseconds. */
  readonly heldBack?: (ms: number) => void;
}

/** Shared by everything that calls. */
export interface Limiter {
  /**
   * Resolves when the call may be made, with the function that says that it ended. Rejects with `rate-limited`, which
   * carries the wait, and with the signal's reason.
   */
  enter(call: LimitedCall): Promise<() => void>;
  /** The service said that it takes nothing before this time. Milliseconds since 1970. */
  block(key: string, until: number): Promise<void>;
}

const SLOTS = 20;

interface State {
  /** For each window length: requests by number of the slot. */
  readonly counts: Map<number, Map<number, number>>;
  blockedUntil: number;
  active: number;
  readonly waiting: (() => void)[];
  /** Ends when whoever is being counted has been. */
  turn: Promise<unknown>;
}

/** Counts nothing yet; `memory` is asked at the first use of each key. */
export function createLimiter({
  clock,
  memory,
}: {
  readonly clock: Clock;
  readonly memory?: () => Promise<LimitMemory | undefined>;
}): Limiter {
  const states = new Map<string, Promise<State>>();
  const stateOf = (key: string): Promise<State> => {
    const known = states.get(key) ?? recall(key);
    states.set(key, known);
    return known;
  };
  const recall = async (key: string): Promise<State> => {
    const text = await (await memory?.())?.get(memoryKey(key)).catch(() => undefined);
    return stateFrom(text);
  };
  const keep = async (key: string, state: State): Promise<void> => {
    const place = await memory?.();
    const longest = Math.max(1000, ...state.counts.keys(), state.blockedUntil - clock.now());
    // Whoever cannot write counts all the same, for as long as this process lives.
    await place?.set(memoryKey(key), textOf(state), longest).catch(() => {});
  };
  return {
    async enter({ key, limits, mostMs, signal, heldBack }) {
      const began = clock.now();
      const latest = began + mostMs;
      const state = await stateOf(key);
      let isHeld = await slotFor(state, limits.concurrency, signal);
      const leave = once(() => {
        state.active--;
        state.waiting.shift()?.();
      });
      const mine = state.turn.then(async () => {
        const wait = waitFor(state, limits, clock.now());
        // What was waited behind others counts as well.
        if (clock.now() + wait > latest) throw limited(key, wait, clock.now());
        if (wait > 0) await sleep(clock, wait, signal);
        isHeld ||= wait > 0;
        signal.throwIfAborted();
        count(state, limits, clock.now());
        await keep(key, state);
      });
      state.turn = mine.catch(() => {});
      try {
        await mine;
        if (isHeld) heldBack?.(clock.now() - began);
        return leave;
      } catch (error) {
        leave();
        throw error;
      }
    },
    async block(key, until) {
      const state = await stateOf(key);
      state.blockedUntil = Math.max(state.blockedUntil, until);
      await keep(key, state);
    },
  };
}

/** Says until when, in words that a planner can act on. */
export function limited(key: string, waitMs: number, now: number): ThorpError {
  const host = key.split(" ")[0] ?? key;
  const until = new Date(now + waitMs).toISOString().replace(/\.\d+Z$/, "Z");
  return new ThorpError("rate-limited", `${host} takes no more calls before ${until}.`, {
    hint: "Use another tool, or go on without it and say so.",
    retryAfterMs: Math.ceil(waitMs),
  });
}

/** True when there was none at once. */
async function slotFor(state: State, most: number, signal: AbortSignal): Promise<boolean> {
  const isFree = state.active < most;
  while (state.active >= most) {
    await new Promise<void>((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener("abort", give);
        resolve();
      };
      const give = () => {
        const at = state.waiting.indexOf(wake);
        if (at >= 0) state.waiting.splice(at, 1);
        reject(signal.reason);
      };
      signal.throwIfAborted();
      signal.addEventListener("abort", give, { once: true });
      state.waiting.push(wake);
    });
  }
  state.active++;
  return !isFree;
}

function waitFor(state: State, { windows }: Limits, now: number): number {
  const waits = windows.map(({ requests, ms }) => {
    const size = ms / SLOTS;
    const slots = [...(state.counts.get(ms) ?? [])].filter(([slot]) => (slot + 1) * size + ms > now);
    let over = slots.reduce((sum, [, each]) => sum + each, 0) + 1 - requests;
    let wait = 0;
    for (const [slot, each] of slots.sort(([a], [b]) => a - b)) {
      if (over <= 0) break;
      over -= each;
      wait = (slot + 1) * size + ms - now;
    }
    return wait;
  });
  return Math.max(0, state.blockedUntil - now, ...waits);
}

function count(state: State, { windows }: Limits, now: number): void {
  for (const { ms } of windows) {
    const size = ms / SLOTS;
    const slots = state.counts.get(ms) ?? new Map<number, number>();
    for (const slot of slots.keys()) if ((slot + 1) * size + ms <= now) slots.delete(slot);
    const slot = Math.floor(now / size);
    slots.set(slot, (slots.get(slot) ?? 0) + 1);
    state.counts.set(ms, slots);
  }
}

function memoryKey(key: string): string {
  return `${LIMITS} ${key}`;
}

function textOf({ counts, blockedUntil }: State): string {
  return JSON.stringify({ blockedUntil, counts: [...counts].map(([ms, slots]) => [ms, [...slots]]) });
}

function stateFrom(text: string | undefined): State {
  const kept = (text === undefined ? undefined : parseJson(text)) as
    | { readonly blockedUntil?: number; readonly counts?: readonly [number, readonly [number, number][]][] }
    | undefined;
  const counts = new Map((kept?.counts ?? []).map(([ms, slots]) => [ms, new Map(slots)]));
  return { counts, blockedUntil: kept?.blockedUntil ?? 0, active: 0, waiting: [], turn: Promise.resolve() };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
