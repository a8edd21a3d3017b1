import { describe, expect, it } from "vitest";
import type { Json } from "../../base/json.ts";
import { resultOf, taskOf } from "../test-world.ts";
import { voteOnResults } from "./vote-on-results.ts";

const ends = (...texts: readonly string[]) =>
  texts.map((text, i) => ({ task: taskOf(`t${i + 1}`), state: "done" as const, result: resultOf(text) }));
const withData = (...data: readonly Json[]) =>
  ends(...data.map(String)).map((end, i) => ({ ...end, result: { ...end.result, data: data[i] ?? null } }));
const winnerOf = (given: ReturnType<typeof ends>) => voteOnResults(given)?.winner.task.id;

describe("voteOnResults", () => {
  it("counts answers as equal that differ only in how they are written", () => {
    expect(winnerOf(ends("7", "The answer is: 1,250.", "answer: **1250**", "`1250` "))).toBe("t2");
    expect(voteOnResults(ends("a", "A", "b"))).toMatchObject({ votes: 2, of: 3 });
  });

  it("counts equal data, whatever the order of its keys", () => {
    expect(winnerOf(withData({ n: 2 }, { a: 1, b: 2 }, { b: 2, a: 1 }))).toBe("t2");
  });

  it.each([
    ["all differ", ["a", "b", "c"]],
    ["two groups are equally large", ["a", "b", "a", "b"]],
    ["there is one", ["a"]],
    ["there are none", []],
    ["they are empty", ["", " ", "."]],
    ["they are essays", ["x ".repeat(300), "x ".repeat(300)]],
  ])("leaves it to a judge when %s", (_case, texts) => {
    expect(voteOnResults(ends(...texts))).toBeUndefined();
  });
});
