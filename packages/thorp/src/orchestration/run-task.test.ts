import { describe, expect, it } from "vitest";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Artifact } from "../events/task-result.ts";
import type { PlannedTask } from "../wire/plan.ts";
import { runTask } from "./run-task.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { TaskRequest } from "./task-request.ts";
import {
  agentOf,
  doneEnd,
  environmentOf,
  eventsOf,
  type Said,
  type Script,
  taskOf,
  teamOf,
  toolOf,
  valueOf,
} from "./test-world.ts";

const artifact: Artifact = { id: "f1", title: "F", mediaType: "text/csv", bytes: 1, file: "/out/f.csv" };
const manager = agentOf("manager", { kind: "manager", delegates: ["worker", "other"] });
const lead = agentOf("lead", { kind: "orchestrator", delegates: ["worker", "other"] });
const worker = agentOf("worker", { tools: ["look_up"], capabilities: ["looking"] });
const other = agentOf("other", { capabilities: ["looking"] });
const stranger = agentOf("stranger", { capabilities: ["cooking"] });
const task = taskOf("t1", { capability: "looking" });

interface Outcome {
  readonly end: TaskEnd;
  readonly events: readonly RunEvent[];
  /** The remedies and checks, as `type:detail`. */
  readonly remedies: readonly string[];
  readonly asked: NonNullable<Script["asked"]>;
}

async function work(
  think: Script["think"],
  rest: Partial<TaskRequest> & {
    readonly tools?: Script["useTool"];
    readonly agents?: readonly Agent[];
    readonly planBy?: "model" | "rules";
  } = {},
): Promise<Outcome> {
  const { tools: useTool, agents = [lead, manager, worker, other, stranger], planBy = "model", ...request } = rest;
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(
    teamOf(agents),
    { think, asked, tools: [toolOf("look_up")], ...(useTool === undefined ? {} : { useTool }) },
    { planBy },
  );
  const { value, events } = await valueOf(
    (context) =>
      context.wait(
        context.child("t1", (child) =>
          runTask(child, environment, {
            task,
            inputs: [],
            labels: [],
            above: [],
            planner: lead,
            peers: [worker, other],
            depth: 0,
            tasksBelow: 20,
            ...request,
          }),
        ),
      ),
    { runtime: "strict" },
  );
  return { end: value, events, asked, remedies: events.flatMap(remedyOf) };
}

function remedyOf(event: RunEvent): readonly string[] {
  if (event.type === "check-end") return [`check ${event.verdict} by ${event.by}`];
  if (event.type === "task-retry") return ["retry"];
  if (event.type === "task-escalate") return [`escalate to ${event.to}`];
  return event.type === "task-reassign" ? [`reassign to ${event.agent}`] : [];
}

/** Says each in turn, the last one for ever. */
function inTurn(...said: readonly (Said | string)[]): Script["think"] {
  let count = 0;
  return () => said[Math.min(count++, said.length - 1)] ?? "";
}

describe("runTask", () => {
  it("does it, with the task in the brief, and records start and end", async () => {
    const { end, events, remedies, asked } = await work(() => "42", {
      inputs: [doneEnd(taskOf("t0"), "first")],
      task: { ...task, acceptance: "a number" },
    });
    expect(end).toMatchObject({ state: "done", result: { text: "42" } });
    expect(remedies).toEqual(["check accept by lead"]);
    expect(asked[0]?.brief).toMatchObject({
      purpose: "work",
      agent: { name: "worker" },
      task: { id: "t1", capability: "looking", acceptance: "a number" },
      inputs: [{ id: "t0", text: "first" }],
    });
    expect(eventsOf(events, "task-start")).toMatchObject([{ path: "t1", task: { id: "t1" } }]);
    expect(eventsOf(events, "task-end")).toMatchObject([{ path: "t1", state: "done", result: { text: "42" } }]);
  });

  it("is done by the planner when the plan names nobody who exists", async () => {
    const { asked } = await work(() => "42", { task: { ...task, agent: "nobody" } });
    expect(asked[0]?.agent.name).toBe("lead");
  });

  it("sees the files that its words name, or all", async () => {
    const files = ["a.csv", "sub/b.csv"].map((path) => ({ path, mediaType: "text/csv", bytes: 1 }));
    const seen = async (goal: string) => {
      const asked: NonNullable<Script["asked"]> = [];
      const environment = environmentOf(teamOf([worker]), { think: () => "x", asked }, { files });
      await valueOf((context) =>
        runTask(context, environment, {
          task: { ...task, goal },
          inputs: [],
          labels: [],
          above: [],
          planner: worker,
          peers: [],
          depth: 0,
          tasksBelow: 0,
        }),
      );
      return asked[0]?.brief.files.map(({ path }) => path);
    };
    expect(await seen("count the rows of b.csv")).toEqual(["sub/b.csv"]);
    expect(await seen("count the rows")).toEqual(["a.csv", "sub/b.csv"]);
  });
});

describe("remedies alone", () => {
  it("the same agent once more, with the critique", async () => {
    const { end, remedies, asked } = await work(inTurn("", "better"));
    expect(end).toMatchObject({ state: "done", result: { text: "better" } });
    expect(remedies).toEqual(["check revise by rules", "retry"]);
    expect(asked[1]).toMatchObject({
      agent: { name: "worker" },
      firstTry: false,
      brief: { learned: ["The answer was empty."] },
    });
  });

  it("one tier up, when there is one", async () => {
    const { end, remedies, asked } = await work(({ atLeast }) =>
      atLeast === "frontier"
        ? "strong"
        : { text: "no idea", abstained: true, tier: "embedded", higherTier: "frontier" },
    );
    expect(end).toMatchObject({ state: "done", result: { text: "strong" } });
    expect(remedies).toEqual(["check reject by rules", "escalate to frontier"]);
    expect(asked[1]?.agent.name).toBe("worker");
  });

  it("another agent with the capability", async () => {
    const { end, remedies } = await work(({ agent }) =>
      agent.name === "other" ? "mine" : { failure: { code: "model-output", message: "garbage" } },
    );
    expect(end).toMatchObject({ state: "done", result: { text: "mine" } });
    expect(remedies).toEqual(["reassign to other"]);
  });

  it("another agent below a manager is the executor itself, not its manager", async () => {
    const boss = agentOf("boss", { kind: "manager", delegates: ["other"] });
    const { remedies } = await work(
      ({ agent }) => (agent.name === "other" ? "mine" : { failure: { code: "model-output", message: "garbage" } }),
      { agents: [lead, boss, worker, other], peers: [worker, boss] },
    );
    expect(remedies.at(-1)).toBe("reassign to other");
  });

  it("nobody else when nobody has the capability", async () => {
    const { end, remedies } = await work(() => ({ failure: { code: "model-output", message: "garbage" } }), {
      peers: [worker, stranger],
    });
    expect(end).toMatchObject({ state: "failed", failure: { code: "model-output" } });
    expect(remedies).toEqual([]);
  });

  it("a critique is wasted on rules, which answer the same again", async () => {
    const { remedies, asked } = await work(() => ({ text: "", tier: "embedded" }), { peers: [worker] });
    expect(remedies).toEqual(["check revise by rules"]);
    expect(asked).toHaveLength(1);
  });
});

describe("remedies in pairs, in their order", () => {
  it("retry, then a tier up", async () => {
    const { end, remedies, asked } = await work(({ atLeast }) =>
      atLeast === "frontier" ? "strong" : { text: "I'm sorry, I cannot.", higherTier: "frontier" },
    );
    expect(end.state).toBe("done");
    expect(remedies).toEqual(["check revise by rules", "retry", "check revise by rules", "escalate to frontier"]);
    expect(asked.at(-1)?.brief.learned).toHaveLength(2);
  });

  it("retry, then another agent", async () => {
    const { end, remedies } = await work(({ agent }) => (agent.name === "other" ? "mine" : ""));
    expect(end).toMatchObject({ state: "done", result: { text: "mine" } });
    expect(remedies).toEqual(["check revise by rules", "retry", "check revise by rules", "reassign to other"]);
  });

  it("a tier up, then another agent", async () => {
    const { end, remedies } = await work(({ agent, atLeast }) =>
      agent.name === "other"
        ? "mine"
        : {
            text: "no",
            abstained: true,
            tier: "embedded",
            ...(atLeast === undefined ? { higherTier: "local" as const } : {}),
          },
    );
    expect(end.state).toBe("done");
    expect(remedies).toEqual([
      "check reject by rules",
      "escalate to local",
      "check reject by rules",
      "reassign to other",
    ]);
  });

  it("all of them, each once, and then the task has failed and says why", async () => {
    const { end, remedies, asked } = await work(() => ({ text: "As an AI I cannot", higherTier: "frontier" }));
    expect(end).toMatchObject({
      state: "failed",
      failure: { code: "tool-failed", message: expect.stringContaining("the answer only says why") },
    });
    expect(remedies.filter((one) => !one.startsWith("check"))).toEqual([
      "retry",
      "escalate to frontier",
      "reassign to other",
    ]);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map(({ step }) => step)).size).toBe(4);
  });
});

describe("what no remedy cures", () => {
  it.each(["model-unavailable", "rate-limited", "budget-exceeded", "context-length", "deadline"] as const)(
    "%s is not the agent's fault",
    async (code) => {
      const failure: Failure = { code, message: "not now" };
      const { end, remedies, asked } = await work(() => ({ failure }));
      expect(end).toMatchObject({ task, state: "failed", failure });
      expect(remedies).toEqual([]);
      expect(asked).toHaveLength(1);
    },
  );

  it("a stopped call ends the task cancelled", async () => {
    const { end } = await work(() => ({ failure: { code: "cancelled", message: "enough" } }));
    expect(end.state).toBe("cancelled");
  });

  const denied = { code: "approval-denied", message: "Not done: send. Nobody was there." } as const;
  const tryToSend: Script["think"] = ({ brief }) =>
    brief.toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : "done but not sent";

  it("what was not approved ends the task failed, with what there is", async () => {
    const { end, asked } = await work(tryToSend, {
      tools: () => ({ ok: false, text: denied.message, failure: denied }),
    });
    expect(end).toMatchObject({
      task,
      state: "failed",
      failure: denied,
      result: expect.objectContaining({ text: "done but not sent" }),
    });
    expect(asked).toHaveLength(2);
  });

  it("nobody is asked again, by no other agent and no other model, for what was not approved", async () => {
    const giveUp: Script["think"] = ({ brief }) =>
      brief.toolCalls.length === 0
        ? { calls: [{ tool: "look_up", input: {} }] }
        : { text: "not allowed", abstained: true, higherTier: "frontier" };
    const { end, asked, remedies } = await work(giveUp, {
      tools: () => ({ ok: false, text: denied.message, failure: denied }),
    });
    expect(end).toMatchObject({ state: "failed", failure: denied });
    expect(asked).toHaveLength(2);
    expect(remedies).toEqual(["check reject by rules"]);
  });

  it("what was done beside it stays done, and the failure stands with it", async () => {
    const both: Script["think"] = ({ brief }) =>
      brief.toolCalls.length === 0
        ? {
            calls: [
              { tool: "look_up", input: { q: "file" } },
              { tool: "look_up", input: { q: "send" } },
            ],
          }
        : "file made, not sent";
    const { end, events } = await work(both, {
      tools: ({ input }) =>
        (input as { q: string }).q === "file"
          ? { artifacts: [artifact] }
          : { ok: false, text: denied.message, failure: denied },
    });
    expect(end).toMatchObject({ state: "done", failure: denied, result: { artifacts: [artifact] } });
    expect(eventsOf(events, "task-end")).toMatchObject([{ state: "done", failure: denied }]);
  });
});

describe("checks", () => {
  const accepting: PlannedTask = { ...task, acceptance: "names the source" };
  const judged =
    (verdict: string, text = "mine"): Script["think"] =>
    ({ brief }) =>
      brief.purpose === "check" ? verdict : text;

  it("a manager judges by the acceptance text; what passes goes on", async () => {
    const { end, remedies, asked } = await work(judged('{"verdict":"accept"}'), { planner: manager, task: accepting });
    expect(end.state).toBe("done");
    expect(remedies).toEqual(["check accept by manager"]);
    expect(asked[1]).toMatchObject({
      agent: { name: "manager" },
      tools: [],
      brief: { purpose: "check", inputs: [{ id: "t1", text: "mine" }], task: { acceptance: "names the source" } },
    });
  });

  it("no judge is asked about what failed anyway because nobody approved it", async () => {
    const denied = { code: "approval-denied", message: "Not done: send. Nobody was there." } as const;
    const think: Script["think"] = ({ brief }) =>
      brief.toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : "not sent";
    const tools = () => ({ ok: false, text: denied.message, failure: denied });
    const { end, asked } = await work(think, { planner: manager, task: accepting, tools });
    expect(end).toMatchObject({ state: "failed", failure: denied });
    expect(asked.map(({ brief }) => brief.purpose)).toEqual(["work", "work"]);
  });

  it("sends it back with the reason once, then tries what is left", async () => {
    const { end, remedies, asked } = await work(judged('{"verdict":"revise","reason":"no source"}'), {
      planner: manager,
      task: accepting,
    });
    const hint = expect.stringMatching(/runs show ID` shows what was handed in/);
    expect(end).toMatchObject({ state: "failed", failure: { message: "no source", hint } });
    expect(remedies).toEqual([
      "check revise by manager",
      "retry",
      "check revise by manager",
      "reassign to other",
      "check revise by manager",
    ]);
    expect(asked.filter(({ brief }) => brief.purpose === "work").map(({ brief }) => brief.learned)).toEqual([
      [],
      ["no source"],
      ["no source", "no source"],
    ]);
  });

  it("what the judge found counts, not a tool that failed on the way", async () => {
    const broken: Failure = { code: "tool-failed", message: "no net" };
    const { end } = await work(
      (call) => {
        if (call.brief.purpose === "check") return '{"verdict":"reject","reason":"no source"}';
        return call.brief.toolCalls.length > 0 ? "mine" : { calls: [{ tool: "look_up", input: {} }] };
      },
      {
        planner: manager,
        task: accepting,
        peers: [worker],
        tools: () => ({ ok: false, text: broken.message, failure: broken }),
      },
    );
    expect(end).toMatchObject({ state: "failed", failure: { message: "no source" }, result: { text: "mine" } });
  });

  it("a rejected result is not tried again the same way", async () => {
    const { remedies } = await work(judged('{"verdict":"reject","reason":"wrong"}'), {
      planner: manager,
      task: accepting,
      peers: [worker],
    });
    expect(remedies).toEqual(["check reject by manager"]);
  });

  it("no judge is asked without an acceptance text, or about what rules computed", async () => {
    for (const planner of [manager, lead]) expect((await work(() => "mine", { planner })).asked).toHaveLength(1);
    expect(
      (await work(() => ({ text: "mine", tier: "embedded" }), { planner: manager, task: accepting })).asked,
    ).toHaveLength(1);
  });
});

describe("who does it", () => {
  const research = agentOf("research", { kind: "manager", delegates: ["worker"] });
  const agents = [lead, research, worker, other];
  const forManager = { ...task, agent: "research" };

  it("on rules alone a manager with a fitting executor passes through", async () => {
    const { asked } = await work(() => "42", { agents, task: forManager, planBy: "rules" });
    expect(asked.map(({ agent }) => agent.name)).toEqual(["worker"]);
  });

  it("a manager manages", async () => {
    const { asked } = await work(() => "42", { agents, task: forManager });
    expect(asked.map(({ agent, brief }) => [agent.name, brief.purpose])).toEqual([["research", "understand"]]);
  });

  it.each([
    ["at the limit of depth", { depth: 2 }],
    ["when no task is left to give", { tasksBelow: 0 }],
    ["for a task of its own plan", { planner: research }],
  ])("a manager works by itself %s", async (_case, rest) => {
    const { asked } = await work(() => "42", { agents, task: forManager, ...rest });
    expect(asked.map(({ agent, brief }) => [agent.name, brief.purpose])).toEqual([["research", "work"]]);
  });
});

describe("another tool of the same capability", () => {
  const twoTools = agentOf("worker", { tools: ["look_up", "look_around"], capabilities: ["looking"] });
  const failure: Failure = { code: "tool-failed", message: "look_up is out of order" };

  async function swap(think: Script["think"], useTool: NonNullable<Script["useTool"]>) {
    const asked: NonNullable<Script["asked"]> = [];
    const environment = environmentOf(teamOf([lead, twoTools, other]), {
      think,
      asked,
      useTool,
      tools: [toolOf("look_up"), toolOf("look_around")],
    });
    const { value, events } = await valueOf(
      (context) =>
        runTask(context, environment, {
          task,
          inputs: [],
          labels: [],
          above: [],
          planner: lead,
          peers: [twoTools, other],
          depth: 0,
          tasksBelow: 0,
        }),
      { runtime: "strict" },
    );
    return { end: value, events, asked };
  }

  it("is tried before a tier up, without the one that failed", async () => {
    const { end, events, asked } = await swap(
      ({ brief, tools }) => {
        if (brief.toolCalls.length > 0) return { text: brief.toolCalls[0]?.ok ? "found" : "", higherTier: "frontier" };
        return { calls: [{ tool: tools[0]?.name ?? "", input: {} }] };
      },
      ({ tool }) => (tool === "look_up" ? { ok: false, text: failure.message, failure } : { text: "found" }),
    );
    expect(end).toMatchObject({ state: "done", result: { text: "found" } });
    expect(events.flatMap(remedyOf)).toEqual(["check revise by rules", "retry", "check revise by rules", "retry"]);
    expect(eventsOf(events, "task-retry")[1]).toMatchObject({
      critique: "look_up failed; look_around does the same",
      without: ["look_up"],
    });
    const last = asked.at(-1);
    expect(last?.tools.map((tool) => tool.name)).toEqual(["look_around"]);
    expect(last?.brief.tools.map((tool) => tool.name)).toEqual(["look_around"]);
    expect(last?.brief.learned.at(-1)).toBe("The answer was empty. Use look_around.");
  });

  it("is no remedy when it failed too", async () => {
    const { events } = await swap(
      ({ brief }) =>
        brief.toolCalls.length > 0
          ? { text: "", tier: "embedded" }
          : { calls: ["look_up", "look_around"].map((tool) => ({ tool, input: {} })) },
      () => ({ ok: false, text: failure.message, failure }),
    );
    expect(events.flatMap(remedyOf)).toContain("reassign to other");
    expect(eventsOf(events, "task-retry")).toEqual([]);
  });
});

describe("a question to a colleague", () => {
  const asker = agentOf("worker", { capabilities: ["looking"], tools: ["look_up"], peers: ["sage"] });
  const sage = agentOf("sage", { peers: ["worker"] });

  it("is a task below; the work goes on with what was done and the answer", async () => {
    const { end, events, asked } = await work(
      ({ brief }) => {
        if (brief.agent.name === "sage") return "the blue one";
        if (brief.toolCalls.length === 0) return { calls: [{ tool: "look_up", input: {} }] };
        if (brief.inputs.length === 0)
          return { calls: [{ tool: "ask_peer", input: { peer: "sage", question: "Which one?" } }] };
        return `took ${brief.inputs[0]?.text} after ${brief.toolCalls.length} look`;
      },
      { agents: [lead, asker, sage] },
    );
    expect(end).toMatchObject({ state: "done", result: { text: "took the blue one after 1 look" } });
    expect(eventsOf(events, "task-start").map(({ path }) => path)).toEqual(["t1", "t1/ask-1"]);
    // Who answers asks nobody in turn.
    expect(asked.find(({ brief }) => brief.agent.name === "sage")?.tools).toEqual([]);
  });

  it("that was stopped with the run ends the task as cancelled", async () => {
    const { end } = await work(
      ({ brief }) =>
        brief.agent.name === "sage"
          ? { failure: { code: "cancelled", message: "enough" } }
          : { calls: [{ tool: "ask_peer", input: { peer: "sage", question: "Which one?" } }] },
      { agents: [lead, asker, sage] },
    );
    expect(end).toMatchObject({ task: { id: "t1" }, state: "cancelled" });
  });
});
