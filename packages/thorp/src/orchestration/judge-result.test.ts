import { describe, expect, it } from "vitest";
import type { AgentAnswer } from "../agents/assignment.ts";
import { judgeResult } from "./judge-result.ts";
import { agentOf, environmentOf, resultOf, type Said, taskOf, teamOf, valueOf } from "./test-world.ts";

const manager = agentOf("manager", { kind: "manager" });
const task = taskOf("t1", { acceptance: "a number" });
const answer: AgentAnswer = {
  kind: "answer",
  result: resultOf("42"),
  step: "model-1",
  model: "m",
  tier: "local",
  abstained: false,
  higherTier: undefined,
  problems: [],
};

async function judge(said: Said | string) {
  const environment = environmentOf(teamOf([manager]), { think: () => said });
  const { value } = await valueOf(
    (context) =>
      judgeResult(context, environment, {
        task,
        inputs: [],
        planner: manager,
        peers: [],
        depth: 0,
        tasksBelow: 0,
        answer,
        prefix: "retry-",
      }),
    { runtime: "strict" },
  );
  return value;
}

describe("judgeResult", () => {
  it.each([
    ['{"verdict":"accept"}', { verdict: "accept" }],
    ['{"verdict":"revise","reason":"too short"}', { verdict: "revise", reason: "too short" }],
    ['```json\n{"verdict": "reject", "reason": "wrong"}\n```', { verdict: "reject", reason: "wrong" }],
    [
      'My verdict: {"verdict":"Reject","reason":null}',
      { verdict: "reject", reason: "It does not meet the acceptance check." },
    ],
    ["{'verdict': 'REVISE', 'reason': 'cite it',}", { verdict: "revise", reason: "cite it" }],
    ['{"verdict":"perhaps"}', { verdict: "accept" }],
    ["It looks fine to me.", { verdict: "accept" }],
    ["", { verdict: "accept" }],
    ["[]", { verdict: "accept" }],
  ])("reads %s", async (text, verdict) => {
    expect(await judge(text)).toEqual(verdict);
  });

  it.each<Said>([
    { failure: { code: "model-unavailable", message: "down" } },
    { text: '{"verdict":"reject"}', abstained: true },
  ])("does not hold up work when the judge cannot be heard", async (said) => {
    expect(await judge(said)).toEqual({ verdict: "accept" });
  });
});
