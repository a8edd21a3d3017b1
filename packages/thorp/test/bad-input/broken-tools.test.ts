/** Tools of others that throw, lie, or never come back: the call fails in words, the run goes on. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { z } from "zod";
import { defineTool, type Tool } from "../../src/tools/tool.ts";
import { hasToolResult, openBench, serve } from "./test-bench.ts";
import { slowLookup } from "./test-tools.ts";

const well: Tool = {
  ...slowLookup,
  input: z.object({ query: z.string() }),
  execute: async () => ({ ok: true, text: "fine" }),
};
const circle: Record<string, unknown> = {};
circle["self"] = circle;

const broken: readonly (readonly [string, Partial<Tool>, RegExp])[] = [
  [
    "throws while it runs",
    { execute: async () => Promise.reject(new TypeError("x is not a function")) },
    /slow_lookup failed: x is not a function/,
  ],
  [
    "throws before it runs",
    {
      execute: () => {
        throw new TypeError("x is not a function");
      },
    },
    /x is not a function/,
  ],
  ["throws something that is no error", { execute: async () => Promise.reject("just words") }, /just words/],
  [
    "throws when it is asked what it would do",
    {
      describe: () => {
        throw new TypeError("no idea");
      },
    },
    /no idea/,
  ],
  ["gives nothing", { execute: async () => undefined as never }, /gave no answer/],
  ["gives data that is no JSON", { execute: async () => ({ ok: true, text: "fine", data: circle as never }) }, /fine/],
  [
    "gives 20 MB",
    { execute: async () => ({ ok: true, text: "long ".repeat(4 << 20) }) },
    /cut here; the whole has 20971520 characters/,
  ],
  ["never comes back", { timeoutMs: 100, execute: () => new Promise(() => {}) }, /took longer than 0\.1 s/],
  [
    "does not listen when it is told to stop",
    {
      timeoutMs: 100,
      execute: async () => {
        await pause(1500);
        throw new Error("too late to matter");
      },
    },
    /took longer than 0\.1 s/,
  ],
];

it.each(broken)("a tool that %s", async (_name, part, heard) => {
  const { catalogue, server } = await serve((request) =>
    hasToolResult(request) ? { text: "I go on." } : { toolCalls: [{ name: "slow_lookup", input: { query: "x" } }] },
  );
  const tool = defineTool({ ...well, ...part } as Tool);
  const bench = await openBench({
    catalogues: [catalogue],
    team: "crew",
    tools: [tool, { ...well, name: "add_line" }],
  });
  expect(await bench.ask("Look it up.", { team: "desk" })).toMatchObject({ end: { state: "done" }, text: "I go on." });
  const messages = (server.requests.findLast((request) => request.method === "POST")?.body["messages"] ??
    []) as readonly { role: string; content: string }[];
  expect(messages.find((message) => message.role === "tool")?.content).toMatch(heard);
  await bench.goesOn();
});
