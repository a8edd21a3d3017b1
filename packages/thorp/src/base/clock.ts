/** Time as a parameter, so that runs can be replayed and months simulated in minutes. */

/** The only source of time: everything that asks for the time or waits takes one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `wake` once after `ms` milliseconds unless the returned function is called first. */
  after(ms: number, wake: () => void): () => void;
}

/** The machine's own time. A delay beyond 2^31 - 1 milliseconds never ends. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, wake) {
      // setTimeout fires at once for delays beyond 2^31 - 1 ms; a deadline that far away simply never comes.
      if (ms > 0x7fff_ffff) return () => {};
      const timer = setTimeout(wake, Math.max(0, ms));
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves after `ms`, or rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let cancel = (): void => {};
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    // A clock of a simulation may wake at once.
    cancel = clock.after(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
