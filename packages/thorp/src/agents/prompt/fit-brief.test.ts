import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Brief } from "../../models/brief.ts";
import { agentOf, countChars } from "../../orchestration/test-world.ts";
import { promptBuilder } from "./build-prompt.ts";
import { fitBrief } from "./fit-brief.ts";
import { renderBrief } from "./render-brief.ts";

const worker = agentOf("worker");
const size = (brief: Brief) => countChars(renderBrief(worker, undefined, brief));

function briefOf(rest: Partial<Brief> = {}): Brief {
  const agent = { name: "worker", kind: "executor", description: "", examples: [], capabilities: [] };
  return {
    purpose: "work",
    agent,
    request: "the request",
    history: [],
    files: [],
    inputs: [],
    toolCalls: [],
    learned: [],
    tools: [],
    delegates: [],
    missing: [],
    now: 0,
    timeZone: "UTC",
    ...rest,
  };
}
const words = (count: number, word = "word") => Array.from({ length: count }, (_, i) => `${word}${i}`).join(" ");
const inputOf = (id: string, text: string) => ({
  id,
  goal: `goal of ${id}`,
  text,
  artifacts: [],
  sources: [],
  labels: [],
});
const callOf = (id: string, turn: number, text: string, input: string) => ({
  id,
  turn,
  tool: "look",
  input: { text: input },
  ok: true,
  text,
  artifacts: [],
  sources: [],
  labels: [],
});

describe("fitBrief", () => {
  it("leaves alone what fits", () => {
    const brief = briefOf({ inputs: [inputOf("t1", words(50))] });
    expect(fitBrief(brief, size(brief), size)).toEqual({ brief, trimmed: [] });
  });

  it("fits or is the least that can be made, and never loses the goal", () => {
    const text = fc.oneof(
      fc.string(),
      fc.nat(1500).map((count) => words(count)),
      fc.nat(3000).map((count) => "😀".repeat(count)),
    );
    const briefs = fc.record({
      history: fc.array(fc.record({ role: fc.constantFrom("person" as const, "team" as const), text }), {
        maxLength: 8,
      }),
      inputs: fc.array(
        text.map((one) => inputOf("t1", one)),
        { maxLength: 5 },
      ),
      toolCalls: fc
        .array(fc.tuple(text, text), { maxLength: 6 })
        .map((pairs) => pairs.map(([one, other], i) => callOf(`c${i}`, 1 + (i >> 1), one, other))),
      learned: fc.array(text, { maxLength: 4 }),
      missing: fc.array(
        text.map((reason) => ({ id: "t9", goal: "other", reason })),
        { maxLength: 4 },
      ),
      files: fc.array(
        text.map((path) => ({
          path,
          mediaType: "text/csv",
          bytes: 1,
          columns: [{ name: "c", type: "text" as const, examples: [path] }],
        })),
        { maxLength: 14 },
      ),
      request: text,
    });
    fc.assert(
      fc.property(briefs, fc.integer({ min: 0, max: 6000 }), fc.boolean(), (rest, limit, hasTask) => {
        const brief = briefOf({ ...rest, ...(hasTask ? { task: { id: "t1", goal: "the very goal" } } : {}) });
        const fitted = fitBrief(brief, limit, size);
        const least = size(fitBrief(brief, 0, size).brief);
        expect(size(fitted.brief)).toBeLessThanOrEqual(Math.max(limit, least));
        expect(size(fitted.brief)).toBeLessThanOrEqual(size(brief));
        const prompt = JSON.stringify(renderBrief(worker, undefined, fitted.brief));
        expect(prompt).toContain(
          hasTask
            ? "the very goal"
            : JSON.stringify(brief.request.slice(0, 100).replace(/[\uD800-\uDBFF]$/, "")).slice(1, -1),
        );
        expect(fitted.brief.inputs).toHaveLength(brief.inputs.length);
        expect(prompt).not.toMatch(/\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/i);
        expect(fitted.trimmed.length > 0).toBe(fitted.brief !== brief);
      }),
      { numRuns: 80 },
    );
  });

  it("gives up no more than it must, in order, and names it", () => {
    const brief = briefOf({
      task: { id: "t3", goal: "the goal" },
      history: Array.from({ length: 20 }, (_, i) => ({
        role: i % 2 === 0 ? ("person" as const) : ("team" as const),
        text: `${i}: ${words(40)}`,
      })),
      inputs: [inputOf("t1", words(400)), inputOf("t2", "short")],
      toolCalls: [callOf("c1", 1, words(600), "x")],
    });
    const whole = size(brief);
    const little = fitBrief(brief, whole - 200, size);
    expect(little.trimmed).toEqual(["older messages left out"]);
    expect(little.brief.history.at(-1)).toEqual(brief.history.at(-1));
    const more = fitBrief(brief, 1200, size);
    expect(more.trimmed).toEqual(["older messages left out", "tool results shortened"]);
    expect(more.brief.inputs).toEqual(brief.inputs);
    const most = fitBrief(brief, 400, size);
    expect(most.trimmed).toContain("results shortened");
    expect(most.brief.inputs[0]?.text).toMatch(/more characters in t1\]$/);
    expect(most.brief.inputs[1]?.text).toBe("short");
  });

  it("shortens the arguments of earlier calls, and leaves out whole turns at last", () => {
    const toolCalls = Array.from({ length: 12 }, (_, i) => callOf(`c${i}`, 1 + (i >> 1), "ok", words(800)));
    const brief = briefOf({ task: { id: "t1", goal: "the goal" }, toolCalls });
    const fitted = fitBrief(brief, 900, size);
    expect(size(fitted.brief)).toBeLessThanOrEqual(900);
    expect(fitted.trimmed).toEqual(["arguments of tool calls shortened"]);
    const tiny = fitBrief(brief, 300, size);
    expect(tiny.trimmed).toContain("older tool calls left out");
    expect(new Set(tiny.brief.toolCalls.map((call) => call.turn)).has(6)).toBe(true);
    expect(tiny.brief.toolCalls.length % 2).toBe(0);
    const some = fitBrief(brief, size(tiny.brief) + 200, size);
    expect(some.brief.toolCalls.length).toBeGreaterThan(tiny.brief.toolCalls.length);
    expect(some.brief.toolCalls.length).toBeLessThan(toolCalls.length);
  });

  it("keeps the summary and the newest messages of two hundred turns in a window of 4k", () => {
    const turns = Array.from({ length: 200 }, (_, i) => [
      { role: "person" as const, text: `question ${i}: ${words(30)}` },
      { role: "team" as const, text: `answer ${i}: ${words(60)}` },
    ]).flat();
    const history = [{ role: "team" as const, text: "Earlier in this conversation: they met." }, ...turns];
    const brief = briefOf({ history, request: "and now?" });
    const prompt = promptBuilder({ agent: worker, mode: undefined, brief, countTokens: countChars });
    const { messages, trimmed } = prompt(4000);
    expect(countChars(messages)).toBeLessThanOrEqual(4000);
    expect(countChars(messages)).toBeGreaterThan(3000);
    expect(trimmed).toEqual(["older messages left out"]);
    const text = JSON.stringify(messages);
    for (const part of ["they met", "question 199", "answer 199", "and now?"]) expect(text).toContain(part);
    expect(text).not.toContain("question 3:");
    expect(prompt(Infinity).messages.length).toBeGreaterThan(400);
  });
});
