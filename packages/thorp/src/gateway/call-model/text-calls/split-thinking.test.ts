import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createThinkingSplitter } from "./split-thinking.ts";

/** What is left of a text that came in pieces of so many characters. */
function split(text: string, size = 1) {
  const splitter = createThinkingSplitter();
  let said = "";
  let thought = "";
  const take = (piece: ReturnType<typeof splitter.push>) => {
    if (piece.retracts) {
      thought += said;
      said = "";
    }
    said += piece.text;
    thought += piece.thought;
  };
  for (let at = 0; at < text.length; at += size) take(splitter.push(text.slice(at, at + size)));
  take(splitter.flush());
  return { said, thought };
}

const texts: readonly (readonly [string, string, string, string])[] = [
  ["no thoughts", "The answer is 4.", "The answer is 4.", ""],
  ["<think>", "<think>2 + 2…</think>\n\nFour.", "Four.", "2 + 2…"],
  ["<thinking>", "<thinking>hm</thinking>Four.", "Four.", "hm"],
  ["[THINK]", "[THINK]hm[/THINK]Four.", "Four.", "hm"],
  ["space before the mark", "\n <think>hm</think>\nFour.", "Four.", "hm"],
  ["an empty thought", "<think>\n\n</think>\n\nFour.", "Four.", "\n\n"],
  ["two thoughts", "<think>a</think>One.\n<think>b</think>Two.", "One.\nTwo.", "ab"],
  ["a thought without an end", "<think>and so on", "", "and so on"],
  ["a closing mark alone", "Let me see.\n</think>\n\nFour.", "Four.", "Let me see.\n"],
  ["a closing mark at the end of a line", "Let me see.</think>\nFour.", "Four.", "Let me see."],
  [
    "channels",
    "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>",
    "Four.",
    "hm",
  ],
  ["an end of the template", "Four.<|im_end|>", "Four.", ""],
  [
    "a mark in a sentence",
    "The <think> tag opens, </think> closes a thought.",
    "The <think> tag opens, </think> closes a thought.",
    "",
  ],
  ["a mark in code", "```\n<think>x</think>\n```\nis how.", "```\n<think>x</think>\n```\nis how.", ""],
  ["what only begins like a mark", "<thin air> and [THING]", "<thin air> and [THING]", ""],
  ["a smaller sign at the end", "1 <", "1 <", ""],
  ["tags of a page", "<table><tr><td>x</td></tr></table>", "<table><tr><td>x</td></tr></table>", ""],
];

describe("createThinkingSplitter", () => {
  it.each(texts)("%s", (_what, text, said, thought) => {
    for (const size of [1, 2, 5, 7, 1000]) expect(split(text, size), `in pieces of ${size}`).toEqual({ said, thought });
  });

  it("loses nothing and doubles nothing of a text without marks", () => {
    const sign = fc.constantFrom(...Array.from("ab <[]`\n/think|>◁"));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        fc.pre(!/<\/?(?:think|\|)|\[\/?THINK|◁/.test(text));
        expect(split(text, size).said).toBe(text.trim() === "" ? "" : text.trimStart());
      }),
    );
  });

  it("holds back no more than could begin a mark", () => {
    const splitter = createThinkingSplitter();
    expect(splitter.push("Hello, wor").text).toBe("Hello, wor");
    expect(splitter.push("ld <b").text).toBe("ld <b");
    expect(splitter.push(" <|im_").text).toBe(" ");
  });
});
