/** What every store says in the same words. */
import { ThorpError } from "../base/errors.ts";
import type { AppendEvent } from "./store.ts";

/** Whoever appends to a run that was deleted gets this from `committed`; other runs go on. */
export function deletedRunError(run: string, deletedAt: number): ThorpError {
  return new ThorpError(
    "run-unknown",
    `Run ${run} was deleted on ${new Date(deletedAt).toISOString()}; nothing can be added to it.`,
  );
}

/** Thrown by every member of a store after `close`. */
export function storeClosedError(): ThorpError {
  return new ThorpError("storage-failed", "The store is closed.");
}

/** Refuses at the door what a database would refuse later, together with everything else in its batch. */
export function assertWholeTime({ run, at, body }: AppendEvent): void {
  if (Number.isSafeInteger(at)) return;
  throw new ThorpError("internal", `The time of an event ${body.type} of run ${run} is no whole number: ${at}.`);
}
