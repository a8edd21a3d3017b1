/** Reads what vitest and its coverage wrote as JSON. Nothing readable counts as a failure, never as nothing. */
import type { Counts } from "./counts.ts";

/** How vitest ended; `isExplained` when the caller knows why the code is not 0 (coverage below the floor). */
export interface VitestExit {
  readonly code: number;
  readonly isExplained: boolean;
  /** Files whose results count elsewhere: their process was lost and they ran once more. */
  readonly without?: readonly string[];
}

/**
 * The counts of a run. A file that did not load has no tests in the report: it counts as one failure. So does an exit
 * code other than 0 that neither a failed test nor the caller explains.
 */
export function countTests(report: unknown, { code, isExplained, without = [] }: VitestExit): Counts {
  const files = valueAt(report, "testResults");
  if (!Array.isArray(files)) return { passed: 0, failed: 1, skipped: 0 };
  const counted = files.filter((file) => !without.includes(String(valueAt(file, "name"))));
  const states = counted.flatMap(statesOf);
  const passed = states.filter((state) => state === "passed").length;
  const failed = states.filter((state) => state === "failed").length + counted.filter(hasNotLoaded).length;
  const isUnexplained = code !== 0 && failed === 0 && !isExplained;
  const skipped = states.filter((state) => state !== "passed" && state !== "failed").length;
  return { passed, failed: isUnexplained ? 1 : failed, skipped };
}

/** Percent of lines covered; undefined when there is no summary. */
export function coveredLines(summary: unknown): number | undefined {
  return numberAt(valueAt(valueAt(summary, "total"), "lines"), "pct");
}

function hasNotLoaded(file: unknown): boolean {
  return valueAt(file, "status") === "failed" && statesOf(file).length === 0;
}

function statesOf(file: unknown): readonly unknown[] {
  const tests = valueAt(file, "assertionResults");
  return Array.isArray(tests) ? tests.map((test) => valueAt(test, "status")) : [];
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = valueAt(value, key);
  return typeof found === "number" ? found : undefined;
}
