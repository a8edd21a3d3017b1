/** A signal that also aborts at the run's deadline. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";

/** Call `release` when the call is over, else its timer stays. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  release(): void;
}

/** The signal itself when there is no deadline; `deadlineAt` is in milliseconds since 1970. */
export function callDeadline(clock: Clock, signal: AbortSignal, deadlineAt: number | undefined): CallDeadline {
  if (deadlineAt === undefined) return { signal, release: () => {} };
  const abort = new AbortController();
  const pass = () => abort.abort(signal.reason);
  if (signal.aborted) pass();
  signal.addEventListener("abort", pass, { once: true });
  const end = () => abort.abort(new ThorpError("deadline", "The run's deadline came before the call was over."));
  const left = deadlineAt - clock.now();
  if (left <= 0) end();
  const cancel = left <= 0 ? () => {} : clock.after(left, end);
  return {
    signal: abort.signal,
    release() {
      cancel();
      signal.removeEventListener("abort", pass);
    },
  };
}
