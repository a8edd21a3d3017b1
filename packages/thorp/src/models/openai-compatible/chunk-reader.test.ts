import { describe, expect, test } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import { createChunkReader } from "./chunk-reader.ts";
import { createStreamParts } from "./stream-parts.ts";

const target = { provider: "test", model: "m", url: new URL("http://127.0.0.1/v1/chat/completions") };
type Part = LanguageModelV4StreamPart;

/** Plays a body, read by read, into the reader, as the pump does. */
function play(reads: readonly string[], broken?: ThorpError) {
  const parts: Part[] = [];
  let made = 0;
  const emit = (part: Part) => void parts.push(part);
  const reader = createChunkReader({
    target,
    parts: createStreamParts({ provider: "test", newId: () => `made-${made++}`, emit }),
  });
  if (!reads.some((read) => reader.text(read))) reader.close(broken);
  const finish = parts.at(-1);
  const error = parts.find((part) => part.type === "error")?.error;
  return {
    parts,
    text: parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join(""),
    reasoning: parts.map((part) => (part.type === "reasoning-delta" ? part.delta : "")).join(""),
    calls: parts.filter((part) => part.type === "tool-call"),
    error: error instanceof ThorpError ? error : undefined,
    finish: finish?.type === "finish" ? finish : undefined,
  };
}

const chunk = (delta: unknown, finish_reason: string | null = null, over: object = {}) =>
  `data: ${JSON.stringify({ id: "c", model: "m", created: 1_800_000_000, choices: [{ index: 0, delta, finish_reason }], ...over })}\n\n`;
const DONE = "data: [DONE]\n\n";

describe("a reply", () => {
  test("has one delta for all text of one read", () => {
    const { parts } = play([
      chunk({ content: "a" }) + chunk({ content: "b" }),
      chunk({ content: "c" }) + chunk({}, "stop") + DONE,
    ]);
    expect(parts.filter((part) => part.type === "text-delta").map((part) => part.delta)).toEqual(["ab", "c"]);
    expect(parts[0]).toEqual({
      type: "response-metadata",
      id: "c",
      modelId: "m",
      timestamp: new Date(1_800_000_000_000),
    });
  });

  test.each([
    ["reasoning", { reasoning: "hm" }],
    ["reasoning_content", { reasoning_content: "hm" }],
    ["both, once", { reasoning: "hm", reasoning_content: "hm" }],
  ])("reads thoughts from %s", (_, delta) => {
    const { reasoning, parts } = play([chunk(delta) + chunk({ content: "yes" }, "stop") + DONE]);
    expect(reasoning).toBe("hm");
    expect(parts.map((part) => part.type)).toEqual([
      ...["response-metadata", "reasoning-start", "reasoning-delta", "reasoning-end"],
      ...["text-start", "text-delta", "text-end", "finish"],
    ]);
  });

  test("passes over what says nothing", () => {
    const nothing = [
      ": OPENROUTER PROCESSING\n\n",
      'data: {"choices":null}\n\n',
      'data: {"choices":[]}\n\n',
      'data: {"choices":[{"index":0}]}\n\n',
      'data: {"choices":[null]}\n\n',
      'data: {"choices":[{"delta":null,"finish_reason":null}],"usage":null}\n\n',
      'data: {"choices":[{"delta":{"content":null,"tool_calls":null,"refusal":null}}]}\n\n',
      'data: {"choices":[{"delta":{"tool_calls":[null]}}]}\n\n',
      "data: {}\n\n",
    ];
    const { text, error, finish } = play([...nothing, chunk({ content: "x" }, "stop"), DONE]);
    expect([text, error, finish?.finishReason.unified]).toEqual(["x", undefined, "stop"]);
  });

  test("reads content in typed pieces", () => {
    expect(play([chunk({ content: [{ type: "text", text: "a" }, { type: "other" }, "odd", null] }, "stop")]).text).toBe(
      "a",
    );
  });

  test("shows a refusal as text with its reason", () => {
    const { text, finish } = play([chunk({ refusal: "I cannot." }) + chunk({}, "stop") + DONE]);
    expect([text, finish?.finishReason.unified]).toEqual(["I cannot.", "content-filter"]);
  });

  test.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "content-filter"],
    ["something_new", "other"],
    ["error", "error"],
  ])("that ends with %s ends with %s", (raw, unified) => {
    expect(play([chunk({ content: "x" }, raw), DONE]).finish?.finishReason).toEqual({ unified, raw });
  });

  test("with calls ends with them even where the server says stop", () => {
    const call = chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] });
    expect(play([call, chunk({}, "stop"), DONE]).finish?.finishReason).toEqual({ unified: "tool-calls", raw: "stop" });
    expect(play([call, DONE]).finish?.finishReason).toEqual({ unified: "tool-calls", raw: undefined });
    expect(play([call, chunk({}, "length"), DONE]).finish?.finishReason.unified).toBe("length");
  });

  test("is complete without [DONE] once it has a reason", () => {
    const { error, finish } = play([chunk({ content: "x" }, "stop")], new ThorpError("model-unavailable", "reset"));
    expect([error, finish?.finishReason.unified]).toEqual([undefined, "stop"]);
  });

  test("is complete without a reason once it has [DONE]", () => {
    expect(play([chunk({ content: "x" }) + DONE]).finish?.finishReason).toEqual({ unified: "stop", raw: undefined });
  });

  test("that was cancelled is cancelled, even after its last word", () => {
    expect(play([chunk({ content: "x" }, "stop")], new ThorpError("cancelled", "enough")).error?.code).toBe(
      "cancelled",
    );
  });

  test("names who really answered", () => {
    const { finish } = play([chunk({ content: "x" }, "stop", { provider: "Acme" }), DONE]);
    expect(finish?.providerMetadata).toEqual({ test: { provider: "Acme" } });
  });
});

describe("usage", () => {
  const usageOf = (usage: unknown, more: object = {}) =>
    play([chunk({ content: "x" }, "stop"), chunk({}, null, { usage, ...more }), DONE]).finish?.usage;

  test("comes from the last chunk, with all that it holds", () => {
    const sent = {
      prompt_tokens: 10,
      completion_tokens: 6,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
      cost: 0.01,
    };
    expect(usageOf(sent)).toEqual({
      inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: undefined },
      outputTokens: { total: 6, text: 4, reasoning: 2 },
      raw: sent,
    });
  });

  test("is undefined where it is missing or makes no sense", () => {
    expect(usageOf(undefined)?.inputTokens.total).toBeUndefined();
    expect(usageOf({})?.inputTokens.total).toBeUndefined();
    expect(usageOf({ prompt_tokens: -1, completion_tokens: null })?.outputTokens.total).toBeUndefined();
    expect(usageOf({ prompt_tokens: "7" })?.inputTokens.total).toBeUndefined();
  });

  test("comes from llama-server's timings where there is no other", () => {
    const usage = usageOf(undefined, { timings: { cache_n: 3, prompt_n: 4, predicted_n: 5 } });
    expect([usage?.inputTokens.total, usage?.inputTokens.cacheRead, usage?.outputTokens.total]).toEqual([7, 3, 5]);
  });
});

describe("trouble after a 200", () => {
  test("is an error part when the server says so in the stream", () => {
    const { text, error, finish } = play([
      chunk({ content: "x" }),
      'data: {"error":{"message":"slow down","code":429}}\n\n',
      chunk({ content: "never read" }),
    ]);
    expect([text, error?.code, finish?.finishReason.unified]).toEqual(["x", "rate-limited", "error"]);
  });

  test.each([
    ["a named event", 'event: error\ndata: {"message":"boom"}\n\n'],
    ["a named event of plain text", "event: error\ndata: boom\n\n"],
    ["a bare line", '{"error":{"message":"boom"}}\n'],
    [
      "beside choices",
      'data: {"error":{"message":"boom"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}\n\n',
    ],
  ])("is understood as %s", (_, event) => {
    expect(play([chunk({ content: "x" }), event]).error?.message).toContain("boom");
  });

  test("ignores an error that is null", () => {
    expect(play([chunk({ content: "x" }, "stop", { error: null }), DONE]).error).toBeUndefined();
  });

  test("names a chunk that is no JSON", () => {
    expect(play([chunk({ content: "x" }), "data: oops\n\n"]).error).toMatchObject({
      code: "model-output",
      message: expect.stringContaining("oops"),
    });
  });

  test("is one JSON answer from a server that does not stream", () => {
    const message = { content: "whole", tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }] };
    const body = JSON.stringify(
      {
        id: "c",
        choices: [{ message, finish_reason: "tool_calls" }],
        usage: { prompt_tokens: 1, completion_tokens: 2 },
      },
      null,
      2,
    );
    const { text, calls, finish } = play([body.slice(0, 30), body.slice(30)]);
    expect([text, calls.length, finish?.usage.outputTokens.total]).toEqual(["whole", 1, 2]);
  });

  test("is chunks on lines of their own from a server that forgot the event stream", () => {
    const lines = [
      { choices: [{ delta: { content: "a" } }] },
      { choices: [{ delta: { content: "b" }, finish_reason: "stop" }] },
    ];
    expect(play([lines.map((line) => JSON.stringify(line)).join("\n")]).text).toBe("ab");
  });

  test("is an error in one JSON document", () => {
    expect(play(['{"error":{"message":"boom"}}']).error?.message).toContain("boom");
  });

  test.each(["<html><title>Login</title></html>", "\n\n <!doctype html><title>Login</title>"])(
    "is the page of a proxy: %s",
    (page) => {
      expect(play([page]).error).toMatchObject({
        code: "model-unavailable",
        message: expect.stringContaining("Login"),
      });
    },
  );

  test("is nothing at all", () => {
    expect(play([]).error?.message).toContain("ended the stream before");
    expect(play(["\n", "\n"]).finish?.finishReason.unified).toBe("interrupted");
  });
});

test("a stream cut at any byte ends well: text is a beginning, calls are whole, and the cut is told", () => {
  const body = Buffer.from(
    [
      ": ping\r\n\r\n",
      chunk({ reasoning: "Thinking ✓" }),
      chunk({ content: "Héllo 🎉" }),
      chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: '{"city":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }),
      chunk({}, "tool_calls"),
      chunk({}, null, { usage: { prompt_tokens: 3, completion_tokens: 4 } }),
      DONE,
    ].join(""),
  );
  const whole = body.indexOf('"finish_reason":"tool_calls"') + '"finish_reason":"tool_calls"}]}'.length;
  for (let cut = 0; cut <= body.length; cut++) {
    const decoder = new TextDecoder();
    const { text, calls, error, finish, parts } = play([decoder.decode(body.subarray(0, cut), { stream: true })]);
    expect("Héllo 🎉".startsWith(text)).toBe(true);
    for (const call of calls) expect(JSON.parse(call.input)).toEqual({ city: "Oslo" });
    expect(finish, `cut at ${cut}`).toBeDefined();
    expect(error === undefined, `cut at ${cut}`).toBe(cut >= whole);
    const starts = parts.filter((part) => part.type.endsWith("-start")).length;
    expect(parts.filter((part) => part.type.endsWith("-end")).length).toBe(starts);
  }
});
