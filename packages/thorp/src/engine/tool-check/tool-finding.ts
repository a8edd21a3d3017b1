/** What `thorp tools check` has to say of a tool, a source or a team. */

/** `error`: it does not work. `warning`: it works worse than it could, or not before somebody agrees. `note`: good to know. */
export interface ToolFinding {
  readonly severity: "error" | "warning" | "note";
  /** What is so and where, with file and line where there is one. */
  readonly message: string;
  /** The command or step that mends it. */
  readonly hint?: string;
}

/** One test of a tool; `words` say why it failed or was not run. */
export interface ToolTestResult {
  readonly name: string;
  readonly state: "passed" | "failed" | "not-run";
  readonly words: string;
}

/** One line of the check: a tool, or where `tool` is empty a source or a team as a whole. */
export interface CheckedTool {
  readonly tool: string;
  readonly source: string;
  readonly findings: readonly ToolFinding[];
  readonly tests: readonly ToolTestResult[];
}

/** Whether anything of it does not work. */
export function hasFailed({ findings, tests }: Pick<CheckedTool, "findings" | "tests">): boolean {
  return findings.some(({ severity }) => severity === "error") || tests.some(({ state }) => state === "failed");
}
