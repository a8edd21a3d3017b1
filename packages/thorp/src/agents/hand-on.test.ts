import { describe, expect, it } from "vitest";
import type { ModelOutcome, ToolCallText } from "../gateway/call-model/model-call.ts";
import { agentOf, environmentOf, teamOf } from "../orchestration/test-world.ts";
import type { Assignment } from "./assignment.ts";
import { handOn } from "./hand-on.ts";
import { ownAssignment } from "./own-assignment.ts";
import { delegatedGoal, delegateOf, planSchemaFor } from "./plan-tool.ts";

const top = agentOf("top", { kind: "orchestrator", tools: ["writing"] });
const delegates = [agentOf("web-research"), agentOf("writing"), agentOf("analysis")];
const environment = environmentOf(teamOf([top, ...delegates]), { think: () => "" });
const assignment: Assignment = {
  ...ownAssignment(environment, top),
  purpose: "understand",
  stepPrefix: "",
  delegates,
  mayAsk: true,
};

function said(
  toolCalls: readonly Omit<ToolCallText, "id">[],
  tier: "local" | "embedded" = "local",
): Extract<ModelOutcome, { ok: true }> {
  return {
    ok: true,
    text: "",
    toolCalls: toolCalls.map((call, i) => ({ id: `c${i}`, ...call })),
    finish: "tool-calls",
    model: "m",
    tier,
    usage: { inputTokens: 0, outputTokens: 0 },
    costMicro: 0,
  };
}
const hand = (calls: readonly Omit<ToolCallText, "id">[], rest: Partial<Assignment> = {}) =>
  handOn(said(calls), { ...assignment, ...rest });

describe("handOn", () => {
  it("hands on a plan, whoever made it", () => {
    const call = { tool: "plan", input: '{"tasks":[]}' };
    expect(hand([{ tool: "search", input: "{}" }, call])).toEqual({ kind: "plan", input: { tasks: [] }, by: "model" });
    expect(handOn(said([call], "embedded"), assignment)).toMatchObject({ by: "rules" });
    expect(hand([call], { delegates: [] })).toBeUndefined();
  });

  it("reads broken arguments as far as it can, and hands on null where it cannot", () => {
    expect(hand([{ tool: "plan", input: "```json\n{tasks: [{id: 't1', goal: 'x',}],}```" }])).toMatchObject({
      input: { tasks: [{ id: "t1", goal: "x" }] },
    });
    expect(hand([{ tool: "plan", input: "first I will look" }])).toMatchObject({ kind: "plan", input: null });
  });

  const task = { id: "t1", goal: "find prices", agent: "web-research" };
  it.each([
    ["under another spelling", "Plan_Tool", { tasks: [task] }],
    ["with the name of its function before it", "functions.plan", { tasks: [task] }],
    ["inside a wrapper", "plan", { input: { tasks: [task] } }],
    ["with the whole call inside", "plan", { name: "plan", arguments: { tasks: [task] } }],
    ["inside its own name", "plan", { plan: { tasks: [task] } }],
    ["as a text", "plan", { tasks: JSON.stringify([task]) }],
    ["twice encoded", "plan", JSON.stringify({ tasks: [task] })],
    ["as one task instead of a list", "plan", { tasks: task }],
    ["as a bare list", "plan", [task]],
    ["with its agents as people write them", "plan", { Tasks: [{ ...task, Agent: "Web Research", agent: undefined }] }],
  ])("mends a plan %s", (_, tool, input) => {
    const handed = hand([{ tool, input: JSON.stringify(input) }]);
    expect(handed).toMatchObject({ kind: "plan", input: { tasks: [task] }, by: "model" });
    if (handed?.kind === "plan" && tool === "plan") expect(handed.mended?.length).toBeGreaterThan(0);
  });

  it("loses nothing that a plan may say, and takes a whole list of tasks", () => {
    const whole = {
      goal: "all",
      tasks: [{ ...task, needs: "t0, t2", priority: 3, optional: true }],
      answerFrom: ["t1"],
    };
    expect(hand([{ tool: "plan", input: JSON.stringify(whole) }])).toEqual({ kind: "plan", input: whole, by: "model" });
    const second = { ...task, id: "t2" };
    expect(hand([{ tool: "plan", input: JSON.stringify([task, second]) }])).toMatchObject({
      input: { tasks: [task, second] },
    });
  });

  it("takes no half of a plan for the whole", () => {
    const input = JSON.stringify({ tasks: [task, { ...task, id: "t2" }] }).slice(0, -20);
    expect(hand([{ tool: "plan", input, isCut: true }])).toEqual({ kind: "plan", input: null, by: "model" });
  });

  it("leaves a tool of the agent's own alone that is named nearly so", () => {
    const own = { ...assignment, agent: { ...assignment.agent, tools: ["plan_tool"] } };
    expect(handOn(said([{ tool: "plan_tool", input: "{}" }]), own)).toBeUndefined();
  });

  it.each([
    ["ask_person", '{"arguments":{"question":"Which year?"}}'],
    ["AskPerson", '{"question":"Which year?"}'],
    ["ask_person", '{"prompt":"Which year?"}'],
    ["ask_person", '{"question":["Which year?"]}'],
    ["ask_person", "Which year?"],
    ["ask_person", "{question: 'Which year?',}"],
  ])("mends a question: %s %s", (tool, input) => {
    expect(hand([{ tool, input }])).toMatchObject({ kind: "question", question: "Which year?" });
  });

  it("makes a plan of calls that name agents, each a task", () => {
    const handed = hand([
      { tool: "delegate_to_web_research", input: '{"priority":"high","task":"find prices"}' },
      { tool: "analysis", input: '{"goal":"compare",}' },
    ]);
    expect(handed).toEqual({
      kind: "plan",
      by: "delegation",
      input: {
        tasks: [
          { id: "t1", goal: "find prices", agent: "web-research" },
          { id: "t2", goal: "compare", agent: "analysis" },
        ],
      },
    });
  });

  it("takes an agent's own tool for the tool, also when a colleague has its name", () => {
    expect(hand([{ tool: "writing", input: '{"q":"x"}' }])).toBeUndefined();
    expect(hand([{ tool: "delegate_to_writing", input: '{"q":"x"}' }])).toMatchObject({ kind: "plan" });
  });

  it("asks the person, with choices that are texts", () => {
    expect(hand([{ tool: "ask_person", input: '{"question":"Which year?","choices":["2024",7,"2025"]}' }])).toEqual({
      kind: "question",
      question: "Which year?",
      choices: ["2024", "7", "2025"],
      calls: [],
    });
    for (const input of ["", "null", "nonsense", '{"question":""}', '{"question":5,"choices":"a"}']) {
      expect(hand([{ tool: "ask_person", input }])).toEqual({
        kind: "question",
        question: "Could you say more about what you need?",
        choices: [],
        calls: [],
      });
    }
    expect(hand([{ tool: "ask_person", input: "{}" }], { mayAsk: false })).toBeUndefined();
  });

  it("asks a named colleague, by the nearest name, and keeps what was done", () => {
    const calls = [
      { id: "c1", turn: 1, tool: "search", input: {}, ok: true, text: "found", artifacts: [], sources: [], labels: [] },
    ];
    const peers = [agentOf("sage"), agentOf("magi")];
    const ask = (input: string, rest: Partial<Assignment> = {}) =>
      handOn(said([{ tool: "ask_peer", input }]), { ...assignment, peers, ...rest }, calls);
    expect(ask('{"peer":"magi","question":"Which version?"}')).toEqual({
      kind: "question",
      question: "Which version?",
      choices: [],
      peer: "magi",
      calls,
    });
    expect(ask('{"peer":"Magi ","question":"x"}')).toMatchObject({ peer: "magi" });
    expect(ask('{"question":"x"}')).toMatchObject({ peer: "sage" });
    expect(ask('{"peer":"magi","question":"x"}', { peers: [] })).toBeUndefined();
  });

  it("is silent when there is nothing to hand on", () => {
    expect(hand([])).toBeUndefined();
    expect(hand([{ tool: "search", input: "{}" }])).toBeUndefined();
    expect(hand([{ tool: "analysis", input: "{}" }])).toBeUndefined();
  });
});

describe("delegateOf", () => {
  it.each([
    "web-research",
    "web_research",
    "Web_Research",
    "WebResearch",
    "delegate_to_web_research",
    "transfer_to_web_research",
    "handoff_to_web_research",
    "hand_off_to_web_research",
    "delegate-web-research",
    "delegateToWebResearch",
    "transfer_to_web_research_agent",
    "web_research_agent",
    "call_web_research",
    "assign_task_to_web_research",
  ])("knows %s", (name) => expect(delegateOf(name, delegates)?.name).toBe("web-research"));

  it.each(["research", "search_web", "delegate_to_nobody", "", "delegate", "agent"])("does not know %s", (name) => {
    expect(delegateOf(name, delegates)).toBeUndefined();
  });
});

describe("delegatedGoal", () => {
  it.each([
    ['{"goal":"a","note":"a much longer text"}', "a"],
    ['{"urgency":"high","Task":"find it"}', "find it"],
    ['{"a":"short","b":"the longest text wins","n":4}', "the longest text wins"],
    ['"just words"', "just words"],
    ["find the prices", "find the prices"],
    ["{'goal': 'single quotes'}", "single quotes"],
    ["{}", undefined],
    ['{"goal":"  "}', undefined],
    ["", undefined],
    ["[1]", undefined],
  ])("of %s is %s", (input, goal) => {
    expect(delegatedGoal(input)).toBe(goal);
  });
});

it("the schema of a plan names the agents at hand", () => {
  expect(JSON.stringify(planSchemaFor(delegates))).toContain('"enum":["web-research","writing","analysis"]');
});
