import { describe, expect, it } from "vitest";
import { addCounts, closingLine } from "./counts.ts";
import { lostFiles } from "./lost-files.ts";
import { runCommand } from "./run-command.ts";
import { renderTable } from "./table.ts";
import { countTests, coveredLines } from "./vitest-report.ts";

const clean = { code: 0, isExplained: false };

/** A report of two files with 3 passed, 1 skipped, 1 to do; `more` files beside them. */
function report(...more: object[]): unknown {
  const tests = (...states: string[]) => states.map((status) => ({ status }));
  const testResults = [
    { name: "/a.test.ts", status: "passed", assertionResults: tests("passed", "passed", "skipped") },
    { name: "/b.test.ts", status: "passed", assertionResults: tests("passed", "todo") },
    ...more,
  ];
  return { testResults };
}
const failedFile = { name: "/c.test.ts", status: "failed", assertionResults: [{ status: "failed" }] };
const unloadedFile = { name: "/d.test.ts", status: "failed", assertionResults: [] };

describe("countTests", () => {
  it("adds up passed, failed and skipped", () => {
    expect(countTests(report(), clean)).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(countTests(report(failedFile), { code: 1, isExplained: false }).failed).toBe(1);
  });

  it("counts a file that did not load", () => {
    const code = { code: 1, isExplained: false };
    expect(countTests(report(failedFile, unloadedFile), code).failed).toBe(2);
  });

  it("does not take an unexplained exit code for success", () => {
    expect(countTests(report(), { code: 1, isExplained: false }).failed).toBe(1);
    expect(countTests(report(), { code: 1, isExplained: true }).failed).toBe(0);
  });

  it("leaves out what counts elsewhere", () => {
    const without = ["/b.test.ts"];
    expect(countTests(report(), { ...clean, without })).toEqual({ passed: 2, failed: 0, skipped: 1 });
  });

  it.each([undefined, null, "text", {}, { testResults: 1 }])("counts the report %j as a failure", (broken) => {
    expect(countTests(broken, clean)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("lostFiles", () => {
  const lost = (file: string, signal = "SIGTRAP") =>
    `Caused by: Error: Worker exited unexpectedly with signal ${signal} during started state while running test file ${file}\u001b[39m\n`;
  const caught = (count: number) =>
    `Vitest caught ${count} unhandled error${count === 1 ? "" : "s"} during the test run.\n`;

  it("finds what V8 ended", () => {
    expect(lostFiles(caught(1) + lost("/a.test.ts"))).toEqual(["/a.test.ts"]);
    expect(lostFiles(caught(2) + lost("/a.test.ts") + lost("/b.test.ts"))).toEqual(["/a.test.ts", "/b.test.ts"]);
  });

  it("excuses nothing else", () => {
    expect(lostFiles("all is well")).toEqual([]);
    expect(lostFiles(caught(1) + lost("/a.test.ts", "SIGSEGV"))).toEqual([]);
    expect(lostFiles(caught(2) + lost("/a.test.ts"))).toEqual([]);
    const files = ["/a.test.ts", "/b.test.ts", "/c.test.ts", "/d.test.ts"];
    expect(lostFiles(caught(4) + files.map((file) => lost(file)).join(""))).toEqual([]);
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
