import { describe, expect, it } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import type { LanguageModelV4 } from "../../models/language-model.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createHastyClock, createTestWorld, type TestWorldOptions, until } from "../test-world.ts";
import type { KeyValueCache } from "../text-cache.ts";
import type { ModelCall, ModelOutcome } from "./model-call.ts";
import { createTestGateway, money, oneAndTwo, type TestGatewayOptions, testCall } from "./test-directory.ts";

const rules = { tier: "embedded", script: () => ({ text: "I abstain." }) } as const;
const says = (text: string) => ({ tier: "local", script: () => ({ text }) }) as const;
const paid = (text: string) =>
  ({ tier: "frontier", script: () => ({ text, usage: { input: 10, output: 20 } }), price: oneAndTwo }) as const;
const failing = (error: ThorpError) => ({ tier: "local", script: () => ({ error }) }) as const;
const tooMany = (retryAfterMs?: number) =>
  new ThorpError("rate-limited", "too many requests", retryAfterMs === undefined ? {} : { retryAfterMs });

type Options = Omit<TestGatewayOptions, "clock"> & Omit<TestWorldOptions, "clock">;

function setUp({ request, ...options }: Options, clock = createHastyClock()) {
  const world = createTestWorld({ clock, ...(request && { request }) });
  const gateway = createTestGateway({ ...options, clock, log: world.log });
  const ask = async (
    call: Partial<ModelCall> & { models?: ModelCall["agent"]["models"] } = {},
  ): Promise<ModelOutcome> =>
    (await world.start((context) => gateway.callModel(context, world.facts, testCall(call)))).result;
  return { ...gateway, world, ask, clock };
}

describe("a call that goes well", () => {
  it("answers with text, model, tier, usage and cost, and stands in the journal", async () => {
    const { ask, world } = setUp({ models: { embedded: rules, local: says("Hello."), frontier: paid("x") } });
    const outcome = await ask();
    expect(outcome).toMatchObject({
      ok: true,
      text: "Hello.",
      model: "local",
      tier: "local",
      costMicro: 0,
      higherTier: "frontier",
    });
    const events = await world.events();
    expect(events.map((event) => event.type)).toEqual(["run-start", "step-start", "step-end"]);
    expect(events[1]).toMatchObject({
      attempt: 1,
      call: { kind: "model", agent: "manager", purpose: "work", route: { model: "local" } },
    });
    expect(events[2]).toMatchObject({ result: outcome });
    expect(await world.store.modelCalls("run_1")).toMatchObject([{ model: "local", ok: true }]);
    expect(world.frames.map((frame) => frame.delta)).toEqual(["Hello."]);
  });

  it("always says how much may be written, and fits the prompt into what is left of the window", async () => {
    const asked: number[] = [];
    const promptFor: ModelCall["promptFor"] = (tokens) => {
      asked.push(tokens);
      return { messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }], trimmed: [] };
    };
    const { ask, directory } = setUp({ models: { local: { ...says("x"), context: 9000, maxOutputTokens: 1000 } } });
    const tool = { type: "function", name: "add", inputSchema: {} } as const;
    await ask({ models: { local: "local" }, promptFor, tools: [tool], temperature: 0.3, schema: { type: "object" } });
    const [call] = directory.callsOf("local");
    expect(call).toMatchObject({
      maxOutputTokens: 1000,
      temperature: 0.3,
      tools: [tool],
      responseFormat: { type: "json" },
    });
    // 9000 - 1000 for the answer - 101 for the tool.
    expect(asked.at(-1)).toBe(7899);
  });

  it("hands the brief to the rules model and to nobody else", async () => {
    const { ask, directory } = setUp({
      models: { embedded: rules, local: failing(new ThorpError("model-refused", "no")) },
    });
    await ask();
    expect(directory.callsOf("local")[0]?.providerOptions).toBeUndefined();
    expect(directory.callsOf("embedded")[0]?.providerOptions?.["thorp"]).toMatchObject({
      purpose: "work",
      brief: { request: "Do it." },
    });
  });

  it("says when the model abstained and how sure it was", async () => {
    const { ask } = setUp({ models: { embedded: { ...rules, languageModel: abstaining() } } });
    expect(await ask({ models: { embedded: "embedded" } })).toMatchObject({ abstained: true, confidence: 0.4 });
  });

  it("takes secrets out of what is shown, recorded and failed with", async () => {
    const key = "zq-key-0123456789";
    const quoting = failing(new ThorpError("model-refused", `the key ${key} is wrong`));
    const { ask, world } = setUp({
      models: {
        local: quoting,
        frontier: { tier: "frontier", script: () => ({ text: ["The key is zq-key-", "0123456789", "."] }) },
      },
      secrets: [key],
    });
    const outcome = await ask();
    expect(outcome).toMatchObject({ ok: true, text: "The key is [secret removed]." });
    expect(JSON.stringify([outcome, await world.events(), world.frames])).not.toContain(key);
  });
});

/** What the rules model says of itself. */
function abstaining(): LanguageModelV4 {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 0, text: 0, reasoning: 0 },
  };
  return {
    specificationVersion: "v4",
    provider: "rules",
    modelId: "rules",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("only streams")),
    doStream: async () => ({
      stream: ReadableStream.from([
        {
          type: "finish",
          usage,
          finishReason: { unified: "stop", raw: "stop" },
          providerMetadata: { thorp: { abstained: true, confidence: 0.4 } },
        },
      ]) as never,
    }),
  };
}

describe("a server that is busy", () => {
  it("is asked again after the time that it named", async () => {
    const models = { local: { tier: "local", script: [{ error: tooMany(1200) }, { text: "Now." }] } } as const;
    const { ask, clock, world } = setUp({ models });
    expect(await ask({ models: { local: "local" } })).toMatchObject({ ok: true, text: "Now." });
    expect(clock.waits).toContain(1200);
    const events = await world.events();
    expect(events.map((event) => event.type)).toEqual([
      "run-start",
      "step-start",
      "step-fail",
      "step-start",
      "step-end",
    ]);
    expect(events[3]).toMatchObject({ attempt: 2 });
  });

  it("and that names no time is asked after longer and longer waits", async () => {
    const models = {
      local: { tier: "local", script: [{ error: tooMany() }, { error: tooMany() }, { text: "Now." }] },
    } as const;
    const { ask, clock } = setUp({ models });
    expect(await ask({ models: { local: "local" } })).toMatchObject({ ok: true });
    expect(clock.waits).toEqual([500, 1000]);
  });

  it("for ever gives way to the next tier, and the outcome says why", async () => {
    const { ask, directory } = setUp({
      models: { embedded: rules, local: failing(tooMany()), frontier: paid("Dear.") },
    });
    const outcome = await ask();
    expect(outcome).toMatchObject({
      ok: true,
      text: "Dear.",
      tier: "frontier",
      fallbacks: ["local: too many requests"],
    });
    expect(directory.called).toEqual(["local", "local", "local", "frontier"]);
    expect(directory.noted).toEqual(["local rate-limited", "local rate-limited", "local rate-limited", "frontier up"]);
  });

  it("for longer than is worth it gives way at once", async () => {
    const { ask, directory } = setUp({ models: { embedded: rules, local: failing(tooMany(3001)) } });
    expect(await ask()).toMatchObject({ ok: true, model: "embedded" });
    expect(directory.called).toEqual(["local", "embedded"]);
  });

  it("is waited for up to 15 s when it is the only one", async () => {
    const patient = setUp({
      models: { local: { tier: "local", script: [{ error: tooMany(15_000) }, { text: "Now." }] } },
    });
    expect(await patient.ask({ models: { local: "local" } })).toMatchObject({ ok: true });
    const late = setUp({ models: { local: failing(tooMany(15_001)) } });
    expect(await late.ask({ models: { local: "local" } })).toMatchObject({
      ok: false,
      failure: { code: "rate-limited" },
    });
    expect(late.directory.called).toEqual(["local"]);
  });
});

describe("a model that cannot", () => {
  it.each([
    ["is not in the catalogue", { models: { local: "nobody", embedded: "embedded" } }, {}],
    ["has no server that answers", {}, { local: { ...says("x"), obstacle: "its server is down" } }],
    ["dies when it is called", {}, { local: failing(new ThorpError("model-unavailable", "nothing listens there")) }],
    ["is refused", {}, { local: failing(new ThorpError("model-refused", "no such key")) }],
    [
      "breaks half-way each time",
      {},
      { local: { tier: "local", script: () => ({ text: ["a", "b"], breakAfter: 1 }) } as const },
    ],
    [
      "throws what nobody knows",
      {},
      { local: { tier: "local", script: () => ({ error: new TypeError("?") }) } as const },
    ],
  ])("and %s degrades to the rules", async (_how, call, models) => {
    const { ask } = setUp({ models: { embedded: rules, ...models } });
    expect(await ask({ models: { local: "local", embedded: "embedded" }, ...call })).toMatchObject({
      ok: true,
      model: "embedded",
    });
  });

  it("is not called for what it has no window for", async () => {
    const tools = Array.from(
      { length: 30 },
      (_, at) => ({ type: "function", name: `t${at}`, inputSchema: {} }) as const,
    );
    const { ask, directory, world } = setUp({
      models: { embedded: { ...rules, context: 100_000 }, local: { ...says("x"), context: 4000 } },
    });
    const outcome = await ask({ tools, models: { local: "local", embedded: "embedded" } });
    expect(outcome).toMatchObject({
      ok: true,
      model: "embedded",
      fallbacks: [expect.stringContaining("window of 4000 tokens")],
    });
    expect([directory.called, directory.noted]).toEqual([["embedded"], ["embedded up"]]);
    expect(await world.eventsOf("step-fail")).toEqual([]);
  });

  it("call tools is left out when there are some", async () => {
    const { ask, directory } = setUp({
      models: { embedded: rules, local: { ...says("x"), capabilities: ["json"] } },
    });
    await ask({ tools: [{ type: "function", name: "add", inputSchema: {} }] });
    expect(directory.called).toEqual(["embedded"]);
  });

  it("and no other: the failure names what is in the way", async () => {
    const { ask } = setUp({ models: { local: { ...says("x"), obstacle: "its server is down" } } });
    const down = await ask({ models: { local: "local" } });
    expect(down).toMatchObject({
      ok: false,
      failure: { code: "model-unavailable", message: expect.stringContaining("local: its server is down") },
    });
    const unknown = await setUp({ models: {} }).ask({ models: { local: "nobody" } });
    expect(unknown).toMatchObject({ ok: false, failure: { code: "model-unknown" } });
  });
});

describe("a prompt that is too long for the server", () => {
  const tooLong = new ThorpError("context-length", "maximum context length is 2048");

  it("is shortened once, to half of what was sent", async () => {
    // 2,000 tokens of prompt, or as many as are allowed.
    const promptFor: ModelCall["promptFor"] = (tokens) => ({
      messages: [{ role: "user", content: [{ type: "text", text: "x".repeat(Math.min(8000, tokens * 4)) }] }],
      trimmed: [],
    });
    const { ask, directory } = setUp({
      models: { local: { tier: "local", script: [{ error: tooLong }, { text: "Short." }] } },
    });
    expect(await ask({ models: { local: "local" }, promptFor })).toMatchObject({ ok: true, text: "Short." });
    const [whole, half] = directory.callsOf("local").map(({ prompt }) => JSON.stringify(prompt).length);
    expect(whole).toBeGreaterThan(8000);
    expect(half).toBeLessThan(0.55 * (whole ?? 0));
    expect(half).toBeGreaterThan(0.45 * (whole ?? 0));
  });

  it("and still too long then goes to the next model", async () => {
    const { ask, directory } = setUp({ models: { embedded: rules, local: failing(tooLong) } });
    expect(await ask()).toMatchObject({ ok: true, model: "embedded" });
    expect(directory.called).toEqual(["local", "local", "embedded"]);
  });
});

describe("a model that the person asked for", () => {
  it("comes before the agent's, with only the rules behind it", async () => {
    const { ask, directory } = setUp({
      models: { embedded: rules, local: says("x"), mine: failing(new ThorpError("model-refused", "no")) },
      request: { model: "mine" },
    });
    expect(await ask()).toMatchObject({ model: "embedded", fallbacks: ["mine: no"] });
    expect(directory.called).toEqual(["mine", "embedded"]);
  });
});

describe("money", () => {
  const small = { maxOutputTokens: 100, models: { embedded: "embedded", frontier: "frontier" } } as const;

  it("is reserved and committed before the provider is called, and settled by what the call cost", async () => {
    const { ask, world, ledger } = setUp({ models: { embedded: rules, frontier: paid("Dear.") } });
    expect(await ask(small)).toMatchObject({ ok: true, costMicro: 50 });
    const calls = world.log.slice(world.log.indexOf("commit run-start") + 1);
    expect(calls).toEqual([
      "commit step-start",
      "commit budget-reserve",
      "call frontier",
      "commit budget-settle",
      "commit step-end",
    ]);
    const [reserve] = await world.eventsOf("budget-reserve");
    const [settle] = await world.eventsOf("budget-settle");
    expect(reserve?.amount).toBe(216);
    expect(settle).toMatchObject({ reserved: 216, cost: 50, scopes: reserve?.scopes });
    expect(reserve?.scopes).toEqual(["run:run_1", "agent:alma/manager", "user:ann", "key:frontier", "day:2027-01-15"]);
    expect(ledger.spent("run:run_1")).toBe(50);
    expect((await world.store.spend()).every((row) => row.spent === 50 && row.reserved === 0)).toBe(true);
  });

  it("stays reserved in full when nobody counted", async () => {
    const frontier = { tier: "frontier", script: [{ text: "x", usage: "missing" }], price: oneAndTwo } as const;
    expect(await setUp({ models: { frontier } }).ask(small)).toMatchObject({ costMicro: 216 });
  });

  it("is what the provider says it is", async () => {
    const frontier = {
      tier: "frontier",
      script: () => ({ text: "x", usage: { cost: 0.0001 } }),
      price: oneAndTwo,
    } as const;
    expect(await setUp({ models: { frontier } }).ask(small)).toMatchObject({ costMicro: 100 });
  });

  it("is summed over all attempts: what broke counts in full, what was refused costs nothing", async () => {
    const frontier = {
      tier: "frontier",
      script: [
        { error: tooMany() },
        { text: ["a", "b"], breakAfter: 1 },
        { text: "Done.", usage: { input: 10, output: 20 } },
      ],
      price: oneAndTwo,
    } as const;
    const { ask, world, ledger } = setUp({ models: { frontier } });
    expect(await ask(small)).toMatchObject({ ok: true, costMicro: 0 + 216 + 50 });
    expect((await world.eventsOf("budget-settle")).map(({ cost }) => cost)).toEqual([0, 216, 50]);
    expect(ledger.spent("run:run_1")).toBe(266);
    expect((await world.store.run("run_1"))?.cost).toBe(266);
  });

  it("that was lost on one model is part of the bill of the next", async () => {
    const frontier = {
      tier: "frontier",
      script: () => ({ text: ["a", "b"], breakAfter: 1 }),
      price: oneAndTwo,
    } as const;
    const { ask } = setUp({ models: { embedded: rules, frontier } });
    expect(await ask(small)).toMatchObject({ ok: true, model: "embedded", costMicro: 3 * 216 });
  });

  it("that is not enough makes the call go to a free model, which says why", async () => {
    const { ask, directory, world } = setUp({
      models: { embedded: rules, frontier: paid("x") },
      request: { budget: money(200) },
    });
    const outcome = await ask(small);
    expect(outcome).toMatchObject({
      ok: true,
      model: "embedded",
      costMicro: 0,
      fallbacks: [
        expect.stringMatching(/may cost \$0\.000216, but of the run.s budget of \$0\.0002 only \$0\.00016 is free/),
      ],
    });
    expect(directory.called).toEqual(["embedded"]);
    expect(directory.noted).toEqual(["embedded up"]);
    expect(await world.eventsOf("budget-reserve")).toEqual([]);
  });

  it("that is not enough is told where there is no free model", async () => {
    const { ask } = setUp({ models: { frontier: paid("x") }, request: { budget: money(200) } });
    expect(await ask(small)).toMatchObject({ ok: false, failure: { code: "budget-exceeded" }, costMicro: 0 });
    const empty = setUp({ models: { frontier: paid("x") }, request: { budget: money(0) } });
    expect(await empty.ask(small)).toMatchObject({ ok: false, failure: { code: "budget-exceeded" } });
    expect(empty.directory.called).toEqual([]);
  });

  it("of the last fifth is for repair", async () => {
    const { ask, directory } = setUp({
      models: { embedded: rules, frontier: paid("Dear.") },
      request: { budget: money(220) },
    });
    expect(await ask(small)).toMatchObject({ model: "embedded" });
    expect(await ask({ ...small, step: "model-2", firstTry: false })).toMatchObject({ model: "frontier" });
    expect(directory.called).toEqual(["embedded", "frontier"]);
  });

  it("that a crash left reserved counts as spent", async () => {
    const spend = [{ scope: "day:2027-01-15", spent: money(0), reserved: money(900) }];
    const { ask } = setUp({ models: { frontier: paid("x") }, spend, budget: { day: money(1000) } });
    expect(await ask(small)).toMatchObject({ ok: false, failure: { code: "budget-exceeded" } });
  });

  it("whose amount nobody knows is never spent", async () => {
    for (const obstacle of [undefined, "its price is unknown"]) {
      const frontier = { ...paid("x"), price: "unknown" as const, ...(obstacle && { obstacle }) };
      const { ask, directory, world } = setUp({ models: { frontier } });
      const outcome = await ask(small);
      expect(outcome).toMatchObject({
        ok: false,
        failure: { message: expect.stringMatching(/price is unknown|Nobody knows what/) },
      });
      expect(directory.called).toEqual([]);
      expect(await world.eventsOf("budget-reserve")).toEqual([]);
    }
  });

  it("never goes beyond the ceiling with many calls at once", async () => {
    const { world, callModel, directory, ledger } = setUp({
      models: { embedded: rules, frontier: paid("x") },
      request: { budget: money(1000) },
    });
    const started = await world.start((context) =>
      Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          callModel(context, world.facts, testCall({ ...small, step: `m${at}`, firstTry: false })),
        ),
      ),
    );
    const outcomes = await started.result;
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(directory.callsOf("frontier").length).toBe(4);
    expect(ledger.spent("run:run_1")).toBe(200);
  });
});

describe("the cache", () => {
  function cached() {
    const map = new Map<string, string>();
    const cache: KeyValueCache = {
      get: async (key) => map.get(key),
      set: async (key, value) => void map.set(key, value),
    };
    let count = 0;
    const frontier = { ...paid(""), script: () => ({ text: `Answer ${++count}.`, usage: { input: 10, output: 20 } }) };
    const local = { tier: "local", script: () => ({ text: `Free ${++count}.` }) } as const;
    return { map, ...setUp({ models: { embedded: rules, local, frontier }, cache }) };
  }
  const only = { models: { frontier: "frontier" }, maxOutputTokens: 100 };

  it("serves the same call again for nothing, and the journal says so", async () => {
    const { ask, directory, world } = cached();
    await ask({ ...only, step: "a", cacheable: true });
    const again = await ask({ ...only, step: "b", cacheable: true });
    expect(again).toMatchObject({ ok: true, text: "Answer 1.", cached: true, costMicro: 0 });
    expect(directory.called).toEqual(["frontier"]);
    expect((await world.eventsOf("step-start")).at(-1)).toMatchObject({
      call: { route: { reasons: ["from the cache"] } },
    });
    expect(await world.eventsOf("budget-reserve")).toHaveLength(1);
    expect(world.frames.at(-1)).toMatchObject({ step: "b", delta: "Answer 1." });
  });

  it("does not serve calls that are not declared cacheable, nor keep them", async () => {
    const { ask, map } = cached();
    await ask({ ...only, step: "a" });
    expect(map.size).toBe(0);
    await ask({ ...only, step: "b", cacheable: true });
    expect(await ask({ ...only, step: "c" })).toMatchObject({ text: "Answer 3." });
  });

  it("is bypassed by a retry, whose answer takes the place", async () => {
    const { ask } = cached();
    await ask({ ...only, step: "a", cacheable: true });
    expect(await ask({ ...only, step: "b", cacheable: true, firstTry: false })).toMatchObject({ text: "Answer 2." });
    expect(await ask({ ...only, step: "c", cacheable: true })).toMatchObject({ text: "Answer 2.", cached: true });
  });

  it.each<[string, Partial<ModelCall>]>([
    [
      "prompt",
      {
        promptFor: () => ({ messages: [{ role: "user", content: [{ type: "text", text: "Another." }] }], trimmed: [] }),
      },
    ],
    ["temperature", { temperature: 1 }],
    ["length", { maxOutputTokens: 101 }],
    ["schema", { schema: { type: "object" } }],
    ["set of tools", { tools: [{ type: "function", name: "add", inputSchema: {} }] }],
  ])("does not serve another %s", async (_what, change) => {
    const { ask } = cached();
    await ask({ ...only, step: "a", cacheable: true });
    expect(await ask({ ...only, ...change, step: "b", cacheable: true })).not.toHaveProperty("cached");
  });

  it("leaves the rules alone: they read the brief, which the key does not name", async () => {
    const { ask, map } = cached();
    await ask({ models: { embedded: "embedded" }, cacheable: true });
    expect(map.size).toBe(0);
  });
});

describe("the journal", () => {
  it("gives every outcome back without a call", async () => {
    const { world, callModel, directory } = setUp({
      models: { embedded: rules, local: failing(new ThorpError("model-refused", "no")), frontier: paid("Dear.") },
    });
    const program = async (context: Parameters<typeof callModel>[0]) => [
      await callModel(
        context,
        world.facts,
        testCall({ step: "good", models: { embedded: "embedded", frontier: "frontier" }, complexity: 1 }),
      ),
      await callModel(context, world.facts, testCall({ step: "bad", models: { local: "local" } })),
      await callModel(context, world.facts, testCall({ step: "worse", models: { local: "nobody" } })),
    ];
    const first = await (await world.start(program)).result;
    const calls = directory.called.length;
    const events = await world.events();
    const again = await (await world.start(program)).result;
    expect(again).toEqual(first);
    expect(first.map((outcome) => outcome.ok)).toEqual([true, false, false]);
    expect(directory.called).toHaveLength(calls);
    expect((await world.events()).slice(events.length).map((event) => event.type)).toEqual(["run-recover"]);
  });

  it("counts attempts on after a crash in the middle of a call", async () => {
    const clock = createManualClock();
    const world = createTestWorld({ clock });
    const local = {
      tier: "local",
      script: [{ text: ["half", " done"], betweenMs: 1000 }, { text: "Whole." }],
    } as const;
    const { callModel } = createTestGateway({ models: { local }, clock });
    const program = (context: Parameters<typeof callModel>[0]) =>
      callModel(context, world.facts, testCall({ models: { local: "local" } }));
    const crashed = await world.start(program);
    await until(() => world.frames.length > 0);
    crashed.abandon(new ThorpError("internal", "killed"));
    await expect(crashed.result).rejects.toThrow("killed");
    expect(await (await world.start(program)).result).toMatchObject({ ok: true, text: "Whole." });
    expect((await world.eventsOf("step-start")).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(world.frames.map(({ attempt, offset, delta }) => [attempt, offset, delta])).toEqual([
      [1, 0, "half"],
      [2, 0, "Whole."],
    ]);
  });
});

describe("a call that is stopped", () => {
  const slow = { tier: "local", script: () => ({ text: ["half", " done"], betweenMs: 60_000 }) } as const;
  const cancel = { type: "run-cancel", reason: "The person stopped it." } as const;

  function running(models: TestGatewayOptions["models"], options: { deadlineAt?: number } = {}) {
    const clock = createManualClock();
    const world = createTestWorld({ clock, ...options });
    const gateway = createTestGateway({ models, clock, log: world.log });
    const call = testCall({ maxOutputTokens: 100 });
    return {
      clock,
      world,
      ...gateway,
      start: () => world.start((context) => gateway.callModel(context, world.facts, call)),
    };
  }

  it("in mid-stream keeps the text so far and asks nobody else", async () => {
    const { world, start, directory, queue } = running({ embedded: rules, local: slow });
    const live = await start();
    await until(() => world.frames.length > 0);
    live.deliver(cancel);
    expect(await live.result).toMatchObject({ ok: false, failure: { code: "cancelled" }, text: "half" });
    expect(directory.called).toEqual(["local"]);
    expect(directory.noted).toEqual([]);
    expect((await world.eventsOf("step-fail"))[0]).toMatchObject({
      text: "half",
      failure: { message: "The person stopped it." },
    });
    expect(queue.waiting("local")).toBe(0);
  });

  it("stops also when the provider takes no notice", async () => {
    const deaf: LanguageModelV4 = { ...abstaining(), doStream: () => new Promise(() => {}) };
    const { world, start, directory } = running({ local: { ...slow, languageModel: deaf } });
    const live = await start();
    await until(() => directory.called.length > 0);
    live.deliver(cancel);
    expect(await live.result).toMatchObject({ ok: false, failure: { code: "cancelled" }, text: "" });
    expect(await world.eventsOf("step-end")).toHaveLength(1);
  });

  it("while it waits for a retry asks nobody else", async () => {
    const { start, directory, clock, world } = running({ embedded: rules, local: failing(tooMany(2000)) });
    const live = await start();
    await until(() => clock.waiting > 0);
    live.deliver(cancel);
    expect(await live.result).toMatchObject({ ok: false, failure: { code: "cancelled" } });
    expect(await world.eventsOf("step-start")).toHaveLength(1);
    expect(directory.called).toEqual(["local"]);
    expect(clock.waiting).toBe(0);
  });

  it("while it waits in the queue costs nothing", async () => {
    const { start, directory, ledger, queue, world } = running({ frontier: { ...paid("x"), slots: 1 } });
    await queue.acquire({ line: "frontier", slots: 1, priority: 0, signal: new AbortController().signal });
    const live = await start();
    await until(() => queue.waiting("frontier") > 0);
    live.deliver(cancel);
    expect(await live.result).toMatchObject({ ok: false, failure: { code: "cancelled" }, costMicro: 0 });
    expect(directory.called).toEqual([]);
    expect(ledger.spent("run:run_1")).toBe(0);
    expect(await world.eventsOf("budget-settle")).toMatchObject([{ cost: 0, reserved: 216 }]);
  });

  it("in mid-stream of a priced call costs the whole reserve", async () => {
    const frontier = {
      tier: "frontier",
      script: () => ({ text: ["half", "x"], betweenMs: 60_000 }),
      price: oneAndTwo,
    } as const;
    const { start, ledger, world } = running({ frontier });
    const live = await start();
    await until(() => world.frames.length > 0);
    live.deliver(cancel);
    expect(await live.result).toMatchObject({ ok: false, text: "half", costMicro: 216 });
    expect(ledger.spent("run:run_1")).toBe(216);
  });

  it("by the deadline of the run keeps its text and says so", async () => {
    const { start, clock, world, directory } = running(
      { embedded: rules, local: slow },
      { deadlineAt: 1_800_000_005_000 },
    );
    const live = await start();
    await until(() => world.frames.length > 0);
    clock.advance(5000);
    expect(await live.result).toMatchObject({ ok: false, failure: { code: "deadline" }, text: "half" });
    expect(directory.called).toEqual(["local"]);
  });

  it("by a deadline that has passed already calls nobody", async () => {
    const { start, directory } = running({ embedded: rules, local: slow }, { deadlineAt: 1_800_000_000_000 });
    expect(await (await start()).result).toMatchObject({ ok: false, failure: { code: "deadline" } });
    expect(directory.called).toEqual([]);
  });

  it("by a deadline that comes before the retry would goes to the next model at once", async () => {
    const { start, directory } = running(
      { embedded: rules, local: failing(tooMany(2000)) },
      { deadlineAt: 1_800_000_001_000 },
    );
    expect(await (await start()).result).toMatchObject({ ok: true, model: "embedded" });
    expect(directory.called).toEqual(["local", "embedded"]);
  });
});

describe("slots of a server", () => {
  it("are shared by all calls and given back, whatever comes of them", async () => {
    let running = 0;
    let most = 0;
    const counting: LanguageModelV4 = {
      ...abstaining(),
      doStream: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        throw new ThorpError("model-refused", "no");
      },
    };
    const { world, callModel } = setUp({ models: { local: { ...says(""), slots: 2, languageModel: counting } } });
    const started = await world.start((context) =>
      Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          callModel(context, world.facts, testCall({ step: `m${at}`, models: { local: "local" } })),
        ),
      ),
    );
    expect((await started.result).every((outcome) => !outcome.ok)).toBe(true);
    expect(most).toBe(2);
  });
});

describe("a model with several servers", () => {
  const pool = { servers: ["a", "b"] } as const;
  /** The server that each call reached. */
  const reached = (directory: ReturnType<typeof setUp>["directory"], id: string) =>
    directory.callsOf(id).map(({ headers }) => headers?.["server"]);

  it("has another one tried at once, each attempt with its own server in the journal", async () => {
    const script = [{ error: new ThorpError("model-unavailable", "gone") }, { text: "Here." }];
    const { ask, clock, directory, world } = setUp({ models: { local: { tier: "local", script, ...pool } } });
    expect(await ask({ models: { local: "local" } })).toMatchObject({ ok: true, text: "Here." });
    expect(reached(directory, "local")).toEqual(["a", "b"]);
    expect(clock.waits).toEqual([]);
    expect(await world.eventsOf("server-choose")).toMatchObject([
      { attempt: 1, server: "a" },
      { attempt: 2, server: "b" },
    ]);
    expect(directory.noted).toEqual(["local a model-unavailable", "local b up"]);
  });

  it("is waited for only when every server has failed the call once", async () => {
    const script = () => ({ error: tooMany(1000) });
    const { ask, clock, directory } = setUp({ models: { local: { tier: "local", script, ...pool } } });
    expect(await ask({ models: { local: "local" } })).toMatchObject({ ok: false, failure: { code: "rate-limited" } });
    expect(reached(directory, "local")).toEqual(["a", "b", "a", "b"]);
    expect(clock.waits).toEqual([1000]);
  });

  it("is not asked at a server that is down", async () => {
    const { ask, directory } = setUp({ models: { local: { ...says("Yes."), ...pool, down: ["a"] } } });
    await ask({ models: { local: "local" } });
    expect(reached(directory, "local")).toEqual(["b"]);
  });

  it("and a price has the server committed before the call", async () => {
    const { ask, world } = setUp({ models: { frontier: { ...paid("Fine."), ...pool } } });
    await ask({ models: { frontier: "frontier" } });
    const log = world.log.slice(world.log.indexOf("commit run-start") + 1);
    expect(log.slice(0, 4)).toEqual([
      ...["commit step-start", "commit budget-reserve", "commit server-choose", "call frontier"],
    ]);
  });
});
