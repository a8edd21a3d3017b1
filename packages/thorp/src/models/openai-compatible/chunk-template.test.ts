import { describe, expect, test } from "vitest";
import { createSeededDice } from "../../base/dice.ts";
import type { ChatChunk } from "./chunk.ts";
import { createChunkTemplate } from "./chunk-template.ts";

const chunkOf = (delta: object, over: object = {}) => ({
  id: "c",
  model: "m",
  choices: [{ index: 0, delta, finish_reason: null }],
  ...over,
});
const content = (text: string, over: object = {}) => chunkOf({ content: text }, over);
const argument = (text: string) => chunkOf({ tool_calls: [{ index: 0, function: { arguments: text } }] });

/** Reads chunks as the reader does; tells how many of them were parsed. */
function readAll(lines: readonly string[]): { readonly chunks: readonly unknown[]; readonly parsed: number } {
  const template = createChunkTemplate();
  let parsed = 0;
  const chunks = lines.map((line) => {
    const alike = template.fill(line);
    if (alike !== undefined) return structuredClone(alike);
    parsed++;
    const chunk = JSON.parse(line) as ChatChunk;
    template.learn(line, chunk);
    return chunk;
  });
  return { chunks, parsed };
}

describe("a chunk template", () => {
  test("reads the tokens of a reply and parses one of them", () => {
    const sent = ["Hel", "lo", ' "you"', "\\", "\n\t\u0001", "ü\u2028", "", "}]}"].map((text) => content(text));
    expect(readAll(sent.map((chunk) => JSON.stringify(chunk)))).toEqual({ chunks: sent, parsed: 1 });
  });

  test("reads the pieces of arguments", () => {
    const sent = ['{"que', 'ry": "a', '\\"b"}'].map(argument);
    expect(readAll(sent.map((chunk) => JSON.stringify(chunk)))).toEqual({ chunks: sent, parsed: 1 });
  });

  test("reads spaced JSON as some servers write it", () => {
    const lines = ["a", "b"].map((text) => `{"choices": [{"delta": {"content": "${text}"}}]}`);
    expect(readAll(lines).parsed).toBe(1);
  });

  test.each([
    [
      "a reason to finish",
      chunkOf({ content: "b" }),
      { choices: [{ delta: { content: "c" }, finish_reason: "stop" }] },
    ],
    ["a count", content("a", { usage: { completion_tokens: 1 } }), content("b", { usage: { completion_tokens: 2 } })],
    ["another field", content("a"), chunkOf({ content: "b", reasoning: "r" })],
    ["an error", content("a"), { error: { message: "full" } }],
  ])("leaves %s to the parser", (_, first, second) => {
    const sent = [first, second];
    expect(readAll(sent.map((chunk) => JSON.stringify(chunk)))).toEqual({ chunks: sent, parsed: 2 });
  });

  test("does not take several members for one text", () => {
    const template = createChunkTemplate();
    const line = (inside: string) => `{"choices":[{"delta":{"content":"${inside}"}}]}`;
    template.learn(line("a"), JSON.parse(line("a")) as ChatChunk);
    expect(template.fill(line('b","reasoning":"c'))).toBeUndefined();
    expect(template.fill(line('b\\\\","reasoning":"c'))).toBeUndefined();
    expect(template.fill(line("b\\"))).toBeUndefined();
  });

  test("is not misled by a key that stands in a text", () => {
    const lines = ['{"note":"x","choices":[{"delta":{"content":"a"},"logprobs":{"content":null}}]}'];
    expect(readAll([...lines, lines[0]?.replace('"a"', '"b"') ?? ""]).parsed).toBe(2);
  });

  test("gives what the parser gives, for whatever comes", () => {
    const dice = createSeededDice("chunks");
    const pieces = ["a", '"', "\\", "\n", '{"content":"', ',"content":', "é", "\u0000", "]}", "null"];
    const pick = () => pieces[Math.floor(dice() * pieces.length)] ?? "";
    const word = () => Array.from({ length: 1 + Math.floor(dice() * 3) }, pick).join("");
    for (let round = 0; round < 300; round++) {
      const sent = Array.from({ length: 8 }, () => {
        const kind = dice();
        if (kind < 0.5) return content(word());
        if (kind < 0.8) return argument(word());
        return content(word(), { [dice() < 0.5 ? "content" : "usage"]: word() });
      });
      expect(readAll(sent.map((chunk) => JSON.stringify(chunk))).chunks).toEqual(sent);
    }
  });
});
