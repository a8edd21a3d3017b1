import { expect, it } from "vitest";
import { z } from "zod";
import { createKnownUrls } from "../../guard/known-urls.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { defineTool, type ToolContext } from "../../tools/tool.ts";
import { createModelQueue } from "../call-model/model-queue.ts";
import { createTestWorld, until } from "../test-world.ts";
import { createCallTools } from "./call-tools.ts";
import { createResourceSlots } from "./resource-slots.ts";

/** A tool with one slot, whose calls end when the test says so. */
function setUp() {
  const clock = createManualClock();
  const resources = createResourceSlots(createModelQueue(clock));
  const running = new Map<string, () => void>();
  const began: string[] = [];
  const tool = defineTool<{ readonly text: string }>({
    name: "convert",
    capability: "converting",
    description: "",
    examples: [],
    input: z.object({ text: z.string() }),
    effect: "none",
    repeatable: true,
    cacheable: false,
    timeoutMs: 1000,
    resource: { name: "program:ffmpeg", slots: 1 },
    describe: ({ text }) => ({ effect: "none", summary: text }),
    async execute({ text }) {
      began.push(text);
      await new Promise<void>((resolve) => running.set(text, resolve));
      return { ok: true, text };
    },
  });
  const worldWith = (priority: number, deadlineAt?: number) => {
    const world = createTestWorld({
      clock,
      request: { priority },
      ...(deadlineAt === undefined ? {} : { deadlineAt }),
    });
    const callTools = createCallTools({
      ...{ clock, resources, secrets: createSecretFilter([]) },
      toolContext: async ({ signal }) => ({ signal }) as Partial<ToolContext> as ToolContext,
      keepText: () => Promise.reject(new Error("nothing is long here")),
    });
    const start = (...texts: readonly string[]) =>
      world.start((context) =>
        callTools(context, world.facts, {
          ...{ agent: "drummer", tools: [tool], context: ["person"], personText: "", inputs: [] },
          calls: texts.map((text, at) => ({
            step: `tool-1.${at + 1}`,
            id: text,
            tool: "convert",
            input: JSON.stringify({ text }),
          })),
          knownUrls: createKnownUrls({ personText: "", searchResults: [], pages: [] }),
          capabilities: { team: { owner: "team", rules: [] }, agents: [] },
        }),
      );
    return { world, start };
  };
  const end = (text: string) => running.get(text)?.();
  return { clock, worldWith, began, running, end };
}

it("calls of several runs wait for one another, the more urgent first, and the wait is in the journal", async () => {
  const { worldWith, began, running, end } = setUp();
  const [first, background, urgent] = [worldWith(0), worldWith(-1), worldWith(1)];
  const one = await first.start("one");
  await until(() => running.has("one"));
  const two = await background.start("two");
  await until(() => background.world.frames.length > 0);
  const three = await urgent.start("three");
  await until(() => urgent.world.frames.length > 0);
  expect(began).toEqual(["one"]);
  expect(background.world.frames.map(({ delta }) => delta)).toEqual(["waits for program:ffmpeg, 1 before it"]);
  end("one");
  await until(() => running.has("three"));
  expect(began).toEqual(["one", "three"]);
  end("three");
  await until(() => running.has("two"));
  end("two");
  expect((await Promise.all([one.result, two.result, three.result])).map(([outcome]) => outcome?.ok)).toEqual([
    true,
    true,
    true,
  ]);
  expect(await background.world.eventsOf("resource-wait")).toMatchObject([
    { tool: "convert", resource: "program:ffmpeg", ahead: 1 },
  ]);
  expect(await first.world.eventsOf("resource-wait")).toEqual([]);
  expect(background.world.frames.at(-1)?.delta).toBe("has program:ffmpeg");
});

it("waiting is no time of the tool; the deadline of the run ends it, and others get the slot", async () => {
  const { clock, worldWith, began, running, end } = setUp();
  const one = await worldWith(0).start("one");
  await until(() => running.has("one"));
  const late = worldWith(0, clock.now() + 500);
  const two = await late.start("two");
  await until(() => late.world.frames.length > 0);
  const patient = worldWith(0);
  const three = await patient.start("three");
  await until(() => patient.world.frames.length > 0);
  clock.advance(600);
  expect((await two.result)[0]).toMatchObject({ ok: false, failure: { code: "deadline" } });
  end("one");
  await until(() => running.has("three"));
  // More than its own limit has gone by, most of it in the line.
  clock.advance(900);
  end("three");
  expect((await three.result)[0]).toMatchObject({ ok: true });
  await one.result;
  expect(began).toEqual(["one", "three"]);
});

it("a call that takes too long gives its slot back, also when it does not hear that it was stopped", async () => {
  const { clock, worldWith, running } = setUp();
  const one = await worldWith(0).start("one");
  await until(() => running.has("one"));
  const two = await worldWith(0).start("two");
  clock.advance(1000);
  expect((await one.result)[0]).toMatchObject({ ok: false, failure: { code: "tool-timeout" } });
  await until(() => running.has("two"));
  running.get("two")?.();
  expect((await two.result)[0]).toMatchObject({ ok: true });
});
