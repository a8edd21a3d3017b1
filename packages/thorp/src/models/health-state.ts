/**
 * The health of one model server as a pure state machine: what is known, and whether calls may go there. No clock, no
 * network: time and chance come in with each event.
 */

/** All that is known of one server. */
export interface ServerHealth {
  readonly state: "unknown" | "up" | "down";
  /** Why it is down. */
  readonly reason?: string;
  /** When the state was last confirmed; milliseconds since 1970, 0 for never. */
  readonly at: number;
  /** closed: calls pass. open: none until `retryAt`. half-open: one is on trial. */
  readonly circuit: "closed" | "open" | "half-open";
  readonly failures: number;
  /** Times in a row that the circuit opened; the wait doubles with each. */
  readonly openings: number;
  /** When an open circuit lets one call try, or when a trial that nobody reported on counts as lost. */
  readonly retryAt: number;
}

/** Before anything was heard: calls pass. */
export const unknownHealth: ServerHealth = {
  state: "unknown",
  at: 0,
  circuit: "closed",
  failures: 0,
  openings: 0,
  retryAt: 0,
};

/** What a call or a check told about the server. */
export type HealthEvent =
  | { readonly type: "success" }
  /** Unreachable, 5xx or a timeout: what a server that is down does. */
  | { readonly type: "failure"; readonly reason: string }
  /** It answered, if only to refuse: 4xx, 429. */
  | { readonly type: "answered" }
  /** The call ended without telling anything: it was cancelled. */
  | { readonly type: "nothing" }
  /** A check found it up or down. */
  | { readonly type: "check"; readonly isUp: boolean; readonly reason?: string };

/** One bad call may be chance, two in a row are not. */
const FAILURES_TO_OPEN = 2;
/** How long a circuit stays open the first time, in milliseconds. */
export const FIRST_WAIT_MS = 2000;
/** The wait doubles up to this, in milliseconds. */
export const LONGEST_WAIT_MS = 60_000;
/** A trial that is not reported on within this time frees the place for another. */
export const TRIAL_MS = 120_000;

/** `dice` spreads the waits, so that many callers do not come back at the same moment. */
export function healthAfter(
  health: ServerHealth,
  event: HealthEvent,
  { now, dice }: { readonly now: number; readonly dice: number },
): ServerHealth {
  switch (event.type) {
    case "success":
    case "answered":
      return { ...unknownHealth, state: "up", at: now };
    case "nothing":
      // The trial proved nothing; the next call may try at once.
      return health.circuit === "half-open" ? { ...health, circuit: "open", retryAt: now } : health;
    case "check":
      // A check is stronger than a count: it opens and closes by itself.
      if (event.isUp) return { ...unknownHealth, state: "up", at: now };
      return opened(
        { ...health, failures: Math.max(health.failures, FAILURES_TO_OPEN) },
        event.reason ?? "does not answer",
        { now, dice },
      );
    case "failure": {
      const failures = health.failures + 1;
      if (failures < FAILURES_TO_OPEN && health.circuit === "closed") return { ...health, failures, at: now };
      return opened({ ...health, failures }, event.reason, { now, dice });
    }
  }
}

function opened(
  health: ServerHealth,
  reason: string,
  { now, dice }: { readonly now: number; readonly dice: number },
): ServerHealth {
  // Calls that were under way when the circuit opened fail late; they must not lengthen the wait.
  if (health.circuit === "open" && now < health.retryAt) return { ...health, state: "down", reason, at: now };
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** health.openings);
  const retryAt = now + Math.round(wait * (0.5 + dice));
  return { ...health, state: "down", reason, at: now, circuit: "open", openings: health.openings + 1, retryAt };
}

/** The decision, and the state to keep. */
export type Admission =
  | { readonly admits: true; readonly health: ServerHealth }
  | { readonly admits: false; readonly health: ServerHealth };

/** Whether one more call may go to the server, and the state after it went. */
export function admit(health: ServerHealth, now: number): Admission {
  if (health.circuit === "closed") return { admits: true, health };
  if (now < health.retryAt) return { admits: false, health };
  return { admits: true, health: { ...health, circuit: "half-open", retryAt: now + TRIAL_MS } };
}
