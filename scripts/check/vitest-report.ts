/** Reads what vitest and its coverage wrote as JSON. Nothing readable counts as a failure, never as nothing. */
import type { Counts } from "./counts.ts";

/** How vitest ended; `isExplained` when the caller knows why the code is not 0 (coverage below the floor). */
export interface VitestExit {
  readonly code: number;
  readonly isExplained: boolean;
}

/**
 * The counts of a run. A file that did not load has no tests in the report: it counts as one failure. So does an exit
 * code other than 0 that neither a failed test nor the caller explains.
 */
export function countTests(report: unknown, exit: VitestExit): Counts {
  const passed = numberAt(report, "numPassedTests");
  const failedTests = numberAt(report, "numFailedTests");
  const files = valueAt(report, "testResults");
  if (passed === undefined || failedTests === undefined || !Array.isArray(files)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failed = failedTests + files.filter(hasNotLoaded).length;
  const isUnexplained = exit.code !== 0 && failed === 0 && !exit.isExplained;
  const skipped = (numberAt(report, "numPendingTests") ?? 0) + (numberAt(report, "numTodoTests") ?? 0);
  return { passed, failed: isUnexplained ? 1 : failed, skipped };
}

/** Percent of lines covered; undefined when there is no summary. */
export function coveredLines(summary: unknown): number | undefined {
  return numberAt(valueAt(valueAt(summary, "total"), "lines"), "pct");
}

function hasNotLoaded(file: unknown): boolean {
  const tests = valueAt(file, "assertionResults");
  return valueAt(file, "status") === "failed" && Array.isArray(tests) && tests.length === 0;
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = valueAt(value, key);
  return typeof found === "number" ? found : undefined;
}
