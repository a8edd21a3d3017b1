/** How every built-in tool ends: expected failures become words for the model, broken promises stay errors. */
import { type ErrorCode, errorTable, ThorpError } from "../base/errors.ts";
import type { ToolContext, ToolOutput } from "./tool.ts";

/** What a model can mend by calling again with other arguments, or must work around. */
const expected: ReadonlySet<ErrorCode> = new Set([
  "tool-input",
  "input-invalid",
  "input-too-large",
  "outside-workspace",
  "address-refused",
  "tool-failed",
  "tool-timeout",
  "rate-limited",
  "key-missing",
  "api-invalid",
]);

/**
 * Runs the work of one call. A `ThorpError` that a model can act on becomes `ok: false` with its message, and its hint as
 * advice; an abort throws the signal's reason, or `cancelled`; anything else is thrown as a `ThorpError`.
 */
export async function settleCall(
  context: Pick<ToolContext, "signal">,
  work: () => ToolOutput | Promise<ToolOutput>,
): Promise<ToolOutput> {
  throwIfAborted(context.signal);
  try {
    return await work();
  } catch (error) {
    throwIfAborted(context.signal);
    if (!(error instanceof ThorpError)) {
      throw new ThorpError("internal", error instanceof Error ? error.message : String(error), { cause: error });
    }
    if (!expected.has(error.code)) throw error;
    const { message, hint, code } = error;
    // The table's hints are for the person who asked, and so is a command that no tool can run.
    const advice = hint === errorTable[code].hint || hint.includes("Run `") ? "" : hint;
    return { ok: false, text: message, code, ...(advice === "" ? {} : { advice }) };
  }
}

/** Throws the signal's reason when it is a `ThorpError`, else `cancelled`. */
export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof ThorpError) throw signal.reason;
  throw new ThorpError("cancelled", "The tool call was stopped.", { cause: signal.reason });
}
