/** How many WebSockets an address or a key may have, and how fast it may open them. */
import { createThrottle } from "../access/throttle.ts";

/** Whose connections are counted: an address, and the key or user behind it. */
export interface Admission {
  /** For the answer to the upgrade, draft-ietf-httpapi-ratelimit-headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: refused. */
  readonly release?: () => void;
  /** Seconds, where refused. */
  readonly retryAfter?: number;
  readonly why?: string;
}

/** Thresholds and time. */
export interface GateOptions {
  /** Asked at each connection: they may change meanwhile. */
  readonly limits: () => { readonly perAddress: number; readonly connectsPerMinute: number };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Holds one number for each subject with an open connection, and the throttle's buckets. */
export function createSocketGate({ limits, now }: GateOptions) {
  const openBySubject = new Map<string, number>();
  const throttleOf = (burst: number) => ({ burst, ...createThrottle({ burst, everyMs: 60_000 / burst, now }) });
  let connects = throttleOf(limits().connectsPerMinute);
  const change = (subjects: readonly string[], by: number): void => {
    for (const subject of subjects) {
      const open = (openBySubject.get(subject) ?? 0) + by;
      if (open > 0) openBySubject.set(subject, open);
      else openBySubject.delete(subject);
    }
  };
  return {
    /** Each subject must have room; a refused one counts as a try. */
    admit(subjects: readonly string[]): Admission {
      const { perAddress, connectsPerMinute } = limits();
      if (connects.burst !== connectsPerMinute) connects = throttleOf(connectsPerMinute);
      const counted = subjects.map((subject) => connects.count(subject));
      const least = counted.reduce((a, b) => (b.remaining < a.remaining ? b : a));
      const headers = {
        "RateLimit-Policy": `"sockets";q=${connectsPerMinute};w=60`,
        RateLimit: `"sockets";r=${least.remaining};t=${Math.ceil(least.resetMs / 1000)}`,
      };
      if (counted.some(({ ok }) => !ok)) {
        const retryAfter = Math.max(1, Math.ceil(Math.max(...counted.map(({ retryAfterMs }) => retryAfterMs)) / 1000));
        return { headers, retryAfter, why: `More than ${connectsPerMinute} connections were opened in a minute.` };
      }
      if (subjects.some((subject) => (openBySubject.get(subject) ?? 0) >= perAddress))
        return { headers, retryAfter: 10, why: `${perAddress} connections are open already.` };
      change(subjects, 1);
      let isOpen = true;
      return {
        headers,
        release() {
          if (isOpen) change(subjects, -1);
          isOpen = false;
        },
      };
    },
  };
}
