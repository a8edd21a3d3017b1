/**
 * What the life of a tool call adds to the tool itself: `node bench/tools/lifecycle.ts`.
 *
 * The same call of a tool that does nothing, through the whole gateway (repair, validation, policy, limit, labels, format,
 * journal in memory) and without it, in alternating rounds. A turn of ten calls is timed whole and divided.
 */
import { z } from "zod";
import { createSystemClock } from "../../packages/thorp/src/base/clock.ts";
import { createCallTools } from "../../packages/thorp/src/gateway/call-tool/call-tools.ts";
import { createTestWorld } from "../../packages/thorp/src/gateway/test-world.ts";
import { createKnownUrls } from "../../packages/thorp/src/guard/known-urls.ts";
import { defineTool, type ToolContext } from "../../packages/thorp/src/tools/tool.ts";

const ROUNDS = 300;
const CALLS = 10;
const world = createTestWorld();
const tool = defineTool({
  ...{ name: "do_nothing", capability: "nothing", description: "Does nothing.", examples: [] },
  ...{ effect: "none", repeatable: true, cacheable: false },
  input: z.object({ word: z.string(), number: z.number() }),
  describe: () => ({ effect: "none", summary: "nothing" }),
  execute: async ({ word }) => ({ ok: true, text: word }),
});
const callTools = createCallTools({
  clock: createSystemClock(),
  secrets: { clean: (text: string) => text } as never,
  toolContext: async () => ({}) as ToolContext,
  keepText: () => Promise.reject(new Error("nothing is long here")),
});
const inputs = Array.from({ length: CALLS }, (_, number) => ({ word: "tea", number }));
const whole: number[] = [];
const bare: number[] = [];
const live = await world.start(async (context) => {
  for (let round = 0; round < ROUNDS; round++) {
    const calls = inputs.map((input, at) => ({
      ...{ step: `tool-${round}.${at}`, id: `${at}`, tool: tool.name },
      input: JSON.stringify(input),
    }));
    const capabilities = { team: { owner: "team", rules: [] }, agents: [] } as const;
    const known = {
      capabilities,
      personText: "",
      knownUrls: createKnownUrls({ personText: "", searchResults: [], pages: [] }),
    };
    let begun = performance.now();
    const outcomes = await callTools(context, world.facts, {
      agent: "a",
      calls,
      tools: [tool],
      context: ["person"],
      inputs: [],
      ...known,
    });
    whole.push((performance.now() - begun) / CALLS);
    if (outcomes.length !== CALLS || !outcomes.every(({ ok }) => ok)) throw new Error("A call did not go through.");
    begun = performance.now();
    await Promise.all(inputs.map((input) => tool.execute(input, {} as ToolContext)));
    bare.push((performance.now() - begun) / CALLS);
  }
  return { state: "done" } as never;
});
await live.result;
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
console.log(
  `a tool call through the gateway adds p50 ${(middle(whole) - middle(bare)).toFixed(3)} ms (goal: <= 0.2 ms); the tool itself ${middle(bare).toFixed(4)} ms`,
);
