/** Tools that the asker carries out: suspended, answered, late, and the same after a crash and in a replay. */
import { describe, expect, it } from "vitest";
import { CLIENT_PATIENCE_MS } from "../agents/client-tools.ts";
import type { ClientTerms } from "../events/client-terms.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { runRequest } from "./run-request.ts";
import {
  agentOf,
  environmentOf,
  eventsOf,
  type RunOptions,
  runThrough,
  type Script,
  teamOf,
  toolOf,
} from "./test-world.ts";

const team = teamOf([agentOf("top", { kind: "manager", tools: ["look_up"] })]);
const weather = { name: "weather", description: "The weather.", parameters: { type: "object" } };

/** Looks up and asks for the weather of two places at once, then answers from all of it. */
const think: Script["think"] = ({ brief }) => {
  if (brief.toolCalls.length > 0) return brief.toolCalls.map(({ text }) => text).join(", ");
  return {
    calls: [
      { tool: "look_up", input: { q: "x" } },
      { tool: "weather", input: '{"place": "Oslo",}' },
      { tool: "weather", input: { place: "Rome" } },
    ],
  };
};

function world(client: ClientTerms = { tools: [weather] }, thinks = think) {
  const asked: ModelCall[] = [];
  const environment = environmentOf(
    team,
    { think: thinks, asked, tools: [toolOf("look_up")] },
    { request: { interactive: false, client } },
  );
  return { asked, program: (context: RunContext) => runRequest(context, environment, { smallestWindow: 8000 }) };
}

const bring: RunOptions["during"] = (event, live) => {
  if (event.type !== "client-call-ask") return;
  const results = event.calls.map(({ id, input }) => ({ id, text: `sun over ${input}` }));
  live.deliver({ type: "client-call-answer", ask: event.ask, results });
};
const answerOf = (events: readonly RunEvent[]) => eventsOf(events, "message-add").at(-1);
const essence = (events: readonly RunEvent[]) =>
  events
    .filter(({ type }) => !["run-recover", "timer-set", "race-end", "step-start"].includes(type))
    .map(({ seq: _seq, at: _at, ...body }) => ({ ...body, attempt: 0 }));

describe("a client's tools", () => {
  it("are called with repaired arguments, beside our own, and what they bring is from outside", async () => {
    const { program, asked } = world();
    const events = await runThrough(program, { runtime: "strict", during: bring });
    const [wanted] = eventsOf(events, "client-call-ask");
    expect(wanted?.calls).toEqual([
      { id: "call_test_1_1", tool: "weather", input: '{"place":"Oslo"}' },
      { id: "call_test_1_2", tool: "weather", input: '{"place":"Rome"}' },
    ]);
    expect(answerOf(events)).toMatchObject({
      text: 'look_up done, sun over {"place":"Oslo"}, sun over {"place":"Rome"}',
      labels: expect.arrayContaining(["agent:client.weather"]),
    });
    expect(eventsOf(events, "run-end")).toMatchObject([{ state: "done" }]);
    expect(asked[1]?.labels).toContain("agent:client.weather");
  });

  it("come to the same end from a crash at every event, and a replay finds no difference", async () => {
    const whole = await runThrough(world().program, { during: bring });
    for (let kept = 1; kept < whole.length; kept++) {
      const before = whole.slice(0, kept);
      const open = eventsOf(before, "client-call-ask")[0];
      const isOpen = open !== undefined && !before.some(({ type }) => type === "client-call-answer");
      const after = await runThrough(world().program, {
        before,
        during: bring,
        ...(isOpen ? { onStart: (live) => bring(open, live) } : {}),
      });
      expect(essence(after), `crash after event ${kept}`).toEqual(essence(whole));
      expect(await replayRun(after, world().program)).toEqual([]);
    }
    const altered = whole.map((event) =>
      event.type === "client-call-answer"
        ? { ...event, results: event.results.map((result) => ({ ...result, text: "rain" })) }
        : event,
    );
    expect((await replayRun(altered, world().program)).length).toBeGreaterThan(0);
  });

  it("that never answer end the run with what was waited for", async () => {
    const clock = createManualClock();
    const events = await runThrough(world().program, {
      clock,
      during: (event) => event.type === "client-call-ask" && setImmediate(() => clock.advance(CLIENT_PATIENCE_MS)),
    });
    expect(eventsOf(events, "run-end")).toMatchObject([
      { state: "failed", failure: { code: "tool-timeout", message: expect.stringContaining("weather, weather") } },
    ]);
  });

  it("are let go when the run is cancelled", async () => {
    const events = await runThrough(world().program, {
      during: (event, live) =>
        event.type === "client-call-ask" && live.deliver({ type: "run-cancel", reason: "the client has gone" }),
    });
    expect(eventsOf(events, "run-end")).toMatchObject([{ state: "cancelled" }]);
  });

  it("are offered as they were chosen, and stand instead of ours of the same name", async () => {
    const namesFor = async (client: ClientTerms) => {
      const { program, asked } = world(client, () => "done");
      await runThrough(program, {});
      return { names: asked[0]?.tools.map(({ name }) => name), choice: asked[0]?.toolChoice };
    };
    const own = { ...weather, name: "look_up" };
    expect((await namesFor({ tools: [weather, own] })).names?.slice(0, 2)).toEqual(["weather", "look_up"]);
    expect((await namesFor({ tools: [weather, own] })).names?.filter((name) => name === "look_up")).toHaveLength(1);
    expect(await namesFor({ tools: [weather], choice: "required" })).toEqual({
      names: ["weather"],
      choice: "required",
    });
    expect(await namesFor({ tools: [weather, own], choice: { tool: "look_up" } })).toEqual({
      names: ["look_up"],
      choice: { tool: "look_up" },
    });
    expect((await namesFor({ tools: [weather], choice: "none" })).names).not.toContain("weather");
  });

  it("are called one at a time where that is wanted", async () => {
    const events = await runThrough(world({ tools: [weather], oneByOne: true }).program, { during: bring });
    expect(eventsOf(events, "client-call-ask")[0]?.calls).toHaveLength(1);
    expect(eventsOf(events, "run-end")).toMatchObject([{ state: "done" }]);
  });

  it("that were called before the run are in its first prompt", async () => {
    const calls = [{ id: "call_x", turn: 1, tool: "weather", input: { place: "Oslo" }, text: "fog" }];
    const { program, asked } = world({ tools: [weather], calls });
    expect(answerOf(await runThrough(program))).toMatchObject({ text: "fog" });
    expect(asked[0]?.labels).toContain("agent:client.weather");
  });
});

describe("an answer in a form", () => {
  const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  const said = (...texts: readonly string[]) => {
    const left = [...texts];
    return world({ answer: { schema } }, () => left.shift() ?? "");
  };

  it("is taken as it is when it fits, without a fence around it", async () => {
    const { program, asked } = said('```json\n{"n": 4}\n```');
    expect(answerOf(await runThrough(program))).toMatchObject({ text: '{"n":4}' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.brief.request).toContain('"required":["n"]');
  });

  it("is put into it by one call that is held to the schema", async () => {
    const { program, asked } = said("It is four.", '{"n":4}');
    expect(answerOf(await runThrough(program))).toMatchObject({ text: '{"n":4}' });
    expect(asked[1]).toMatchObject({ schema, tools: [] });
    expect(asked[1]?.brief.inputs[0]?.text).toBe("It is four.");
  });

  it("is no answer when it does not come to fit", async () => {
    const events = await runThrough(said("It is four.", '{"n":"four"}').program);
    expect(eventsOf(events, "run-end")).toMatchObject([
      { state: "failed", failure: { code: "model-output", message: expect.stringContaining("n: ") } },
    ]);
  });
});
