import { expect, it } from "vitest";
import { z } from "zod";
import { createSystemClock } from "../../base/clock.ts";
import { defineTool, type Tool } from "../tool.ts";
import type { SourceTools, ToolSource } from "../tool-source.ts";
import { fixedSource } from "./fixed-source.ts";
import { openToolRegistry, type ToolSourceList } from "./tool-registry.ts";

const clock = createSystemClock();

function tool(name: string, more: Partial<Tool> = {}): Tool {
  return defineTool({
    name,
    capability: name,
    description: `Does ${name}.`,
    examples: [],
    input: z.object({}),
    effect: "none",
    repeatable: true,
    cacheable: false,
    describe: () => ({ effect: "none", summary: name }),
    execute: async () => ({ ok: true, text: name }),
    ...more,
  });
}

/** A source that is changed from outside and closed once. */
function changingSource(id: string, first: SourceTools | Promise<SourceTools>) {
  let now: SourceTools | Promise<SourceTools> = first;
  let tell = (): void => {};
  const seen = { closed: 0 };
  const source: ToolSource = {
    id,
    kind: "mcp",
    title: id,
    load: async () => now,
    onChange(listener) {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
    close: async () => void seen.closed++,
  };
  return {
    source,
    seen,
    change(next: SourceTools) {
      now = next;
      tell();
    },
  };
}

const names = ({ tools }: { readonly tools: readonly { readonly tool: Tool }[] }) =>
  tools.map((entry) => entry.tool.name);

it("puts sources together in one order, whoever is faster, and tells names apart by source", async () => {
  const late = new Promise<SourceTools>((resolve) =>
    setImmediate(() => resolve({ tools: [tool("search")], problems: [] })),
  );
  const registry = await openToolRegistry({
    sources: [
      changingSource("mcp:files", late).source,
      fixedSource({ id: "api:wiki-2", kind: "api", title: "W" }, [tool("search"), tool("page")]),
      fixedSource({ id: "host", kind: "host", title: "H" }, [tool("calculate", { description: "Ours." })]),
      fixedSource({ id: "built-in", kind: "built-in", title: "B" }, [tool("calculate"), tool("dates")]),
    ],
    clock,
  });
  const set = registry.current();
  expect(names(set)).toEqual(["dates", "calculate", "wiki_2_search", "page", "files_search"]);
  expect(set.tools[1]?.tool.description).toBe("Ours.");
  const renamed = set.tools[2];
  expect(renamed).toMatchObject({ ownName: "search", source: { id: "api:wiki-2" } });
  expect(await renamed?.tool.execute({}, undefined as never)).toEqual({ ok: true, text: "search" });
  await registry.close();
});

it("tells problems per source, and keeps what a source gave before it failed", async () => {
  const good = changingSource("mcp:good", {
    tools: [tool("one"), tool("one"), tool("no name!"), null as never],
    problems: [],
  });
  let fails = false;
  const broken: ToolSource = {
    id: "mcp:broken",
    kind: "mcp",
    title: "Broken",
    async load() {
      if (fails) throw new Error("the program ended");
      return { tools: [tool("two")], problems: [{ tool: "three", message: "has no input." }] };
    },
  };
  const registry = await openToolRegistry({ sources: [broken, good.source, good.source], clock });
  expect(names(registry.current())).toEqual(["two", "one"]);
  expect(registry.current().problems.map(({ source, tool: about }) => [source, about])).toEqual([
    ["mcp:broken", "three"],
    ["mcp:good", "one"],
    ["mcp:good", "no name!"],
    ["mcp:good", "undefined"],
    ["mcp:good", undefined],
  ]);
  fails = true;
  const after = await registry.refresh("mcp:broken");
  expect(names(after)).toEqual(["two", "one"]);
  expect(after.problems[0]?.message).toBe("Broken could not be loaded: the program ended");
  await registry.close();
  expect(good.seen.closed).toBe(1);
});

it("is live: changes make a new set, the old one stays as it was, and nothing new is no revision", async () => {
  const source = changingSource("mcp:a", { tools: [tool("one")], problems: [] });
  const registry = await openToolRegistry({ sources: [source.source], clock });
  const before = registry.current();
  expect((await registry.refresh()).revision).toBe(before.revision);
  const next = new Promise<readonly string[]>((resolve) => registry.onChange((set) => resolve(names(set))));
  source.change({ tools: [tool("one"), tool("more")], problems: [] });
  expect(await next).toEqual(["one", "more"]);
  expect(names(before)).toEqual(["one"]);
  expect(registry.current().revision).toBe(before.revision + 1);
  await registry.close();
});

it("does not wait for a slow source beyond its patience; the source joins later", async () => {
  let arrive = (_tools: SourceTools): void => {};
  const slow = changingSource("mcp:slow", new Promise<SourceTools>((resolve) => (arrive = resolve)));
  const registry = await openToolRegistry({
    sources: [slow.source, fixedSource({ id: "host", kind: "host", title: "H" }, [tool("fast")])],
    clock,
    patienceMs: 1,
  });
  expect(names(registry.current())).toEqual(["fast"]);
  expect(registry.current().problems).toEqual([{ source: "mcp:slow", message: "mcp:slow is still being loaded." }]);
  const joined = new Promise<void>((resolve) => registry.onChange(() => resolve()));
  arrive({ tools: [tool("slow")], problems: [] });
  await joined;
  expect(names(registry.current())).toEqual(["fast", "slow"]);
  expect(registry.current().problems).toEqual([]);
  await registry.close();
});

it("follows lists of sources: what goes is closed, what comes is loaded, what stays is not loaded again", async () => {
  const first = changingSource("api:first", { tools: [tool("one")], problems: [] });
  const second = changingSource("api:second", { tools: [tool("two")], problems: [] });
  let listed: readonly ToolSource[] = [first.source];
  let tell = (): void => {};
  const list: ToolSourceList = {
    list: async () => listed,
    onChange(listener) {
      tell = listener;
      return () => {};
    },
  };
  const registry = await openToolRegistry({ sources: [], lists: [list], clock });
  expect(names(registry.current())).toEqual(["one"]);
  listed = [second.source];
  const changed = new Promise<void>((resolve) =>
    registry.onChange((set) => {
      if (names(set).includes("two")) resolve();
    }),
  );
  tell();
  await changed;
  expect(names(registry.current())).toEqual(["two"]);
  expect(first.seen.closed).toBe(1);
  await registry.close();
  expect(second.seen.closed).toBe(1);
});
