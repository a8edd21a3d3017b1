/** What nobody approved, of all that went wrong on the way to an answer. */
import type { Failure } from "../base/errors.ts";

/** One failure that names every refused call once, in their order; undefined when nothing was refused. */
export function deniedIn(problems: readonly Failure[]): Failure | undefined {
  const denied = problems.filter(({ code }) => code === "approval-denied");
  const [first] = denied;
  if (first === undefined) return undefined;
  return { ...first, message: [...new Set(denied.map(({ message }) => message))].join(" ") };
}
