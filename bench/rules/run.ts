/**
 * Measures how the rules model plans: `node bench/rules/run.ts [dev|dev-2|held-out] [--services]`. With the latter the
 * agent has the tools of all services that ship too, as alma has.
 *
 * Every request gets a brief with all built-in tools, all belonging to one agent, and the files that the request names.
 * Of `held-out` only the figures are printed; of the others also each miss, which is what tuning may look at.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json } from "../../packages/thorp/src/base/json.ts";
import type { Brief, BriefTool, FileNote } from "../../packages/thorp/src/models/brief.ts";
import type { LanguageModelV4 } from "../../packages/thorp/src/models/language-model.ts";
import { createRulesModel } from "../../packages/thorp/src/models/rules/rules-model.ts";
import { LANGUAGE_MODEL } from "../../packages/thorp/src/wire/plan.ts";
import { briefToolOf, offeredTools } from "../tools/offered-tools.ts";
import { line } from "./interval.ts";
import { briefToolsOfProduct } from "./product-tools.ts";

interface Expected {
  readonly kind: "plan" | "abstain";
  readonly tasks?: readonly { readonly capability: string; readonly needs?: readonly number[] }[];
}
interface Row {
  readonly id: string;
  readonly text: string;
  readonly files: readonly string[];
  readonly expect: Expected;
}
interface Outcome {
  readonly kind: "plan" | "abstain" | "ask" | "answer";
  readonly tasks: readonly { readonly capability: string; readonly needs: readonly number[] }[];
  readonly said: string;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const set = process.argv[2] ?? "dev";
if (set !== "dev" && set !== "dev-2" && set !== "held-out") {
  console.error("usage: node bench/rules/run.ts [dev|dev-2|held-out]");
  process.exit(2);
}
const rows: readonly Row[] = readFileSync(`${here}${set}.jsonl`, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);
const notes = JSON.parse(readFileSync(`${here}files.json`, "utf8")) as readonly FileNote[];
await measure(createRulesModel(), [...(await briefToolsOfProduct()), ...(await services())]);

async function services(): Promise<readonly BriefTool[]> {
  if (!process.argv.includes("--services")) return [];
  const offered = (await offeredTools()).filter(({ source }) => source.kind === "api");
  return offered.map((tool) => ({ ...briefToolOf(tool), agent: "manager" }));
}

async function measure(model: LanguageModelV4, tools: readonly BriefTool[]): Promise<void> {
  const outcomes: { readonly row: Row; readonly outcome: Outcome }[] = [];
  const started = performance.now();
  for (const row of rows) outcomes.push({ row, outcome: await understand(model, row, tools) });
  const ms = (performance.now() - started) / rows.length;

  const plans = outcomes.filter(({ row }) => row.expect.kind === "plan");
  const abstains = outcomes.filter(({ row }) => row.expect.kind === "abstain");
  console.log(`${set}: ${rows.length} requests, ${tools.length} tools, ${ms.toFixed(2)} ms each`);
  line(
    "right capability first",
    plans.filter(
      ({ row, outcome }) =>
        outcome.kind === "plan" && outcome.tasks[0]?.capability === row.expect.tasks?.[0]?.capability,
    ).length,
    plans.length,
  );
  line("right plan shape", plans.filter(({ row, outcome }) => sameShape(row.expect, outcome)).length, plans.length);
  line("abstention recall", abstains.filter(({ outcome }) => outcome.kind === "abstain").length, abstains.length);
  line(
    "  of which in part",
    abstains.filter(({ outcome }) => outcome.kind === "abstain" && outcome.tasks.length > 0).length,
    abstains.length,
  );
  line("false abstention", plans.filter(({ outcome }) => outcome.kind === "abstain").length, plans.length);
  line(
    "asked or answered instead",
    outcomes.filter(({ outcome }) => outcome.kind === "ask" || outcome.kind === "answer").length,
    outcomes.length,
  );
  if (set !== "held-out") explainMisses(outcomes);
}

async function understand(model: LanguageModelV4, row: Row, tools: readonly BriefTool[]): Promise<Outcome> {
  const manager = {
    name: "manager",
    kind: "manager",
    description: "Does it all.",
    examples: [],
    capabilities: [...new Set(tools.map((tool) => tool.capability))],
  };
  const brief: Brief = {
    purpose: "understand",
    agent: manager,
    request: row.text,
    history: [],
    files: notes.filter((note) => row.files.includes(note.path)),
    inputs: [],
    toolCalls: [],
    learned: [],
    tools,
    delegates: [],
    missing: [],
    now: Date.UTC(2026, 10, 21, 12),
    timeZone: "Europe/London",
  };
  const { content, providerMetadata } = await model.doGenerate({
    prompt: [],
    providerOptions: { thorp: { purpose: "understand", brief: brief as unknown as Json } as never },
  });
  const call = content.find((part) => part.type === "tool-call");
  const said = content
    .map((part) => (part.type === "text" ? part.text : part.type === "tool-call" ? part.input : ""))
    .join(" ");
  if (call?.toolName === "plan") {
    const tasks = tasksOf(call.input);
    // A plan that leaves a part to a language model says openly that rules cannot do the whole.
    return { kind: tasks.some(({ capability }) => capability === LANGUAGE_MODEL) ? "abstain" : "plan", tasks, said };
  }
  if (call !== undefined) return { kind: "ask", tasks: [], said };
  return { kind: providerMetadata?.["thorp"]?.["abstained"] === true ? "abstain" : "answer", tasks: [], said };
}

function tasksOf(input: string): Outcome["tasks"] {
  const { tasks } = JSON.parse(input) as {
    tasks: readonly { id: string; capability: string; needs: readonly string[] }[];
  };
  const indexById = new Map(tasks.map((task, index) => [task.id, index]));
  return tasks.map((task) => ({ capability: task.capability, needs: task.needs.map((id) => indexById.get(id) ?? -1) }));
}

/** The same capabilities, as often, and the same edges between them. */
function sameShape(expected: Expected, outcome: Outcome): boolean {
  return outcome.kind === "plan" && shapeOf(expected.tasks ?? []) === shapeOf(outcome.tasks);
}

function shapeOf(tasks: readonly { readonly capability: string; readonly needs?: readonly number[] }[]): string {
  const nodes = tasks.map((task) => task.capability).sort();
  const edges = tasks
    .flatMap((task) => (task.needs ?? []).map((need) => `${tasks[need]?.capability}>${task.capability}`))
    .sort();
  return JSON.stringify([nodes, edges]);
}

function explainMisses(outcomes: readonly { readonly row: Row; readonly outcome: Outcome }[]): void {
  const byCapability = new Map<string, { right: number; all: number }>();
  for (const { row, outcome } of outcomes) {
    const key = row.expect.kind === "abstain" ? "(abstain)" : (row.expect.tasks?.[0]?.capability ?? "");
    const right = row.expect.kind === "abstain" ? outcome.kind === "abstain" : sameShape(row.expect, outcome);
    const entry = byCapability.get(key) ?? { right: 0, all: 0 };
    byCapability.set(key, { right: entry.right + Number(right), all: entry.all + 1 });
    if (right) continue;
    const wanted = row.expect.kind === "abstain" ? "abstain" : shapeOf(row.expect.tasks ?? []);
    console.log(
      `${row.id} ${row.text}\n     want ${wanted}\n     got  ${outcome.kind} ${outcome.kind === "plan" ? shapeOf(outcome.tasks) : outcome.said.slice(0, 110)}`,
    );
  }
  console.log(
    [...byCapability]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { right, all }]) => `${key} ${right}/${all}`)
      .join(", "),
  );
}
