/** Two tools for these tests: one that takes its time, one that leaves a trace. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { defineTool, type Tool } from "../../src/tools/tool.ts";

export const slowLookup: Tool = defineTool<{ query: string; ms?: number | undefined }>({
  name: "slow_lookup",
  capability: "lookup",
  description: "Looks something up, slowly.",
  examples: ["look up item one"],
  input: z.object({ query: z.string(), ms: z.number().optional() }),
  effect: "read",
  repeatable: true,
  cacheable: false,
  describe: ({ query }) => ({ effect: "read", summary: `look up ${query.slice(0, 80)}` }),
  async execute({ query, ms = 1 }, { signal }) {
    await pause(ms, undefined, { signal });
    return { ok: true, text: `DATA for ${query.slice(0, 200)}` };
  },
});

/** Writes into `ledger.txt` of `folder`, which is not in the workspace: it always asks. */
export function addLine(folder: string): Tool {
  return defineTool<{ line: string }>({
    name: "add_line",
    capability: "lines",
    description: "Adds a line to the ledger.",
    examples: ["write line one"],
    input: z.object({ line: z.string() }),
    effect: "write",
    repeatable: false,
    cacheable: false,
    describe: ({ line }) => ({ effect: "write", summary: `add "${line}"` }),
    async execute({ line }) {
      await appendFile(join(folder, "ledger.txt"), `${line}\n`);
      return { ok: true, text: `added ${line}` };
    },
  });
}
