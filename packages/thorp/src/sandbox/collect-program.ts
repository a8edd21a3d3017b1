/** A program to its end, for callers that want nothing of it before. */
import type { ProgramEnd, ProgramUpdate } from "./sandbox.ts";

/** What a program printed, how it ended, and how long that took in milliseconds. */
export interface ProgramResult {
  readonly out: string;
  readonly err: string;
  readonly end: ProgramEnd;
  readonly ms: number;
}

/** Both streams are as long as the sandbox allows at most. `onOutput` hears what comes while it comes. */
export async function collectProgram(
  updates: AsyncIterable<ProgramUpdate>,
  onOutput: (text: string) => void = () => {},
): Promise<ProgramResult> {
  const texts = { out: "", err: "" };
  let last: Extract<ProgramUpdate, { kind: "end" }> | undefined;
  for await (const update of updates) {
    if (update.kind === "end") last = update;
    else {
      texts[update.stream] += update.text;
      onOutput(update.text);
    }
  }
  return { ...texts, end: last?.end ?? { kind: "stopped" }, ms: last?.ms ?? 0 };
}
