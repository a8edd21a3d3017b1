/**
 * A token bucket for each subject, in bounded memory.
 *
 * A bucket holds `burst` tokens and gets one back every `everyMs`. When more subjects come than are remembered, the one
 * that was used longest ago is forgotten: whoever has that many addresses gains tries, and nobody is locked out by it.
 */

/** How much is let through. */
export interface ThrottleOptions {
  readonly burst: number;
  /** Milliseconds in which one token comes back. */
  readonly everyMs: number;
  readonly now: () => number;
  /** Subjects that are remembered. Default: 10,000. */
  readonly most?: number;
}

/** The state of a bucket after a look. */
export interface BucketState {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until it is full again. */
  readonly resetMs: number;
  /** Milliseconds until the next token; 0 while there is one. */
  readonly retryAfterMs: number;
}

/** Counts by subject. */
export interface Throttle {
  /** Milliseconds until the subject may try again; 0 when it may now. Takes nothing. */
  blockedFor(subject: string): number;
  /** Takes a token, or none when there is none. */
  count(subject: string): BucketState & { readonly ok: boolean };
  /** Gives the subject all tokens back. */
  forget(subject: string): void;
  /** Subjects that are remembered now. */
  size(): number;
}

/** All buckets are full. */
export function createThrottle({ burst, everyMs, now, most = 10_000 }: ThrottleOptions): Throttle {
  // In the order of their last use. `full` is when the bucket will be full: that one number is the whole bucket.
  const fullAt = new Map<string, number>();
  const missingIn = (subject: string): number => {
    const missing = Math.max(0, (fullAt.get(subject) ?? 0) - now()) / everyMs;
    // No bucket lacks more than it holds: the clock was set back, and nobody waits for the time that was lost.
    return missing > burst + 1 ? 0 : missing;
  };
  const waitFor = (missing: number): number => Math.max(0, Math.ceil((missing - (burst - 1)) * everyMs));
  return {
    blockedFor: (subject) => waitFor(missingIn(subject)),
    count(subject) {
      const missing = missingIn(subject);
      const retryAfterMs = waitFor(missing);
      const ok = retryAfterMs === 0;
      const taken = ok ? missing + 1 : missing;
      fullAt.delete(subject);
      fullAt.set(subject, now() + taken * everyMs);
      const [oldest] = fullAt.keys();
      if (fullAt.size > most && oldest !== undefined) fullAt.delete(oldest);
      return {
        ok,
        limit: burst,
        remaining: Math.max(0, Math.floor(burst - taken)),
        resetMs: Math.ceil(taken * everyMs),
        retryAfterMs,
      };
    },
    forget: (subject) => void fullAt.delete(subject),
    size: () => fullAt.size,
  };
}
