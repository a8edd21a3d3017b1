/** What the gateway makes of replies that small models write: calls as text, thoughts, endless repetition, no schema. */
import { describe, expect, it } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import type { LanguageModelV4FunctionTool } from "../../models/language-model.ts";
import type { ScriptedModelReply } from "../../testing/scripted-model.ts";
import { createHastyClock, createTestWorld } from "../test-world.ts";
import type { ModelCall, ModelOutcome } from "./model-call.ts";
import { createTestGateway, oneAndTwo, type TestModel, testCall } from "./test-directory.ts";

const readFile = {
  type: "function",
  name: "read_file",
  inputSchema: { type: "object" },
} as LanguageModelV4FunctionTool;
const CALL = '<tool_call>\n{"name": "read_file", "arguments": {"path": "a.md"}}\n</tool_call>';

function setUp(models: Readonly<Record<string, TestModel>>) {
  const clock = createHastyClock();
  const world = createTestWorld({ clock });
  const gateway = createTestGateway({ models, clock, log: world.log });
  const ask = async (
    call: Partial<ModelCall> & { models?: ModelCall["agent"]["models"] } = {},
  ): Promise<ModelOutcome> =>
    (
      await world.start((context) =>
        gateway.callModel(
          context,
          world.facts,
          testCall({ models: { local: "local", frontier: "frontier" }, ...call }),
        ),
      )
    ).result;
  const shown = (kind: string) => world.frames.filter((frame) => frame.kind === kind).map(({ delta }) => delta);
  return { ...gateway, world, ask, shown };
}

const local = (...replies: readonly ScriptedModelReply[]): TestModel => ({
  tier: "local",
  script: (_call, at) => replies[Math.min(at, replies.length - 1)],
});
const frontier: TestModel = {
  tier: "frontier",
  script: () => ({ text: "From above.", usage: { input: 10, output: 20 } }),
  price: oneAndTwo,
};

describe("a call written as text", () => {
  it("becomes a tool call, is noted, and nobody is shown it", async () => {
    const { ask, shown } = setUp({
      local: local({ text: ["I will look.\n", "<tool", ...CALL.slice(5).split(/(?=a)/)] }),
    });
    expect(await ask({ tools: [readFile] })).toMatchObject({
      ok: true,
      text: "I will look.",
      finish: "tool-calls",
      toolCalls: [{ tool: "read_file", input: '{"path":"a.md"}', isFromText: true }],
      repaired: ["a call written as text"],
    });
    expect(shown("text").join("")).toBe("I will look.\n");
  });

  it("is no call where no tools were offered", async () => {
    const { ask } = setUp({ local: local({ text: CALL }) });
    expect(await ask()).toMatchObject({ ok: true, text: CALL, toolCalls: [] });
  });

  it("beside a real call is only taken out of the text", async () => {
    const reply = { text: CALL, toolCalls: [{ name: "read_file", input: { path: "a.md" } }] };
    const { ask } = setUp({ local: local(reply) });
    expect(await ask({ tools: [readFile] })).toMatchObject({ text: "", toolCalls: [{ tool: "read_file" }] });
  });

  it("that was cut off at the limit says so", async () => {
    const { ask } = setUp({ local: local({ text: CALL.slice(0, -20), finish: "length" }) });
    expect(await ask({ tools: [readFile] })).toMatchObject({
      toolCalls: [{ tool: "read_file", isCut: true, isHalf: true }],
    });
  });

  it("that broke off with the stream is not shown and not kept as the answer", async () => {
    const broken = { text: ["Let me see.\n", '<tool_call>\n{"name": "re', "ad_file"], breakAfter: 2 };
    const { ask, world, shown } = setUp({ local: local(broken) });
    expect(await ask({ tools: [readFile], models: { local: "local" } })).toMatchObject({
      ok: false,
      text: "Let me see.\n",
    });
    expect(shown("text").join("")).not.toContain("tool_call");
    expect((await world.eventsOf("step-fail"))[0]).toMatchObject({ text: "Let me see.\n" });
  });
});

describe("thoughts in the text", () => {
  it("go their own way, and not into the answer", async () => {
    const { ask, shown } = setUp({ local: local({ text: ["<thi", "nk>2 and 2", " is…</th", "ink>\n\nFo", "ur."] }) });
    expect(await ask()).toMatchObject({ ok: true, text: "Four." });
    expect(shown("text").join("")).toBe("Four.");
    expect(shown("reasoning").join("")).toBe("2 and 2 is…");
  });

  it("without an opening mark are taken out of the answer", async () => {
    const { ask } = setUp({ local: local({ text: ["2 and 2…\n", "</think>\n", "Four."] }) });
    expect(await ask()).toMatchObject({ text: "Four.", repaired: ["thoughts were taken out of the text"] });
  });

  it.each<[string, ScriptedModelReply]>([
    ["in the text", { text: "<think>and so on" }],
    ["beside it", { reasoning: "and so on", text: "" }],
  ])("and nothing else, %s: the model is told once to answer", async (_where, onlyThoughts) => {
    const { ask, directory, world } = setUp({ local: local(onlyThoughts, { text: "Four." }) });
    expect(await ask()).toMatchObject({ ok: true, text: "Four.", model: "local" });
    expect(JSON.stringify(directory.callsOf("local")[1]?.prompt)).toContain("Answer now");
    expect(directory.callsOf("local")[1]?.prompt).toHaveLength(directory.callsOf("local")[0]?.prompt.length ?? 0);
    expect(await world.eventsOf("step-fail")).toMatchObject([{ failure: { code: "model-output" } }]);
    expect(directory.noted).toEqual(["local up", "local up"]);
  });

  it("and nothing else a second time: the next model is asked, and what was used is paid", async () => {
    const thinker: TestModel = {
      tier: "local",
      price: oneAndTwo,
      script: () => ({ reasoning: "hm", usage: { input: 5, output: 5 } }),
    };
    const { ask, world } = setUp({ local: thinker, frontier });
    const outcome = await ask();
    expect(outcome).toMatchObject({ ok: true, text: "From above.", costMicro: 15 + 15 + 50 });
    expect(outcome.ok && outcome.fallbacks).toEqual(["local: local thought about it and gave no answer."]);
    expect((await world.eventsOf("budget-settle")).map(({ cost }) => cost)).toEqual([15, 15, 50]);
  });
});

describe("a text that repeats itself", () => {
  const endless = { text: ["It is 42. ", ...Array.from({ length: 400 }, () => "And that is all. ")] };

  it("is stopped, and the next model is asked", async () => {
    const { ask, world } = setUp({ local: local(endless), frontier });
    expect(await ask()).toMatchObject({ ok: true, text: "From above." });
    const [failed] = await world.eventsOf("step-fail");
    expect(failed).toMatchObject({
      failure: { code: "model-output", message: expect.stringMatching(/repeated itself/) },
    });
    expect(failed?.text, "what made sense is kept").toMatch(/^It is 42\. And that is all.{0,20}$/);
  });

  it("is left alone where that was asked for", async () => {
    const { ask } = setUp({ local: local(endless) });
    const call = testCall();
    expect(await ask({ brief: { ...call.brief, request: "Write it 400 times." } })).toMatchObject({ ok: true });
  });
});

describe("a schema", () => {
  const schema = { type: "object", properties: { n: { type: "number" } } };
  const refused = new ThorpError("model-refused", "400: response_format json_schema is not supported by this model");

  it("goes to the server, and the JSON is taken out of what stands around it", async () => {
    const { ask, directory } = setUp({ local: local({ text: "Here you are:\n```json\n{'n': 1,}\n```" }) });
    expect(await ask({ schema })).toMatchObject({ text: '{"n":1}' });
    expect(directory.callsOf("local")[0]?.responseFormat).toEqual({ type: "json", schema });
  });

  it("that is refused goes in words instead, also in the next call, and the server's health is not touched", async () => {
    const { ask, directory } = setUp({
      local: { tier: "local", script: (call) => (call.responseFormat ? { error: refused } : { text: '{"n":1}' }) },
    });
    expect(await ask({ schema })).toMatchObject({ ok: true, text: '{"n":1}' });
    const [first, second] = directory.callsOf("local");
    expect([first?.responseFormat !== undefined, second?.responseFormat]).toEqual([true, undefined]);
    expect(JSON.stringify(second?.prompt)).toContain('\\"n\\":{\\"type\\":\\"number\\"}');
    expect(directory.noted).toEqual(["local up"]);
    await ask({ schema, step: "model-2" });
    expect(directory.callsOf("local"), "one call, not two").toHaveLength(3);
  });

  it("that is no reason for the refusal is not given up", async () => {
    const other = new ThorpError("model-refused", "401: no such key");
    const { ask, directory } = setUp({ local: { tier: "local", script: () => ({ error: other }) } });
    expect(await ask({ schema, models: { local: "local" } })).toMatchObject({ ok: false });
    expect(directory.callsOf("local")).toHaveLength(1);
  });
});

describe("a small window", () => {
  const tool = (name: string) => ({ ...readFile, name });

  it("holds fewer tools rather than no call", async () => {
    const { ask, directory } = setUp({ local: { ...local({ text: "x" }), context: 900 } });
    const tools = ["a", "b", "c", "plan"].map(tool);
    expect(await ask({ tools, leaveOutFirst: () => ["b", "a", "c"], maxOutputTokens: 300 })).toMatchObject({
      ok: true,
    });
    expect(directory.callsOf("local")[0]?.tools?.map(({ name }) => name)).toEqual(["c", "plan"]);
  });

  it("keeps tools that nobody said may go", async () => {
    const { ask, directory } = setUp({ local: { ...local({ text: "x" }), context: 900 } });
    await ask({ tools: ["a", "b", "c", "plan"].map(tool), maxOutputTokens: 300 });
    expect(directory.callsOf("local")[0]?.tools).toHaveLength(4);
  });
});
