import { describe, expect, it } from "vitest";
import type { AgentAnswer } from "../agents/assignment.ts";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
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
  failedTools: [],
};

async function judge(said: Said | string, given: AgentAnswer = answer) {
  const asked: ModelCall[] = [];
  const environment = environmentOf(teamOf([manager]), { think: () => said, asked });
  const { value } = await valueOf(
    (context) =>
      judgeResult(context, environment, {
        task,
        inputs: [],
        labels: [],
        above: [],
        planner: manager,
        peers: [],
        depth: 0,
        tasksBelow: 0,
        answer: given,
        prefix: "retry-",
      }),
    { runtime: "strict" },
  );
  return { value, asked };
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
    expect((await judge(text)).value).toEqual(verdict);
  });

  it.each<Said>([
    { failure: { code: "model-unavailable", message: "down" } },
    { text: '{"verdict":"reject"}', abstained: true },
  ])("does not hold up work when the judge cannot be heard", async (said) => {
    expect((await judge(said)).value).toEqual({ verdict: "accept" });
  });

  it("holds the judge to a verdict", async () => {
    const { asked } = await judge("");
    expect(asked[0]).toMatchObject({
      tools: [],
      schema: { properties: { verdict: { enum: ["accept", "revise", "reject"] } } },
    });
  });

  it("asks nobody about a file that is gone", async () => {
    const gone = { id: "f", title: "report.md", mediaType: "text/markdown", bytes: 5, file: "/out/report.md" };
    const { value, asked } = await judge('{"verdict":"accept"}', {
      ...answer,
      result: resultOf("saved", { artifacts: [gone] }),
    });
    expect(value).toEqual({ verdict: "revise", reason: "The file report.md is not there any more. Make it again." });
    expect(asked).toEqual([]);
  });
});
