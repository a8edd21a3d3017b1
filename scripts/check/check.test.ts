import { describe, expect, it } from "vitest";
import { addCounts, closingLine } from "./counts.ts";
import { runCommand } from "./run-command.ts";
import { renderTable } from "./table.ts";
import { countTests, coveredLines } from "./vitest-report.ts";

const clean = { code: 0, isExplained: false };

function report(changes: Record<string, unknown> = {}): unknown {
  const base = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };
  return { ...base, ...changes };
}

describe("countTests", () => {
  it("adds up passed, failed and skipped", () => {
    expect(countTests(report(), clean)).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(countTests(report({ numFailedTests: 2 }), { code: 1, isExplained: false }).failed).toBe(2);
  });

  it("counts a file that did not load", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [] },
    ];
    expect(countTests(report({ testResults, numFailedTests: 1 }), { code: 1, isExplained: false }).failed).toBe(2);
  });

  it("does not take an unexplained exit code for success", () => {
    expect(countTests(report(), { code: 1, isExplained: false }).failed).toBe(1);
    expect(countTests(report(), { code: 1, isExplained: true }).failed).toBe(0);
  });

  it.each([undefined, null, "text", {}, { numPassedTests: 1 }])("counts the report %j as a failure", (broken) => {
    expect(countTests(broken, clean)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("coveredLines", () => {
  it("reads the total", () => expect(coveredLines({ total: { lines: { pct: 91.5 } } })).toBe(91.5));
  it("is undefined without a summary", () => {
    expect(coveredLines(undefined)).toBeUndefined();
    expect(coveredLines({ total: { lines: { pct: "Unknown" } } })).toBeUndefined();
  });
});

describe("runCommand", () => {
  const cwd = process.cwd();

  it("keeps output and exit code", async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const { code, output } = await runCommand([process.execPath, "-e", script], { cwd });
    expect({ code, lines: output.trim().split("\n").sort() }).toEqual({ code: 3, lines: ["err", "out"] });
  });

  it("reports a tool that is missing", async () => {
    const { code, output } = await runCommand(["no-such-tool-here"], { cwd });
    expect(code).toBe(127);
    expect(output).toContain("no-such-tool-here");
  });
});

it("prints one line for each check and a closing line", () => {
  const rows = [
    { name: "lint", counts: { passed: 1, failed: 0, skipped: 0 }, seconds: 1.04 },
    { name: "tests", counts: { passed: 7, failed: 2, skipped: 3 }, seconds: 12, note: "see above" },
  ];
  expect(renderTable(rows)).toBe("lint   ok         1.0 s\ntests  FAILED    12.0 s  see above");
  expect(closingLine(addCounts(rows.map((row) => row.counts)))).toBe("8 passed, 2 failed, 3 skipped");
});
