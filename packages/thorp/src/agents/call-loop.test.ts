import { describe, expect, it } from "vitest";
import type { Json } from "../base/json.ts";
import { goesRound } from "./call-loop.ts";

const call = (input: Json, text = "found", ok = true, tool = "search") => ({ tool, input, text, ok });
const round = (...inputs: readonly string[]) => inputs.map((q, at) => call({ q }, `answer ${at}`));

describe("goesRound", () => {
  it.each([
    ["the same call with the same answer", [call({ q: "a" }), call({ q: "a" })]],
    ["the same call in other spacing and order", [call({ q: "a b", n: 1 }), call({ n: 1, q: " a  b " })]],
    ["two calls in turns", round("a", "b", "a", "b", "a", "b")],
    ["three calls in turns", round("a", "b", "c", "a", "b", "c", "a", "b", "c")],
    ["one call five times, whatever it brings", round("a", "a", "a", "a", "a")],
    ["a call that fails three times in other words", ["x", "y", "z"].map((why) => call({ q: "a" }, why, false))],
    [
      "failures of one call between others",
      [
        call({ q: "a" }, "x", false),
        call({ q: "b" }),
        call({ q: "a" }, "y", false),
        call({ q: "c" }),
        call({ q: "a" }, "z", false),
      ],
    ],
    [
      "arguments that only grow and find nothing",
      ["a", "a b", "a b c", "a b c d"].map((q) => call({ q }, `no ${q}`, false)),
    ],
    ["arguments that grow by the same each time", round("very", "very very", "very very very", "very very very very")],
  ])("sees %s", (_what, calls) => expect(goesRound(calls)).toBe(true));

  it.each([
    ["no calls", []],
    ["pages of a list", Array.from({ length: 9 }, (_, i) => call({ url: `https://a.org/?page=${i}` }, `page ${i}`))],
    ["pieces of a result", Array.from({ length: 9 }, (_, i) => call({ id: "t1", from: i * 4000 }, `piece ${i}`))],
    [
      "files one after the other",
      Array.from({ length: 9 }, (_, i) => call({ path: `${"x".repeat(i + 1)}.md` }, `file ${i}`)),
    ],
    [
      "a search that gets narrower and finds something else",
      ["a", "a b", "a b c", "a b c d"].map((q, i) => call({ q }, `hits ${i}`)),
    ],
    ["looking again a few times at what changes", round("a", "a", "a", "a")],
    ["two rounds of two", round("a", "b", "a", "b")],
    ["two failures of one call", [call({ q: "a" }, "x", false), call({ q: "a" }, "y", false)]],
    ["the same arguments for other tools", [call({ q: "a" }), call({ q: "a" }, "found", true, "list")]],
    ["equal answers to other questions", [call({ q: "a" }), call({ q: "b" }), call({ q: "c" })]],
  ])("takes %s for work", (_what, calls) => expect(goesRound(calls)).toBe(false));
});
