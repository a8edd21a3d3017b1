import { describe, expect, it } from "vitest";
import type { BriefInput } from "../models/brief.ts";
import {
  agentOf,
  environmentOf,
  type Script,
  teamOf,
  toolOf,
  untilStopped,
  valueOf,
} from "../orchestration/test-world.ts";
import type { AgentAnswer, AgentOutcome, Assignment } from "./assignment.ts";
import { ownAssignment } from "./own-assignment.ts";
import { runAgent } from "./run-agent.ts";
import type { Agent } from "./team.ts";

const tools = ["look_up", "add_up", "read_result"].map((name) => toolOf(name));
const worker = agentOf("worker", { tools: ["look_up", "add_up"], temperature: 0.3, maxOutputTokens: 500 });
const helper = agentOf("helper", { description: "Helps." });

async function run(
  script: Script,
  rest: Partial<Assignment> = {},
  { agent = worker, steps = 8 }: { agent?: Agent; steps?: number } = {},
): Promise<AgentOutcome> {
  const environment = environmentOf(teamOf([agent, helper], { steps }), { tools, ...script });
  const assignment: Assignment = { ...ownAssignment(environment, agent), purpose: "work", stepPrefix: "", ...rest };
  const { value } = await valueOf((context) => runAgent(context, environment.services, assignment), {
    runtime: "strict",
  });
  return value;
}
const answer = (outcome: AgentOutcome): AgentAnswer => {
  if (outcome.kind !== "answer") throw new Error(`not an answer: ${JSON.stringify(outcome)}`);
  return outcome;
};
const look = (q: string, id?: string) => ({ tool: "look_up", input: { q }, ...(id === undefined ? {} : { id }) });

describe("runAgent", () => {
  it("answers at once where no tool is needed", async () => {
    const asked: NonNullable<Script["asked"]> = [];
    const outcome = answer(await run({ think: () => ({ text: "42", higherTier: "frontier" }), asked }));
    expect(outcome).toMatchObject({
      result: { text: "42", artifacts: [], labels: [] },
      step: "model-1",
      tier: "local",
      higherTier: "frontier",
      abstained: false,
      problems: [],
    });
    expect(asked[0]).toMatchObject({
      temperature: 0.3,
      maxOutputTokens: 500,
      labels: ["person", "team"],
      cacheable: false,
    });
    expect(asked[0]?.tools.map((tool) => tool.name)).toEqual(["look_up", "add_up"]);
  });

  it("stays in the mode of its conversation where the request calls for none", async () => {
    const modes = [
      { name: "plain", when: ["count"], temperature: 0 },
      { name: "free", when: ["poem"], temperature: 0.9 },
    ];
    const asked: NonNullable<Script["asked"]> = [];
    const history = [{ role: "person", text: "Write a poem" } as const, { role: "team", text: "Snow." } as const];
    const script = { think: () => "Sn.", asked };
    await run(script, { request: "Shorter, please", history }, { agent: { ...worker, modes } });
    await run(script, { task: { id: "t1", goal: "Make it shorter" }, history }, { agent: { ...worker, modes } });
    expect(asked.map(({ temperature }) => temperature)).toEqual([0.9, 0]);
  });

  it("does the calls of a turn at once and tells the model their results", async () => {
    const seen: string[] = [];
    const artifact = { id: "a1", title: "A", mediaType: "text/plain", bytes: 1 };
    const outcome = answer(
      await run({
        think: ({ brief }) => {
          seen.push(brief.toolCalls.map((call) => `${call.turn}:${call.tool}=${call.text}`).join(" "));
          if (brief.toolCalls.length === 0) return { calls: [look("a"), { tool: "add_up", input: {} }] };
          return brief.toolCalls.length === 2 ? { calls: [look("b")] } : "done";
        },
        useTool: ({ tool, input }) => ({
          text: `${tool} ${(input as { q?: string }).q ?? ""}`,
          labels: tool === "look_up" ? ["web:https://a.example"] : ["tool:add_up"],
          sources: [{ title: "A", location: "https://a.example" }],
          ...(tool === "add_up" ? { data: { sum: 3 }, artifacts: [artifact] } : {}),
        }),
      }),
    );
    expect(seen).toEqual([
      "",
      "1:look_up=look_up a 1:add_up=add_up ",
      "1:look_up=look_up a 1:add_up=add_up  2:look_up=look_up b",
    ]);
    expect(outcome.result).toEqual({
      text: "done",
      data: { sum: 3 },
      artifacts: [artifact],
      sources: [{ title: "A", location: "https://a.example" }],
      labels: ["web:https://a.example", "tool:add_up"],
    });
  });

  it("keeps the failures of tools as problems and leaves what they brought out of the result", async () => {
    const failure = { code: "tool-failed", message: "no net" } as const;
    const outcome = answer(
      await run({
        think: ({ brief }) => (brief.toolCalls.length === 0 ? { calls: [look("a")] } : "without it"),
        useTool: () => ({ ok: false, text: "no net", failure, sources: [{ title: "x", location: "x" }] }),
      }),
    );
    expect(outcome.problems).toEqual([failure]);
    expect(outcome.result.sources).toEqual([]);
  });

  it("gives calls ids of their own where a server repeats one or gives none", async () => {
    const ids: string[][] = [];
    await run({
      think: ({ brief }) => {
        ids.push(brief.toolCalls.map((call) => call.id));
        return brief.toolCalls.length < 4
          ? { calls: [look(`a${ids.length}`, "same"), look(`b${ids.length}`, "")] }
          : "done";
      },
    });
    const last = ids.at(-1) ?? [];
    expect(last).toHaveLength(4);
    expect(new Set(last).size).toBe(4);
    expect(last).not.toContain("");
  });

  it("counts model and tool calls against the limit, and lets the model answer with what is certain", async () => {
    const ran: string[] = [];
    const asked: NonNullable<Script["asked"]> = [];
    const outcome = answer(
      await run(
        {
          think: (call) =>
            call.tools.length > 0
              ? { calls: Array.from({ length: 5 }, (_, i) => look(`${asked.length}.${i}`)) }
              : "what is certain",
          ran,
          asked,
          useTool: ({ input }) => ({ text: JSON.stringify(input) }),
        },
        {},
        { steps: 8 },
      ),
    );
    expect(outcome.result.text).toBe("what is certain");
    expect(ran.length).toBeLessThanOrEqual(8);
    expect(ran.filter((step) => step.includes("tool-")).length).toBe(5);
    expect(asked.at(-1)?.brief.learned.at(-1)).toContain("No more tool calls");
  });

  it("stops a turn early when the same call tells the same again", async () => {
    const ran: string[] = [];
    await run(
      {
        think: (call) => (call.tools.length > 0 ? { calls: [look("a")] } : "enough"),
        ran,
        useTool: () => ({ text: "same" }),
      },
      {},
      { steps: 100 },
    );
    expect(ran).toEqual(["#model-1", "#tool-1.1", "#model-2", "#tool-2.1", "#model-3"]);
  });

  it("goes on when the same call tells something new", async () => {
    let count = 0;
    const ran: string[] = [];
    await run({
      think: ({ brief }) => (brief.toolCalls.length < 3 ? { calls: [look("a")] } : "enough"),
      ran,
      useTool: () => ({ text: `${++count}` }),
    });
    expect(ran.filter((step) => step.includes("tool-"))).toHaveLength(3);
  });

  it("ends failed when no model could answer, with what had been said", async () => {
    const failure = { code: "model-unavailable", message: "down" } as const;
    expect(await run({ think: () => ({ failure, text: "half a" }) })).toMatchObject({
      kind: "failed",
      failure,
      text: "half a",
      problems: [],
    });
  });

  it("ends failed when a tool call was stopped", async () => {
    const failure = { code: "cancelled", message: "stopped" } as const;
    const outcome = await run({
      think: () => ({ text: "looking", calls: [look("a")] }),
      useTool: () => ({ ok: false, text: "stopped", failure }),
    });
    expect(outcome).toMatchObject({ kind: "failed", failure, text: "looking" });
  });

  it("offers the plan and the question only to whom they belong", async () => {
    const asked: NonNullable<Script["asked"]> = [];
    const names = () => asked.at(-1)?.tools.map((tool) => tool.name);
    const script: Script = { think: () => "x", asked };
    await run(script, { delegates: [helper], mayAsk: true });
    expect(names()).toEqual(["look_up", "add_up", "plan", "ask_person"]);
    await run(script, { delegates: [helper], mayAsk: true, toolless: true });
    expect(names()).toEqual([]);
    expect(asked.at(-1)?.brief.tools).toEqual([]);
  });

  it("offers the way to stored results to whoever works from one", async () => {
    const input: BriefInput = {
      id: "t1",
      goal: "g",
      text: "short",
      artifacts: [{ id: "t1.text", title: "whole", mediaType: "text/plain", bytes: 9 }],
      sources: [],
      labels: ["web"],
    };
    const asked: NonNullable<Script["asked"]> = [];
    const outcome = answer(
      await run(
        {
          think: ({ brief }) =>
            brief.toolCalls.length === 0 ? { calls: [{ tool: "read_result", input: { q: "t1.text" } }] } : "read",
          asked,
        },
        { inputs: [input] },
      ),
    );
    expect(asked[0]?.tools.map((tool) => tool.name)).toContain("read_result");
    expect(outcome.problems).toEqual([]);
    expect(outcome.result.labels).toContain("web");
    expect(asked[0]?.labels).toContain("web");
  });

  it("uses the mode that the request calls for", async () => {
    const asked: NonNullable<Script["asked"]> = [];
    const agent = agentOf("worker", {
      temperature: 0.3,
      modes: [
        { name: "plain", when: [] },
        { name: "creative", when: ["poem"], instructions: "Sing.", temperature: 0.9 },
      ],
    });
    await run({ think: () => "x", asked }, { request: "a poem" }, { agent });
    expect(asked[0]?.temperature).toBe(0.9);
    expect(asked[0]?.promptFor(Infinity).messages[0]?.content).toContain("Sing.");
    await run(
      { think: () => "x", asked },
      { request: "a poem and its length", task: { id: "t1", goal: "count" } },
      { agent },
    );
    expect(asked[1]?.temperature).toBe(0.3);
  });
});

describe("a stopped run", () => {
  it("ends a call that is under way", async () => {
    const environment = environmentOf(teamOf([worker]), { tools, think: (_call, { signal }) => untilStopped(signal) });
    const assignment: Assignment = { ...ownAssignment(environment, worker), purpose: "work", stepPrefix: "" };
    const { value } = await valueOf((context) => runAgent(context, environment.services, assignment), {
      during: (event, live) => event.type === "step-start" && live.deliver({ type: "run-cancel", reason: "enough" }),
    });
    expect(value).toMatchObject({ kind: "failed", failure: { code: "cancelled", message: "enough" } });
  });
});
