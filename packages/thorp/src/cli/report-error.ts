/** How an error is said: message, then what mends it; as JSON with --json; never a stack without --verbose. */

import { cleanText } from "../base/clean-text.ts";
import { errorTable, type Failure, failureFrom, ThorpError } from "../base/errors.ts";
import { shortId } from "../base/words.ts";
import { sourceStack } from "./source-stack.ts";
import type { Output } from "./surroundings.ts";

/** Where errors are said. */
export interface ErrorPlace {
  readonly stderr: Output;
  /** Where the details are, when a log was kept. */
  readonly logFile?: string | undefined;
}

/** Returns the exit code. */
export function reportError(error: unknown, argv: readonly string[], { stderr, logFile }: ErrorPlace): number {
  const failure = withHint(failureFrom(error));
  const flags = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  if (flags.includes("--json")) {
    const { code, message, hint } = failure;
    stderr.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
    return errorTable[failure.code].exit;
  }
  stderr.write(`${failureText(failure)}\n`);
  if (error instanceof ThorpError && error.code !== "internal") return errorTable[failure.code].exit;
  const stack = error instanceof Error ? error.stack : undefined;
  if (flags.includes("--verbose") && stack !== undefined) stderr.write(`${sourceStack(stack)}\n`);
  else stderr.write(`--verbose shows where it happened.${logFile === undefined ? "" : ` The log is in ${logFile}.`}\n`);
  return errorTable[failure.code].exit;
}

/** Two lines: what happened, what mends it. */
export function failureText(failure: Failure): string {
  const { message, hint } = withHint(failure);
  return `${cleanText(message)}\n${hint}`;
}

/** What mends the failure of a run, with the id of the run where a command names one. */
export function failureHint({ code, hint }: Failure, run: string): string {
  return (hint ?? errorTable[code].hint).replaceAll(/\bID\b/g, shortId(run));
}

function withHint(failure: Failure): Required<Failure> {
  return { ...failure, hint: failure.hint ?? errorTable[failure.code].hint };
}
