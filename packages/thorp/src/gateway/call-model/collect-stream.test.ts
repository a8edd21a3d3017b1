import { describe, expect, it } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import type { LanguageModelV4StreamPart } from "../../models/language-model.ts";
import { collectStream } from "./collect-stream.ts";

const key = "zq-key-0123456789abcdef";
const text = (delta: string): LanguageModelV4StreamPart => ({ type: "text-delta", id: "t", delta });
const finish = (
  unified: "stop" | "length" | "error" | "interrupted" | "other" = "stop",
): LanguageModelV4StreamPart => ({
  type: "finish",
  finishReason: { unified, raw: undefined },
  usage: {
    inputTokens: { total: 7, noCache: 4, cacheRead: 3, cacheWrite: undefined },
    outputTokens: { total: 5, text: 3, reasoning: 2 },
  },
});

function collecting(parts: Iterable<LanguageModelV4StreamPart> | AsyncIterable<LanguageModelV4StreamPart>) {
  const abort = new AbortController();
  const frames: string[] = [];
  let partial = "";
  const stream = ReadableStream.from(parts) as ReadableStream<LanguageModelV4StreamPart>;
  const done = collectStream(
    { stream },
    {
      onFrame: (kind, delta) => frames.push(`${kind}:${delta}`),
      onText: (shown) => {
        partial = shown;
      },
      secrets: createSecretFilter([key]),
      signal: abort.signal,
    },
  );
  done.catch(() => {});
  return { abort, frames, done, stream, partial: () => partial };
}

/** Never ends by itself and takes no notice of being cancelled. */
async function* deaf(...parts: LanguageModelV4StreamPart[]) {
  yield* parts;
  await new Promise(() => {});
}

describe("collectStream", () => {
  it("gathers text, tool calls and usage, and shows text and thoughts as they come", async () => {
    const { done, frames, partial } = collecting([
      { type: "stream-start", warnings: [] },
      { type: "reasoning-delta", id: "r", delta: "hm" },
      text("Hel"),
      text("lo"),
      { type: "tool-call", toolCallId: "1", toolName: "add", input: '{"a":1' },
      finish(),
    ]);
    expect(await done).toMatchObject({
      text: "Hello",
      toolCalls: [{ id: "1", tool: "add", input: '{"a":1' }],
      finish: "stop",
      usage: { inputTokens: 7, outputTokens: 5, cachedTokens: 3, reasoningTokens: 2 },
    });
    expect(frames).toEqual(["reasoning:hm", "text:Hel", "text:lo"]);
    expect(partial()).toBe("Hello");
  });

  it("counts nothing where the server counted nothing", async () => {
    const part = finish("length") as Extract<LanguageModelV4StreamPart, { type: "finish" }>;
    const usage = {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
    const collected = await collecting([{ ...part, usage }]).done;
    expect(collected).toMatchObject({ finish: "length", usage: { inputTokens: 0, outputTokens: 0 }, text: "" });
  });

  it("takes an unknown end for other", async () =>
    expect((await collecting([finish("other")]).done).finish).toBe("other"));

  it.each([
    ["stops half-way", [text("Half an ans")]],
    ["ends with an error that nobody named", [text("Half an ans"), finish("error")]],
    ["was interrupted", [text("Half an ans"), finish("interrupted")]],
    ["breaks with words", [text("Half an ans"), { type: "error", error: "boom" } as const, finish("error")]],
  ])("a stream that %s is a failure with its text kept", async (_how, parts) => {
    const { done, partial } = collecting(parts);
    await expect(done).rejects.toMatchObject({ code: "model-output" });
    expect(partial()).toBe("Half an ans");
  });

  it("throws the error of an error part as it is", async () => {
    const error = new ThorpError("rate-limited", "slow down", { retryAfterMs: 10 });
    await expect(collecting([{ type: "error", error }]).done).rejects.toBe(error);
  });

  it("masks secrets in text and in thoughts, also when they come in pieces", async () => {
    const pieces = [key.slice(0, 9), key.slice(9, 10), key.slice(10)];
    const { done, frames } = collecting([
      ...pieces.map((delta) => ({ type: "reasoning-delta", id: "r", delta }) as const),
      ...pieces.map(text),
      text(" it is"),
      finish(),
    ]);
    expect((await done).text).toBe("[secret removed] it is");
    expect(frames.join("")).not.toContain(key.slice(0, 9));
    expect(frames[0]).toBe("reasoning:[secret removed]");
  });

  it("shows at the end what was held back, and when the stream broke too", async () => {
    const whole = collecting([text("ends with zq-ke"), finish()]);
    expect((await whole.done).text).toBe("ends with zq-ke");
    const broken = collecting([text("ends with zq-ke")]);
    await expect(broken.done).rejects.toThrow();
    expect(broken.partial()).toBe("ends with zq-ke");
    expect(broken.frames.join("")).toContain("zq-ke");
  });

  it("stops when it is told to, even if the provider goes on for ever", async () => {
    const { done, abort, partial, stream } = collecting(deaf(text("so far")));
    await new Promise((resolve) => setImmediate(resolve));
    const reason = new ThorpError("cancelled", "enough");
    abort.abort(reason);
    await expect(done).rejects.toBe(reason);
    expect(partial()).toBe("so far");
    await stream.cancel().catch(() => {});
  });

  it("reads nothing when it was stopped before", async () => {
    const { done, frames, abort } = collecting(deaf());
    abort.abort(new ThorpError("cancelled", "enough"));
    await expect(done).rejects.toMatchObject({ code: "cancelled" });
    expect(frames).toEqual([]);
  });

  it("closes the connection when it leaves early", async () => {
    let isClosed = false;
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      start: (controller) => controller.enqueue({ type: "error", error: new Error("boom") }),
      cancel: () => {
        isClosed = true;
      },
    });
    const options = {
      onFrame: () => {},
      onText: () => {},
      secrets: createSecretFilter([]),
      signal: new AbortController().signal,
    };
    await expect(collectStream({ stream }, options)).rejects.toThrow("boom");
    expect(isClosed).toBe(true);
  });
});
