/** What a person who is asked is shown of a change, also when the disk is another one after a crash. */
import { expect, it } from "vitest";
import { z } from "zod";
import { createKnownUrls } from "../../guard/known-urls.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { defineTool, type ToolContext } from "../../tools/tool.ts";
import { createTestWorld } from "../test-world.ts";
import { createCallTools } from "./call-tools.ts";

const KEY = "zq-key-0123456789";

function setUp(preview: () => Promise<string | undefined>) {
  const tool = defineTool<{ path: string }>({
    ...{
      name: "write_it",
      capability: "writing",
      description: "",
      examples: [],
      input: z.object({ path: z.string() }),
    },
    ...{ effect: "write", repeatable: true, cacheable: false, preview },
    describe: ({ path }) => ({ effect: "write", summary: `write ${path}`, paths: [`/elsewhere/${path}`] }),
    execute: async ({ path }) => ({ ok: true, text: `wrote ${path}` }),
  });
  const clock = createManualClock();
  const world = createTestWorld({ clock });
  const callTools = createCallTools({
    clock,
    secrets: createSecretFilter([KEY]),
    toolContext: async ({ signal, step }) => ({ signal, key: step.key }) as ToolContext,
    keepText: async ({ id, title }) => ({ id, title, mediaType: "text/plain", bytes: 0, blob: "b" }),
  });
  const start = () =>
    world.start((context) =>
      callTools(context, world.facts, {
        agent: "magi",
        calls: [{ step: "tool-1.1", id: "c1", tool: "write_it", input: '{"path":"a"}' }],
        tools: [tool],
        capabilities: { team: { owner: "team", rules: [] }, agents: [] },
        context: ["person"],
        personText: "Please.",
        knownUrls: createKnownUrls({ personText: "Please.", searchResults: [], pages: [] }),
        inputs: [],
      }),
    );
  const asked = async () => {
    await expect.poll(async () => (await world.eventsOf("approval-ask")).length).toBe(1);
    return (await world.eventsOf("approval-ask"))[0];
  };
  return { world, start, asked };
}

it("is what the tool saw, without secrets, and the same after a crash", async () => {
  const diffs = [`- key ${KEY}\n+ key`, "- another"];
  const { world, start, asked } = setUp(async () => diffs.shift());
  const first = await start();
  expect((await asked())?.diff).toMatch(/^- key (?!zq).*\n\+ key$/);
  expect(JSON.stringify(await world.events())).not.toContain(KEY);
  first.abandon(new Error("killed"));
  const again = await start();
  again.deliver({ type: "approval-answer", approval: "#tool-1.1", allow: true, by: "person" });
  expect((await again.result)[0]).toMatchObject({ ok: true, text: "wrote a" });
  expect(diffs).toEqual(["- another"]);
});

it("is nothing where the tool cannot look", async () => {
  const { start, asked } = setUp(() => Promise.reject(new Error("EACCES")));
  const live = await start();
  expect(await asked()).not.toHaveProperty("diff");
  live.deliver({ type: "approval-answer", approval: "#tool-1.1", allow: true, by: "person" });
  expect((await live.result)[0]).toMatchObject({ ok: true });
});
