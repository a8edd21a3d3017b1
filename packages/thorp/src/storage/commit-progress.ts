/**
 * Who waits for which commit. Counts appended and committed events per run; a promise is made only when somebody asks,
 * and a run without anything under way takes no memory.
 */
import type { ThorpError } from "../base/errors.ts";

/** Counts per run; whoever waits is woken by `acknowledged` or told by `fail`. */
export interface CommitProgress {
  /** Throws the error of a failed commit, until `goOn`. */
  appended(run: string): void;
  acknowledged(run: string, events: number): void;
  /** What was appended for this run is dropped; other runs go on. */
  refused(run: string, events: number, error: ThorpError): void;
  /**
   * See `Store.committed`. After a failure it rejects for every run; after `goOn` still for a run that lost events and got
   * no new ones.
   */
  committed(run: string): Promise<void>;
  /** The first failure stays; everybody who waits hears of it. */
  fail(error: ThorpError): void;
  /** Ends a failure: events are taken again. */
  goOn(): void;
  /** The error that everything is refused with. */
  failure(): ThorpError | undefined;
}

interface Progress {
  appended: number;
  done: number;
  readonly waiters: Waiter[];
}

interface Waiter {
  readonly target: number;
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Starts with nothing under way. */
export function createCommitProgress(): CommitProgress {
  const progressByRun = new Map<string, Progress>();
  /** Whoever asks late must not take what was lost for committed. */
  const lostByRun = new Map<string, ThorpError>();
  let failure: ThorpError | undefined;

  const settle = (run: string, events: number, finish: (waiter: Waiter) => void): void => {
    const progress = progressByRun.get(run);
    if (progress === undefined) return;
    progress.done += events;
    for (let first = progress.waiters[0]; first && first.target <= progress.done; first = progress.waiters[0]) {
      progress.waiters.shift();
      finish(first);
    }
    if (progress.done === progress.appended) progressByRun.delete(run);
  };

  return {
    appended(run) {
      if (failure) throw failure;
      if (lostByRun.size > 0) lostByRun.delete(run);
      const progress = progressByRun.get(run);
      if (progress) progress.appended += 1;
      else progressByRun.set(run, { appended: 1, done: 0, waiters: [] });
    },
    acknowledged: (run, events) => settle(run, events, (waiter) => waiter.resolve()),
    refused: (run, events, error) => settle(run, events, (waiter) => waiter.reject(error)),
    committed(run) {
      const refusal = failure ?? lostByRun.get(run);
      if (refusal) return Promise.reject(refusal);
      const progress = progressByRun.get(run);
      if (progress === undefined) return Promise.resolve();
      const last = progress.waiters.at(-1);
      if (last?.target === progress.appended) return last.promise;
      const waiter: Waiter = { target: progress.appended, ...Promise.withResolvers<void>() };
      progress.waiters.push(waiter);
      return waiter.promise;
    },
    fail(error) {
      if (failure) return;
      failure = error;
      const waiting = [...progressByRun.values()].flatMap((progress) => progress.waiters);
      for (const run of progressByRun.keys()) lostByRun.set(run, error);
      progressByRun.clear();
      for (const waiter of waiting) waiter.reject(error);
    },
    goOn() {
      failure = undefined;
    },
    failure: () => failure,
  };
}
