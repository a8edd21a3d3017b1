/** A stream that is cut at any place: nothing received is lost, nothing comes twice, and half a call is no call. */
import { describe, expect, it } from "vitest";
import { createHastyClock } from "../../src/gateway/test-world.ts";
import type { LanguageModelV4StreamPart } from "../../src/models/language-model.ts";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { askFaulty, failuresOf, modelOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";
import { createFaultTransport, type FaultyReply } from "./fault-transport.ts";

const WORDS = ["Hello", ", wörld ", "你好", " 🎉", " done."];
const reply: ServerReply = {
  reasoning: ["Let me ", "think."],
  text: WORDS,
  toolCalls: [{ name: "look_up", input: { query: "tea & «scones»" }, id: "call_1" }],
  usage: { input: 12, output: 8 },
};

async function partsOf(subject: Subject, fault: FaultyReply): Promise<readonly LanguageModelV4StreamPart[]> {
  const { send } = createFaultTransport(() => fault);
  const { stream } = await modelOf(subject, { send, clock: createHastyClock() }).doStream({
    prompt: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
  });
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const textOf = (parts: readonly LanguageModelV4StreamPart[], type: "text-delta" | "reasoning-delta" = "text-delta") =>
  parts.map((part) => (part.type === type ? part.delta : "")).join("");
const callsOf = (parts: readonly LanguageModelV4StreamPart[]) => parts.filter((part) => part.type === "tool-call");

/** The text that stands in whole events before the cut. */
function wholeBefore(pieces: readonly string[], length: number): string {
  let text = "";
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    // The line is whole without its line end too.
    if (at + piece.trimEnd().length > length) break;
    at += piece.length;
    // Two thoughts come first.
    text += WORDS[index - 2] ?? "";
  }
  return text;
}

describe.each(subjects)("a stream of %s", (subject) => {
  const pieces = soundPieces(subject, reply);
  const body = pieces.join("");

  it("is recorded whole", async () => {
    const parts = await partsOf(subject, { body });
    expect([textOf(parts), textOf(parts, "reasoning-delta")]).toEqual([WORDS.join(""), "Let me think."]);
    expect(callsOf(parts)).toMatchObject([{ toolName: "look_up" }]);
    expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: { unified: "tool-calls" } });
  });

  it.each(["end", "reset"] as const)("cut at every character, then %s", async (then) => {
    const whole = WORDS.join("");
    for (let length = 0; length < body.length; length++) {
      const parts = await partsOf(subject, { body: body.slice(0, length), after: then });
      const where = `after ${length} of ${body.length} characters`;
      const text = textOf(parts);
      expect(whole.startsWith(text), where).toBe(true);
      expect(text.length, `${where}: nothing received is lost`).toBeGreaterThanOrEqual(
        wholeBefore(pieces, length).length,
      );
      const last = parts.at(-1);
      expect(last?.type, where).toBe("finish");
      expect(
        parts.filter((part) => part.type === "finish"),
        where,
      ).toHaveLength(1);
      const calls = callsOf(parts);
      expect(calls.length, where).toBeLessThanOrEqual(1);
      for (const call of calls)
        expect(JSON.parse(call.type === "tool-call" ? call.input : ""), where).toEqual({ query: "tea & «scones»" });
      const failed = parts.some((part) => part.type === "error");
      const isGood = last?.type === "finish" && ["stop", "tool-calls"].includes(last.finishReason.unified);
      // Either an error, or the whole of it.
      expect(isGood, where).toBe(!failed);
      if (isGood) expect([text, calls.length], where).toEqual([whole, 1]);
    }
  });

  it("torn at every character comes to the same", async () => {
    for (let at = 1; at < body.length; at++) {
      const parts = await partsOf(subject, { body: [body.slice(0, at), body.slice(at)] });
      expect([textOf(parts), callsOf(parts).length, parts.at(-1)?.type], `torn at ${at}`).toEqual([
        WORDS.join(""),
        1,
        "finish",
      ]);
    }
  });

  it("one character at a time comes to the same", async () => {
    const parts = await partsOf(subject, { body: Array.from(body) });
    expect([textOf(parts), textOf(parts, "reasoning-delta"), callsOf(parts).length]).toEqual([
      WORDS.join(""),
      "Let me think.",
      1,
    ]);
  });

  it("that falls silent anywhere is given up, with all that had come", { timeout: 30_000 }, async () => {
    // Once the server has given its reason to finish, silence harms nobody.
    const end = body.search(/"finish_reason":"|"done":true/);
    for (let length = 0; length < end; length += 23) {
      const told = await askFaulty(subject, () => ({ body: body.slice(0, length), after: "silence" }), { alone: true });
      expect(told.outcome, `after ${length}`).toMatchObject({ ok: false, failure: { code: "model-unavailable" } });
      const { text } = told.outcome as { text: string };
      expect(text, `after ${length}`).toBe(wholeBefore(pieces, Math.max(0, length)).slice(0, text.length));
      expect(failuresOf(told).every((failure) => failure.text === text)).toBe(true);
      expect([told.stillReserved, told.network.requests.length]).toEqual([0, 3]);
    }
  });

  it("that breaks is paid in full, and answered by the next tier", async () => {
    const told = await askFaulty(subject, () => ({ body: pieces.slice(0, 4).join(""), after: "reset" }));
    expect(told.outcome).toMatchObject({ ok: true, text: "From above.", model: "above" });
    const amounts = told.events.flatMap((event) => (event.type === "budget-reserve" ? [event.amount] : []));
    expect(told.spent).toBe(amounts.slice(0, 3).reduce((sum, amount) => sum + amount, 0) + 50);
    expect(told.stillReserved).toBe(0);
  });
});
