import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createByteCache } from "../../base/byte-cache.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../../tools/tool.ts";
import { prepareCall } from "./prepare-call.ts";
import { type CachedToolResult, executeCached } from "./tool-cache.ts";

/** Counts its calls and reads the files that it is told to. */
function scene(changes: Partial<Tool> = {}, answer: (text: string) => ToolOutput = (text) => ({ ok: true, text })) {
  const files = new Map([["a.txt", "one"]]);
  let calls = 0;
  const tool = defineTool({
    name: "read_it",
    capability: "reading",
    description: "Reads.",
    examples: [],
    input: z.object({ path: z.string() }),
    effect: "read",
    repeatable: true,
    cacheable: true,
    describe: () => ({ effect: "read", summary: "read" }),
    async execute({ path }, context) {
      calls++;
      return answer(Buffer.from(await context.readFile(path)).toString());
    },
    ...changes,
  });
  const memory = createByteCache<CachedToolResult>(100_000);
  const context = (workspace: string): ToolContext =>
    ({
      ...{ workspace, out: "/out", timeZone: "UTC" },
      readFile: async (path: string) => {
        const text = files.get(path);
        if (text === undefined) throw new Error("gone");
        return Buffer.from(text);
      },
      fetchPage: async () => ({ url: "u", status: 200, mediaType: "text/plain", bytes: Buffer.from("") }),
    }) as unknown as ToolContext;
  const call = async (path = "a.txt", workspace = "/w") => {
    const input = JSON.stringify({ path });
    const [prepared] = prepareCall({ id: "1", step: "s", tool: tool.name, input }, [tool], { workspace, out: "/out" });
    if (!prepared?.ok) throw new Error(prepared?.failure.message ?? "nothing was prepared");
    const execute = (own: ToolContext) => tool.execute(prepared.input, own);
    return executeCached(memory, prepared, { context: context(workspace), execute });
  };
  return { call, files, calls: () => calls, memory };
}

describe("the result of a cacheable tool", () => {
  it("is served again while the files that it read are the same", async () => {
    const { call, files, calls } = scene();
    expect([await call(), await call()]).toEqual([
      { ok: true, text: "one" },
      { ok: true, text: "one" },
    ]);
    expect(calls()).toBe(1);
    files.set("a.txt", "two");
    expect(await call()).toEqual({ ok: true, text: "two" });
    files.delete("a.txt");
    await expect(call()).rejects.toThrow("gone");
    expect(calls()).toBe(3);
  });

  it("is another one for another input and in another workspace", async () => {
    const { call, files, calls } = scene();
    files.set("b.txt", "b");
    await call("a.txt");
    await call("b.txt");
    await call("a.txt", "/elsewhere");
    expect(calls()).toBe(3);
  });

  it.each<[string, Partial<Tool>]>([
    ["does not say so", { cacheable: false }],
    ["fetches", { effect: "fetch" }],
    ["says of this call that it writes", { describe: () => ({ effect: "write", summary: "write" }) }],
    [
      "reached for a page on the way",
      {
        execute: async (_input, context) => {
          await context.fetchPage("http://x");
          return { ok: true, text: "" };
        },
      },
    ],
  ])("is not kept when the tool %s", async (_why, changes) => {
    const { call, memory } = scene(changes);
    await call();
    expect(memory.counters().entries).toBe(0);
  });

  it.each<[string, ToolOutput]>([
    ["a failure", { ok: false, text: "no" }],
    ["nothing", undefined as unknown as ToolOutput],
    [
      "something with files",
      { ok: true, text: "", artifacts: [{ id: "a", title: "", mediaType: "text/plain", bytes: 1 }] },
    ],
  ])("that is %s is not kept", async (_what, output) => {
    const { call, calls } = scene({}, () => output);
    await call();
    await call();
    expect(calls()).toBe(2);
  });
});
