/**
 * `npm run check`: all checks and tests, a table, and the closing line. The fast checks run side by side; the tests
 * run alone afterwards, so that nothing disturbs them. `npm run check -- lint types` runs only the named ones, `all` also
 * what installs something of its own first.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vitestConfig from "../vitest.config.ts";
import { addCounts, closingLine } from "./check/counts.ts";
import { lostFiles } from "./check/lost-files.ts";
import { type CommandResult, runCommand } from "./check/run-command.ts";
import { type Row, renderTable } from "./check/table.ts";
import { countTests, coveredLines } from "./check/vitest-report.ts";

const cwd = fileURLToPath(new URL("..", import.meta.url));

/** Slowest first, so that they start first. */
const fastChecks: Readonly<Record<string, readonly string[]>> = {
  unused: ["knip"],
  lint: ["oxlint"],
  types: ["tsc", "-p", "tsconfig.json"],
  page: ["tsc", "-p", "apps/web/tsconfig.json"],
  format: ["biome", "check", "--error-on-warnings"],
  secrets: ["node", "tools/secret-scan/main.ts"],
  docs: ["node", "tools/doc-links/main.ts"],
};
/** Not without being asked: they install packages of their own on first use. */
const extraChecks: Readonly<Record<string, readonly string[]>> = {
  site: ["node", "tools/docs-tools/main.ts"],
};
const SIDE_BY_SIDE = 2;

async function runFastChecks(names: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const waiting = [...names];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      rows.push(await runFastCheck(name, fastChecks[name] ?? extraChecks[name] ?? []));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return rows;
}

async function runFastCheck(name: string, command: readonly string[]): Promise<Row> {
  const { code, output, seconds } = await runCommand(command, { cwd });
  const hasPassed = code === 0;
  if (!hasPassed) console.log(`--- ${name}: ${command.join(" ")}\n${output.trim()}\n`);
  return { name, counts: { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: 0 }, seconds };
}

const vitest = ["vitest", "run"];

async function runTests(): Promise<Row[]> {
  // A summary of an earlier run must not pass for this one's.
  rmSync(join(cwd, "coverage"), { recursive: true, force: true });
  const run = await runVitest([...vitest, "--coverage", "--coverage.reportOnFailure"]);
  const coverage = coverageRow();
  const without = lostFiles(run.output);
  const isExplained = coverage.counts.failed > 0 || without.length > 0;
  const counts = countTests(run.report, { code: run.code, isExplained, without });
  const row = { name: "tests", counts, seconds: run.seconds, note: closingLine(counts) };
  return without.length === 0 ? [row, coverage] : [row, coverage, await runAgain(without)];
}

/** What lost its process counts by its second run, which is the last. */
async function runAgain(files: readonly string[]): Promise<Row> {
  console.log(`\nThe JavaScript engine ended the process of these files, they run once more: ${files.join(", ")}`);
  const { code, report, seconds } = await runVitest([...vitest, ...files]);
  const counts = countTests(report, { code, isExplained: false });
  return { name: "again", counts, seconds, note: `${closingLine(counts)} in ${files.length} lost by V8` };
}

async function runVitest(command: readonly string[]): Promise<CommandResult & { readonly report: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), "thorp-check-"));
  const reportFile = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const result = await runCommand([...command, ...reporters], { cwd, isLive: true });
  const report = readJson(reportFile);
  rmSync(folder, { recursive: true, force: true });
  return { ...result, report };
}

function coverageRow(): Row {
  const floor = coverageFloor();
  const lines = coveredLines(readJson(join(cwd, "coverage/coverage-summary.json")));
  const hasPassed = lines !== undefined && lines >= floor;
  const note = lines === undefined ? "no summary was written" : `${lines} % of lines, the floor is ${floor} %`;
  return {
    name: "coverage",
    counts: { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: 0 },
    seconds: 0,
    note,
  };
}

function coverageFloor(): number {
  const coverage = vitestConfig.test?.coverage;
  const thresholds = coverage !== undefined && "thresholds" in coverage ? coverage.thresholds : undefined;
  if (typeof thresholds?.lines !== "number") throw new Error("vitest.config.ts sets no floor for covered lines.");
  return thresholds.lines;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

const usual = [...Object.keys(fastChecks), "tests"];
const names = [...Object.keys(extraChecks), ...usual];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== "all" && !names.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. There are: ${names.join(", ")}, all.`);
  process.exit(2);
}
const isWanted = (name: string): boolean =>
  wanted.includes("all") || (wanted.length === 0 ? usual : wanted).includes(name);
const chosen = names.filter(isWanted);
const rows = await runFastChecks(chosen.filter((name) => name !== "tests"));
if (chosen.includes("tests")) rows.push(...(await runTests()));

const total = addCounts(rows.map((row) => row.counts));
console.log(`\n${renderTable(rows)}\n`);
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
