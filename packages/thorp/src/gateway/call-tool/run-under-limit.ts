/** Runs a tool under its time limit and the run's signal; what it does after either does not hold the run. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Tool, ToolContext, ToolOutput } from "../../tools/tool.ts";

/** One run of a tool with input that its schema took. */
export interface LimitedRun {
  readonly tool: Tool;
  readonly input: unknown;
  /** The run's. */
  readonly signal: AbortSignal;
  readonly context: (signal: AbortSignal) => Promise<ToolContext>;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Throws `tool-timeout`, the reason of the signal, what the tool throws, and `tool-failed` for an answer that is none. */
export async function runUnderLimit(clock: Clock, { tool, input, signal, context }: LimitedRun): Promise<ToolOutput> {
  if (signal.aborted) throw stopReason(signal);
  const limit = tool.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const abort = new AbortController();
  const stop = () => abort.abort(stopReason(signal));
  signal.addEventListener("abort", stop, { once: true });
  const disarm = clock.after(limit, () =>
    abort.abort(new ThorpError("tool-timeout", `${tool.name} took longer than ${limit / 1000} s.`)),
  );
  const stopped = new Promise<never>((_resolve, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  try {
    const work = context(abort.signal).then((own) => {
      // Stopped while its context was made: now it must not begin any more.
      abort.signal.throwIfAborted();
      return tool.execute(input, own);
    });
    // A tool that ignores its signal must not hold the run: the race goes on without it.
    return checkedOutput(tool, await Promise.race([work, stopped]));
  } finally {
    disarm();
    signal.removeEventListener("abort", stop);
  }
}

/** Why a call was stopped, as an error of ours. */
export function stopReason({ reason }: AbortSignal): ThorpError {
  return reason instanceof ThorpError ? reason : new ThorpError("cancelled", "The run was stopped.", { cause: reason });
}

/** Tools of packages are not checked by our compiler. */
function checkedOutput(tool: Tool, output: ToolOutput): ToolOutput {
  const given = output as Partial<ToolOutput> | null | undefined;
  const isOutput =
    typeof given === "object" && given !== null && typeof given.ok === "boolean" && typeof given.text === "string";
  if (isOutput) return output;
  throw new ThorpError("tool-failed", `${tool.name} gave no answer.`);
}
