/**
 * The benchmark: `npm run bench`, `npm run bench -- --quick`, `npm run bench -- --write docs/benchmarks.md`.
 *
 * Ends with 1 when a goal is missed in a full measurement; `--quick` is too short to judge by.
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fullEffort, measureAll, quickEffort } from "./measure/figures.ts";
import { goalsMissed, machineNotes, table } from "./measure/report.ts";
import { runProcess } from "./measure/run-process.ts";
import { startServer } from "./measure/server-process.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    write: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});

const say = (words: string) => console.error(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${words}`);
if (!values["no-build"]) await runProcess([fileURLToPath(new URL("../scripts/setup.mjs", import.meta.url))]);
const loadBefore = loadavg()[0] ?? 0;
const server = await startServer();
try {
  const figures = await measureAll(server, values.quick ? quickEffort : fullEffort, say);
  const page = pageOf(table(figures), machineNotes(loadBefore));
  console.log(page);
  if (values.write !== undefined) writeFileSync(resolve(values.write), page);
  const missed = goalsMissed(figures);
  if (missed.length > 0 && !values.quick) {
    console.error(`missed: ${missed.join("; ")}`);
    process.exitCode = 1;
  }
} finally {
  server.close();
}

function pageOf(figures: string, machine: string): string {
  return `# Benchmarks

A supervisor plans three tasks, three workers look something up and answer, the supervisor writes the answer: eight
model calls against a scripted server that answers at once or, where it says paced, after 200 ms with 50 tokens a
second (and a tool of 50 ms). Bare fetch is the same eight calls by hand. Medians, with the lowest and the highest in
brackets; ratios are taken within one round. Measured ${new Date().toISOString().slice(0, 10)} by \`npm run bench\`.

${figures}

${machine} Others: the same job on their newest versions of November 2026, on a quiet machine of this size.
`;
}
