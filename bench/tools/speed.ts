/**
 * How long it takes to choose among 300 tools: `node bench/tools/speed.ts`.
 *
 * The ten tools of an agent with 300 are chosen for each request of the development set, with an index that was made
 * before, as in a running engine. The ratio is to reading every text of the 300 tools once for the words of the request,
 * in the same rounds: what other work on the machine costs both pay alike.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { chooseTools } from "../../packages/thorp/src/agents/choose-tools.ts";
import { createToolSpecs } from "../../packages/thorp/src/agents/tool-specs.ts";
import type { Tool } from "../../packages/thorp/src/tools/tool.ts";
import { offeredTools } from "./offered-tools.ts";

const MANY = 300;
const ROUNDS = 5;
const found = await offeredTools();
const words = "north archive studio harbour mobile legacy partner museum school clinic".split(" ");
/** What a choice does not look at. */
const plain: Pick<Tool, "input" | "effect" | "repeatable" | "cacheable" | "describe" | "execute"> = {
  ...{ input: z.unknown(), effect: "none", repeatable: true, cacheable: false },
  describe: () => ({ effect: "none", summary: "" }),
  execute: async () => ({ ok: true, text: "" }),
};
const tools: readonly Tool[] = Array.from({ length: MANY }, (_, at) => {
  const tool = found[at % found.length];
  if (tool === undefined) throw new Error("There are no tools.");
  const copy = Math.floor(at / found.length);
  const word = copy === 0 ? "" : (words[(copy - 1) % words.length] ?? "");
  return {
    ...plain,
    name: copy === 0 ? tool.name : `${tool.name}_${word}_${copy}`,
    capability: tool.capability,
    description: `${tool.description} ${word}`,
    examples: tool.examples.map((text) => `${text} ${word}`),
    inputSchema: tool.input as NonNullable<Tool["inputSchema"]>,
  };
});
const specs = createToolSpecs(tools);
const requests = readFileSync(new URL("dev.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => (JSON.parse(line) as { readonly text: string }).text);
const agent = { tools: tools.map(({ name }) => name), knowledge: [], skills: [] } as never;
const topic = (request: string) => ({ agent, request, history: [], files: [], inputs: [] });

const begun = performance.now();
chooseTools(specs, topic("warm up"));
const indexMs = performance.now() - begun;
const choices: number[] = [];
const readings: number[] = [];
for (let round = 0; round < ROUNDS; round++)
  for (const request of requests) {
    readings.push(timed(() => readAll(request)));
    choices.push(timed(() => chooseTools(specs, topic(request))));
  }
const [p50, p95] = [at(choices, 0.5), at(choices, 0.95)];
console.log(`choosing 10 of ${MANY} tools: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms (goal: p50 <= 2 ms)`);
console.log(
  `x reading all their texts once: ${(p50 / at(readings, 0.5)).toFixed(2)} (${at(readings, 0.5).toFixed(2)} ms)`,
);
console.log(`index, made once per revision of the tools: ${indexMs.toFixed(0)} ms`);

function readAll(request: string): number {
  const sought = request.toLowerCase().split(/\W+/);
  let hits = 0;
  for (const { name, description, examples } of tools) {
    const text = `${name} ${description} ${examples.join(" ")}`.toLowerCase();
    for (const word of sought) if (text.includes(word)) hits++;
  }
  return hits;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
