/** Calls of tools that run programs, on a machine with a cage and on one without. */
import { expect, it } from "vitest";
import { z } from "zod";
import { createKnownUrls } from "../../guard/known-urls.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import type { CageFacts } from "../../sandbox/cage.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { defineTool, type ToolContext } from "../../tools/tool.ts";
import { createTestWorld } from "../test-world.ts";
import { createCallTools, type ToolContextRequest } from "./call-tools.ts";

const there: CageFacts = { ok: true, bwrap: "/usr/bin/bwrap", version: "1" };
const missing: CageFacts = { ok: false, why: "bubblewrap is not installed", hint: "apt-get install bubblewrap" };

const program = defineTool<{ code: string }>({
  name: "run_it",
  capability: "running",
  description: "Runs a program.",
  examples: [],
  input: z.object({ code: z.string() }),
  effect: "exec",
  repeatable: false,
  cacheable: false,
  needs: [{ kind: "sandbox" }],
  describe: ({ code }) => ({ effect: "create", summary: `run ${code}`, diff: `+ ${code}` }),
  execute: async ({ code }) => ({ ok: true, text: `ran ${code}` }),
});

function setUp(facts: CageFacts[], personText = "Please compute it.") {
  const clock = createManualClock();
  const world = createTestWorld({ clock });
  const asked: ToolContextRequest[] = [];
  let looks = 0;
  const callTools = createCallTools({
    clock,
    secrets: createSecretFilter([]),
    findCage: async () => facts[Math.min(looks++, facts.length - 1)] ?? missing,
    toolContext: async (request) => {
      asked.push(request);
      return { signal: request.signal, key: request.step.key } as ToolContext;
    },
    keepText: async ({ id, title }) => ({ id, title, mediaType: "text/plain", bytes: 0, blob: "b" }),
  });
  const start = () =>
    world.start((context) =>
      callTools(context, world.facts, {
        agent: "magi",
        calls: [{ step: "tool-1.1", id: "c1", tool: "run_it", input: '{"code":"ls"}' }],
        tools: [program],
        capabilities: { team: { owner: "team", rules: [] }, agents: [] },
        context: ["person"],
        personText,
        knownUrls: createKnownUrls({ personText, searchResults: [], pages: [] }),
        inputs: [],
      }),
    );
  return { world, start, asked, looks: () => looks };
}

it("asks nobody for a program that a cage holds", async () => {
  const { start, world, asked } = setUp([there]);
  expect((await (await start()).result)[0]).toMatchObject({ ok: true, text: "ran ls" });
  expect(await world.eventsOf("approval-ask")).toEqual([]);
  expect(asked[0]?.uncaged).toBe(false);
});

it.each([
  ["", "Please compute it."],
  [", also when they wrote the program themselves", "run `ls`"],
])("asks a person where there is no cage%s, offers nothing for later, and says why", async (_also, words) => {
  const { start, world, asked } = setUp([missing], words);
  const live = await start();
  await expect.poll(async () => (await world.eventsOf("approval-ask")).length).toBe(1);
  const [ask] = await world.eventsOf("approval-ask");
  expect(ask).toMatchObject({
    effect: "exec",
    diff: "+ ls",
    why: expect.stringContaining("bubblewrap is not installed"),
  });
  expect(ask).not.toHaveProperty("stands");
  expect(asked).toEqual([]);
  live.deliver({ type: "approval-answer", approval: "#tool-1.1", allow: true, by: "person", input: { code: "pwd" } });
  expect((await live.result)[0]).toMatchObject({ ok: true, text: "ran pwd" });
  expect(asked[0]?.uncaged).toBe(true);
});

it("looks once for each call, and decides after a crash as before, whatever the machine has then", async () => {
  const { start, world, looks } = setUp([missing, there]);
  const first = await start();
  await expect.poll(async () => (await world.eventsOf("approval-ask")).length).toBe(1);
  first.abandon(new Error("killed"));
  const again = await start();
  again.deliver({ type: "approval-answer", approval: "#tool-1.1", allow: false, by: "person" });
  expect((await again.result)[0]).toMatchObject({ failure: { code: "approval-denied" } });
  expect(looks()).toBe(1);
});
