/** The health of all model servers: checks with a short limit, what calls teach in passing, and a circuit breaker. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import { admit, type HealthEvent, healthAfter, type ServerHealth, unknownHealth } from "./health-state.ts";

/** Resolves when the server answers, rejects with the reason otherwise. */
export type Probe = (provider: string, signal: AbortSignal) => Promise<void>;

/** Time, chance and how a server is asked. */
export interface HealthOptions {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly probe: Probe;
}

/** One state for each provider, shared by all runs. */
export interface Health {
  /** What is known now; asks nobody. An open circuit whose wait is over shows as half-open. */
  of(provider: string): ServerHealth;
  /**
   * Asks the server, within 1.5 s, unless it was heard of within the last 10 s, or is down and the wait of its circuit
   * is not over: then that is the answer, at once. Checks of one server at the same time are one check. `anew`: also one
   * that was heard of just now. Never rejects.
   */
  check(provider: string, how?: { readonly anew?: boolean }): Promise<ServerHealth>;
  /** Called before a call. Throws `model-unavailable`, at once, for a server whose circuit is open. */
  admit(provider: string): void;
  noteSuccess(provider: string): void;
  /** Takes any thrown value: only what a server that is down does counts against it. */
  noteFailure(provider: string, error: unknown): void;
}

/** How long a check waits, in milliseconds. */
export const PROBE_LIMIT_MS = 1500;
const FRESH_MS = 10_000;

/** Asks nobody until `check` is called. */
export function createHealth({ clock, dice, probe }: HealthOptions): Health {
  const healthByProvider = new Map<string, ServerHealth>();
  const checks = new Map<string, Promise<ServerHealth>>();
  const known = (provider: string) => healthByProvider.get(provider) ?? unknownHealth;
  const note = (provider: string, event: HealthEvent) => {
    const next = healthAfter(known(provider), event, { now: clock.now(), dice: dice() });
    healthByProvider.set(provider, next);
    return next;
  };
  const run = async (provider: string) => {
    const outcome = await outcomeOf(probe, provider, clock);
    checks.delete(provider);
    return note(provider, outcome);
  };

  return {
    of(provider) {
      const health = known(provider);
      return health.circuit === "open" && clock.now() >= health.retryAt ? { ...health, circuit: "half-open" } : health;
    },
    check(provider, { anew = false } = {}) {
      const health = known(provider);
      const now = clock.now();
      const isFresh = !anew && health.state === "up" && now - health.at < FRESH_MS;
      if (isFresh || (health.circuit === "open" && now < health.retryAt)) return Promise.resolve(health);
      const running = checks.get(provider) ?? run(provider);
      checks.set(provider, running);
      return running;
    },
    admit(provider) {
      const { admits, health } = admit(known(provider), clock.now());
      healthByProvider.set(provider, health);
      if (admits) return;
      const wait = Math.max(0, health.retryAt - clock.now());
      throw new ThorpError("model-unavailable", `${provider} is down: ${health.reason ?? "it failed twice"}`, {
        retryAfterMs: wait,
      });
    },
    noteSuccess: (provider) => void note(provider, { type: "success" }),
    noteFailure(provider, error) {
      if (error instanceof ThorpError && error.code === "model-unavailable")
        note(provider, { type: "failure", reason: error.message });
      else note(provider, { type: isAnswer(error) ? "answered" : "nothing" });
    },
  };
}

/** What a probe within its limit tells. Never rejects. */
async function outcomeOf(probe: Probe, provider: string, clock: Clock): Promise<HealthEvent> {
  const controller = new AbortController();
  let isLate = false;
  const disarm = clock.after(PROBE_LIMIT_MS, () => {
    isLate = true;
    controller.abort();
  });
  try {
    await probe(provider, controller.signal);
    return { type: "check", isUp: true };
  } catch (error) {
    if (isLate) return { type: "check", isUp: false, reason: `did not answer within ${PROBE_LIMIT_MS / 1000} s` };
    // A server that asks for a key or refuses the path is there.
    return isAnswer(error) ? { type: "check", isUp: true } : { type: "check", isUp: false, reason: reasonOf(error) };
  } finally {
    disarm();
  }
}

const ANSWERS: ReadonlySet<string> = new Set([
  "model-refused",
  "model-unknown",
  "rate-limited",
  "context-length",
  "model-output",
]);

/** Errors that only a server which is up can cause. */
function isAnswer(error: unknown): boolean {
  return error instanceof ThorpError && ANSWERS.has(error.code);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
