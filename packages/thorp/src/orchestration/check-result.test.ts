import { describe, expect, it } from "vitest";
import type { AgentAnswer } from "../agents/assignment.ts";
import { checkResult } from "./check-result.ts";
import { resultOf } from "./test-world.ts";

const artifact = { id: "a", title: "A", mediaType: "text/csv", bytes: 1 };
const problem = { code: "tool-failed", message: "disk full" } as const;
const check = (
  text: string,
  rest: Partial<AgentAnswer> & { readonly artifacts?: readonly (typeof artifact)[]; readonly acceptance?: string } = {},
) => {
  const { artifacts = [], acceptance, ...more } = rest;
  const answer: AgentAnswer = {
    kind: "answer",
    result: resultOf(text, { artifacts }),
    step: "s",
    model: "m",
    tier: "local",
    abstained: false,
    higherTier: undefined,
    problems: [],
    failedTools: [],
    ...more,
  };
  return checkResult({ acceptance }, answer);
};

describe("checkResult", () => {
  it.each(["42", "I can do that: 42", "Sorry is what he said."])("accepts %s", (text) =>
    expect(check(text)).toEqual({ verdict: "accept" }),
  );

  it("rejects what abstains, in its own words", () => {
    expect(check("needs a model", { abstained: true })).toEqual({ verdict: "reject", reason: "needs a model" });
    expect(check("", { abstained: true })).toMatchObject({ verdict: "reject", reason: expect.stringMatching(/./) });
  });

  it("sends back silence, unless a file speaks for it", () => {
    expect(check(" \n")).toMatchObject({ verdict: "revise" });
    expect(check("", { artifacts: [artifact] })).toEqual({ verdict: "accept" });
  });

  it.each([
    "I'm sorry, but no.",
    "I am unable to do that.",
    "As an AI language model, …",
    "I cannot open files.",
    "I can't.",
    "Unfortunately, I failed.",
  ])("sends back the excuse %s", (text) => {
    expect(check(text)).toMatchObject({
      verdict: "revise",
      reason: expect.stringContaining("only says why"),
      advice: expect.stringContaining("Use a tool".toLowerCase()),
    });
    expect(check(`${text} ${"But here is what I found. ".repeat(30)}`)).toEqual({ verdict: "accept" });
    expect(check(text, { artifacts: [artifact] })).toEqual({ verdict: "accept" });
  });

  it("asks for the file that was promised, when making it went wrong", () => {
    const acceptance = "a chart of all months";
    expect(check("Here is the chart.", { acceptance, problems: [problem] })).toEqual({
      verdict: "revise",
      reason: "The task asks for a file, and none was made: disk full",
    });
    expect(check("Here is the chart.", { acceptance, problems: [problem], artifacts: [artifact] })).toEqual({
      verdict: "accept",
    });
    expect(check("12 days (a.md).", { acceptance: "every statement names its file", problems: [problem] })).toEqual({
      verdict: "accept",
    });
    expect(check("All months add up to 9.", { acceptance: "a sum", problems: [problem] })).toEqual({
      verdict: "accept",
    });
  });
});
