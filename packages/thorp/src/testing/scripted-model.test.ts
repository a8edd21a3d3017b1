import { describe, expect, test } from "vitest";
import { ThorpError } from "../base/errors.ts";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from "../models/language-model.ts";
import { createManualClock } from "./manual-clock.ts";
import { createScriptedModel } from "./scripted-model.ts";

const asking = (text: string, more: Partial<LanguageModelV4CallOptions> = {}): LanguageModelV4CallOptions => ({
  prompt: [{ role: "user", content: [{ type: "text", text }] }],
  ...more,
});

async function partsOf(model: LanguageModelV4, options = asking("Hi")) {
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of (await model.doStream(options)).stream) parts.push(part);
  return parts;
}

describe("a script", () => {
  test("is played reply by reply, and remembers the calls", async () => {
    const model = createScriptedModel({ script: [{ text: "one" }, { text: "two" }] });
    expect((await model.doGenerate(asking("a"))).content).toEqual([{ type: "text", text: "one" }]);
    expect(model.unused).toBe(1);
    expect((await model.doGenerate(asking("b"))).content).toEqual([{ type: "text", text: "two" }]);
    expect(model.unused).toBe(0);
    expect(model.calls.map(({ prompt }) => JSON.stringify(prompt))).toEqual([
      expect.stringContaining('"a"'),
      expect.stringContaining('"b"'),
    ]);
  });

  test("is strict: a call too many is an error that shows the call", async () => {
    const model = createScriptedModel({ script: [] });
    await expect(model.doStream(asking("what now?"))).rejects.toThrow(
      /call 1 of the scripted model has no reply.*what now\?/,
    );
    const picky = createScriptedModel({ script: (_, index) => (index === 0 ? { text: "only once" } : undefined) });
    await picky.doGenerate(asking("x"));
    await expect(picky.doGenerate(asking("y"))).rejects.toMatchObject({ code: "internal" });
  });

  test("can be a function of the call", async () => {
    const model = createScriptedModel({
      script: ({ maxOutputTokens }, index) => ({ text: `${index}:${maxOutputTokens}` }),
    });
    await model.doGenerate(asking("x"));
    expect((await model.doGenerate(asking("x", { maxOutputTokens: 5 }))).content).toEqual([
      { type: "text", text: "1:5" },
    ]);
  });
});

describe("a reply", () => {
  test("streams piece by piece in the order of the seam", async () => {
    const model = createScriptedModel({
      script: [{ reasoning: "hm", text: ["a", "b"], toolCalls: [{ name: "f", input: { x: 1 } }] }],
    });
    expect(await partsOf(model)).toEqual([
      { type: "stream-start", warnings: [] },
      { type: "response-metadata", id: "scripted-0", modelId: "scripted" },
      { type: "reasoning-start", id: "reasoning" },
      { type: "reasoning-delta", id: "reasoning", delta: "hm" },
      { type: "reasoning-end", id: "reasoning" },
      { type: "text-start", id: "text" },
      { type: "text-delta", id: "text", delta: "a" },
      { type: "text-delta", id: "text", delta: "b" },
      { type: "text-end", id: "text" },
      { type: "tool-input-start", id: "scripted-0-0", toolName: "f" },
      { type: "tool-input-delta", id: "scripted-0-0", delta: '{"x":1}' },
      { type: "tool-input-end", id: "scripted-0-0" },
      { type: "tool-call", toolCallId: "scripted-0-0", toolName: "f", input: '{"x":1}' },
      expect.objectContaining({ type: "finish", finishReason: { unified: "tool-calls", raw: "tool-calls" } }),
    ]);
  });

  test("has the usage that it is given, makes one up, or has none", async () => {
    const model = createScriptedModel({
      script: [
        { text: "x", usage: { input: 9, cached: 4, cost: 0.5 } },
        { text: ["x", "y"] },
        { text: "x", usage: "missing" },
      ],
    });
    const given = (await model.doGenerate(asking("x"))).usage;
    expect([given.inputTokens.total, given.inputTokens.noCache, given.outputTokens.total, given.raw]).toEqual([
      9,
      5,
      1,
      { cost: 0.5 },
    ]);
    expect((await model.doGenerate(asking("x"))).usage.outputTokens.total).toBe(2);
    expect((await model.doGenerate(asking("x"))).usage.outputTokens.total).toBeUndefined();
  });

  test("can be refused, or break half-way with its own error", async () => {
    const limit = new ThorpError("rate-limited", "slow down");
    const model = createScriptedModel({
      script: [
        { error: limit },
        { text: ["a", "b", "c"], breakAfter: 2, error: limit },
        { text: ["a"], breakAfter: 0 },
        { text: "a", breakAfter: 1 },
      ],
    });
    await expect(model.doStream(asking("x"))).rejects.toBe(limit);
    const parts = await partsOf(model);
    expect(parts.filter((part) => part.type === "text-delta")).toHaveLength(2);
    expect(parts.at(-2)).toEqual({ type: "error", error: limit });
    expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: { unified: "interrupted" } });
    await expect(model.doGenerate(asking("x"))).rejects.toMatchObject({ code: "model-unavailable" });
    await expect(model.doGenerate(asking("x"))).rejects.toThrow("broke off after 1 pieces");
  });

  test("takes its time by the clock", async () => {
    const clock = createManualClock();
    const model = createScriptedModel({ clock, script: [{ text: ["a", "b"], delayMs: 200, betweenMs: 20 }] });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const part of (await model.doStream(asking("x"))).stream)
        if (part.type === "text-delta") seen.push(part.delta);
    })();
    const wait = async (ms: number) => {
      await new Promise(setImmediate);
      clock.advance(ms);
      await new Promise(setImmediate);
    };
    await wait(199);
    expect(seen).toEqual([]);
    await wait(1);
    expect(seen).toEqual(["a"]);
    await wait(20);
    await reading;
    expect(seen).toEqual(["a", "b"]);
  });

  test("ends when it is cancelled, before and in the middle", async () => {
    const controller = new AbortController();
    const model = createScriptedModel({
      clock: createManualClock(),
      script: () => ({ text: ["a", "b"], betweenMs: 1000 }),
    });
    const parts: LanguageModelV4StreamPart[] = [];
    for await (const part of (await model.doStream(asking("x", { abortSignal: controller.signal }))).stream) {
      parts.push(part);
      if (part.type === "text-delta") controller.abort();
    }
    expect(parts.at(-2)).toMatchObject({ type: "error", error: { code: "cancelled" } });
    await expect(model.doStream(asking("x", { abortSignal: controller.signal }))).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});
