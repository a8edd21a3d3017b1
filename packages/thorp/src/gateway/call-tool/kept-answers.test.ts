import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createByteCache } from "../../base/byte-cache.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../../tools/tool.ts";
import { createTextCache } from "../text-cache.ts";
import { createKeptAnswers, executeKept } from "./kept-answers.ts";
import { prepareCall } from "./prepare-call.ts";

const KEY = "zq-key-0123456789";
const terms = { provider: "tides", cacheMs: 60_000, training: "unknown" } as const;

interface Asked {
  readonly port?: string;
  readonly team?: string;
  readonly user?: string | undefined;
  readonly key?: string | undefined;
  readonly fresh?: boolean;
  readonly tool?: Partial<Tool>;
}

/** `answered` counts how often the service did. */
function scene(maxBytes = 1 << 20) {
  const clock = createManualClock(1_000_000);
  const texts = createTextCache({ open: async () => undefined, memory: { tool: createByteCache(maxBytes) } });
  const kept = createKeptAnswers(texts, clock);
  let answered = 0;
  const ask = async ({ port = "Lisbon", team = "t", user, key, fresh, tool: changes = {} }: Asked = {}) => {
    const tool: Tool = {
      ...defineTool<{ port: string }>({
        ...{ name: "read_tides", capability: "tides", description: "Reads tides.", examples: [], terms },
        input: z.object({ port: z.string() }),
        ...{ effect: "fetch", repeatable: true, cacheable: false },
        needs: [{ kind: "key", env: "TIDES_KEY", isOptional: true }],
        describe: () => ({ effect: "fetch", summary: "ask" }),
        execute: async ({ port: asked }, context) => {
          await context.request("https://tides.example/");
          return { ok: true, text: `${asked} ${++answered} ${KEY}`, sources: [{ title: "T", location: "x" }] };
        },
      }),
      ...changes,
    };
    const [ready] = prepareCall({ step: "s", id: "c", tool: tool.name, input: JSON.stringify({ port }) }, [tool], {
      workspace: "/w",
      out: "/o",
    });
    if (!ready?.ok) throw new Error(ready?.failure.message);
    let servedAt: number | undefined;
    const context = {
      ...{ clock, timeZone: "UTC", workspace: "/w", out: "/o" },
      needed: async () => key,
      request: async () => ({}),
      fetchPage: async () => ({}),
      readFile: async () => new Uint8Array(),
    } as unknown as ToolContext;
    const output = await executeKept(ready, {
      ...{ kept, context, execute: (own) => tool.execute(ready.input, own) },
      secrets: { clean: (text) => text.replaceAll(KEY, "•") },
      run: { team, request: { ...(user && { owner: { user } }), ...(fresh && { fresh }) } as never },
      served: (at) => void (servedAt = at),
    });
    return { output, servedAt };
  };
  return { clock, ask, texts, answered: () => answered };
}

describe("an answer of a service", () => {
  it("is given again as long as its terms allow, without what is secret, and then asked for anew", async () => {
    const { clock, ask, answered } = scene();
    expect((await ask()).servedAt).toBeUndefined();
    clock.advance(59_999);
    expect(await ask()).toEqual({
      output: { ok: true, text: "Lisbon 1 •", sources: [{ title: "T", location: "x" }] },
      servedAt: 1_000_000,
    });
    clock.advance(1);
    expect((await ask()).servedAt).toBeUndefined();
    expect(answered()).toBe(2);
  });

  it("is not given when the clock was turned back, or when today's terms allow less", async () => {
    const { clock, ask, answered } = scene();
    clock.advance(10_000);
    await ask();
    await ask({ tool: { terms: { ...terms, cacheMs: 0 } } });
    clock.advance(5000);
    await ask({ tool: { terms: { ...terms, cacheMs: 4000 } } });
    expect(answered()).toBe(3);
    const back = scene();
    back.clock.advance(10_000);
    await back.ask();
    back.clock.advance(-20_000);
    await back.ask();
    expect(back.answered()).toBe(2);
  });

  it("goes with the tool, and whoever wants a fresh one gets one, which replaces it", async () => {
    const { ask, texts, answered } = scene();
    await ask();
    expect((await ask({ fresh: true })).output.text).toContain("Lisbon 2");
    expect((await ask()).output.text).toContain("Lisbon 2");
    expect(await texts.clear({ kind: "tool", model: "other" })).toBe(0);
    expect(await texts.clear({ kind: "tool", model: "read_tides" })).toBe(1);
    await ask();
    expect(answered()).toBe(3);
  });

  it.each<[string, Partial<Tool>]>([
    ["has no terms", { terms: undefined } as never],
    ["may not keep it", { terms: { ...terms, cacheMs: 0 } }],
    ["sends something", { effect: "send" }],
    ["says of this call that it pays", { describe: () => ({ effect: "pay", summary: "pay" }) }],
    [
      "read a file on the way",
      {
        execute: async (_input, context) => {
          await context.readFile("a.md");
          return { ok: true, text: "" };
        },
      },
    ],
    ["failed", { execute: async () => ({ ok: false, text: "no" }) }],
    ["gave nothing", { execute: async () => undefined as unknown as ToolOutput }],
    ["gave what nobody can write down", { execute: async () => ({ ok: true, text: "", data: 7n as never }) }],
    [
      "made a file",
      {
        execute: async () => ({
          ...{ ok: true, text: "" },
          artifacts: [{ id: "a", title: "", mediaType: "text/plain", bytes: 1 }],
        }),
      },
    ],
  ])("is not kept when the tool %s", async (_why, tool) => {
    const { ask } = scene();
    await ask({ tool });
    expect((await ask({ tool })).servedAt).toBeUndefined();
  });

  it("is for whoever asked alone: any other person, team, credential, port or revision of the tool asks anew", async () => {
    const asked = fc.record({
      port: fc.constantFrom("Lisbon", "Porto"),
      team: fc.constantFrom("a", "a b", "b"),
      user: fc.constantFrom(undefined, "usr_1", "usr_2"),
      key: fc.constantFrom(undefined, "k1", "k2"),
      tool: fc.constantFrom({}, { revision: "2" }, { description: "Another." }),
    });
    await fc.assert(
      fc.asyncProperty(asked, asked, async (one, other) => {
        const { ask } = scene();
        await ask(one);
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect((await ask(other)).servedAt !== undefined).toBe(same);
      }),
      { numRuns: 300 },
    );
  });

  it("makes room for others when it was not used for longest", async () => {
    const { ask, answered } = scene(2000);
    for (const port of ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => name.repeat(150))) await ask({ port });
    const before = answered();
    await ask({ port: "h".repeat(150) });
    expect(answered()).toBe(before);
    await ask({ port: "a".repeat(150) });
    expect(answered()).toBe(before + 1);
  });
});
