/** Calls that cost nothing for sure: nobody received them, or whoever did turned them away unread. */
import { type ErrorCode, ThorpError } from "../base/errors.ts";

/** The cause of an error that says by itself that nothing was done. */
const untouched = new Error("the server did not begin to work");

const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** The same error, known to have cost nothing. */
export function markUntouched({ code, message, hint, retryAfterMs }: ThorpError): ThorpError {
  const waiting = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new ThorpError(code, message, { hint, cause: untouched, ...waiting });
}

/** Answers of a server that did not begin to work. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["rate-limited", "model-refused", "model-unknown", "context-length"]);

/** A call that failed like this costs nothing; false where nobody knows. */
export function isUnbilled(error: unknown): boolean {
  return (error instanceof ThorpError && REFUSALS.has(error.code)) || wasUntouched(error);
}

function wasUntouched(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    if (at === untouched || UNSENT.has((at as NodeJS.ErrnoException).code ?? "")) return true;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return false;
}
