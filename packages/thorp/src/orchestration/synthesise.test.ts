import { describe, expect, it } from "vitest";
import type { ScheduleEnd, TaskEnd } from "./schedule-plan.ts";
import { synthesise } from "./synthesise.ts";
import {
  agentOf,
  doneEnd,
  environmentOf,
  eventsOf,
  planOf,
  resultOf,
  type Said,
  type Script,
  taskOf,
  teamOf,
  valueOf,
} from "./test-world.ts";

const top = agentOf("top", { kind: "orchestrator", delegates: ["worker"], tools: ["look_up"] });
const [a, b, c] = [taskOf("a"), taskOf("b"), taskOf("c")] as const;
const ends = new Map<string, TaskEnd>([
  [
    "a",
    {
      ...doneEnd(a),
      result: resultOf("1200 people", {
        labels: ["web:https://a.example"],
        sources: [{ title: "A", location: "https://a.example" }],
      }),
    },
  ],
  ["b", doneEnd(b, "in 12 towns")],
  ["c", { task: c, state: "failed", failure: { code: "tool-failed", message: "no net" } }],
]);
const end: ScheduleEnd = { plan: planOf(a, b, c), ends };

async function answer(said: Said | string, from = end) {
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(
    teamOf([top]),
    { think: () => said, asked },
    { history: [{ role: "person", text: "hello" }] },
  );
  const { value, events } = await valueOf((context) => synthesise(context, environment, { top, end: from }), {
    runtime: "strict",
  });
  return { value, asked, doubts: eventsOf(events, "check-end") };
}

describe("synthesise", () => {
  it("answers from the results, with citations, labels and what is missing", async () => {
    const { value, asked, doubts } = await answer("There are 1,200 [1] in 12 towns [2].");
    expect(value).toEqual({
      text: "There are 1,200 [1] in 12 towns [2].",
      citations: [
        { number: 1, path: "a", title: "goal of a", source: "https://a.example" },
        { number: 2, path: "b", title: "goal of b" },
      ],
      labels: ["team", "web:https://a.example"],
      missing: [{ id: "c", goal: "goal of c", reason: "no net" }],
    });
    expect(doubts).toEqual([]);
    expect(asked[0]).toMatchObject({
      tools: [],
      firstTry: false,
      brief: {
        purpose: "synthesis",
        history: [{ text: "hello" }],
        inputs: [{ id: "a" }, { id: "b" }],
        missing: [{ id: "c" }],
      },
    });
  });

  it("marks citations that point to nothing and numbers that no task produced, and keeps the text", async () => {
    const { value, doubts } = await answer("There are 1,300 [1] in 12 towns [7].");
    expect(value.text).toContain("1,300");
    expect(doubts).toMatchObject([
      { verdict: "revise", by: "rules", reason: "[7] points to no result; 1,300 stands in no result" },
    ]);
  });

  it.each([
    ["cannot be had", { failure: { code: "model-unavailable", message: "down" } }, "model-unavailable"],
    ["is empty", " \n", "model-output"],
  ] as const)("lets the results speak when the answer %s", async (_case, said, code) => {
    const { value } = await answer(said);
    expect(value.text).toBe("1200 people [1]\n\nin 12 towns [2]\n\nNot done: goal of c (no net)");
    expect(value.failure?.code).toBe(code);
    expect(value.labels).toContain("web:https://a.example");
    expect(value.citations.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("keeps what had been said before the stop", async () => {
    const { value } = await answer({ failure: { code: "deadline", message: "late" }, text: "There are 1,200 [1]" });
    expect(value).toMatchObject({
      text: "There are 1,200 [1]",
      failure: { code: "deadline" },
      citations: [{ number: 1 }],
    });
  });

  it("says what is missing when there is nothing else", async () => {
    const { value } = await answer(
      { failure: { code: "model-unavailable", message: "down" } },
      { plan: planOf(c), ends },
    );
    expect(value.text).toBe("Not done: goal of c (no net)");
  });
});
