/** Runs that crash at every point, and runs that are replayed: over one job with everything in it. */
import { describe, expect, it } from "vitest";
import { stableStringify } from "../base/json.ts";
import type { EventBody, RunEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import { runRequest } from "./run-request.ts";
import {
  agentOf,
  environmentOf,
  eventsOf,
  type RunOptions,
  runThrough,
  type Said,
  type Script,
  teamOf,
  toolOf,
} from "./test-world.ts";

const team = teamOf([
  agentOf("top", { kind: "orchestrator", delegates: ["research", "worker", "other"] }),
  agentOf("research", { kind: "manager", delegates: ["worker"] }),
  agentOf("worker", { tools: ["look_up"], capabilities: ["work"] }),
  agentOf("other", { capabilities: ["work"] }),
]);
const task = (id: string, agent: string, needs: readonly string[] = []) => ({
  id,
  goal: `goal ${id}`,
  agent,
  capability: "work",
  needs,
});

/** Asks once, plans six tasks, of which one uses tools, one is retried, one expanded, one reassigned, one replanned. */
const think: Script["think"] = ({ brief }): Said => {
  const id = brief.task?.id ?? "";
  if (brief.purpose === "understand" && brief.agent.name === "top") {
    if (brief.history.length === 0) return { calls: [{ tool: "ask_person", input: { question: "Which?" } }] };
    return {
      calls: [
        {
          tool: "plan",
          input: {
            tasks: [
              task("t1", "worker"),
              task("t2", "worker"),
              task("t3", "research", ["t1"]),
              task("t4", "worker"),
              task("t5", "worker", ["t2"]),
              task("t6", "worker", ["t3", "t4"]),
            ],
          },
        },
      ],
    };
  }
  if (brief.purpose === "understand")
    return { calls: [{ tool: "plan", input: { tasks: [task("a", "worker"), task("b", "worker")] } }] };
  if (brief.purpose === "replan") return { calls: [{ tool: "plan", input: { tasks: [task("t5", "other", ["t2"])] } }] };
  if (brief.purpose === "synthesis")
    return {
      text: `${brief.task === undefined ? "Answer" : "Merged"}: ${brief.inputs.map(({ text }, i) => `${text} [${i + 1}]`).join(" ")}`,
    };
  if (id === "t1" && brief.toolCalls.length === 0)
    return {
      calls: [
        { tool: "look_up", input: { q: "x" } },
        { tool: "look_up", input: { q: "y" } },
      ],
    };
  if (id === "t1") return { text: brief.toolCalls.map(({ text }) => text).join(" and ") };
  if (id === "t2" && brief.learned.length === 0) return { text: "" };
  if (id === "t4" && brief.agent.name === "worker") return { failure: { code: "model-output", message: "garbage" } };
  if (id === "t5") return { failure: { code: "tool-timeout", message: "slow" } };
  return { text: `${id} by ${brief.agent.name} from ${brief.inputs.map((input) => input.id).join()}` };
};

function world() {
  const ran: string[] = [];
  const environment = environmentOf(team, {
    think,
    ran,
    tools: [toolOf("look_up")],
    useTool: ({ input }) => ({ text: `looked ${(input as { q: string }).q}` }),
  });
  return { ran, program: (context: RunContext) => runRequest(context, environment, { smallestWindow: 8000 }) };
}
const answer = { type: "question-answer", question: "q1", text: "all" } as const;
const answering: RunOptions["during"] = (event, live) => event.type === "question-ask" && live.deliver(answer);

type Body = EventBody & { readonly run?: string; readonly seq?: number; readonly at?: number };
/** What each path decided, in order, and the result of every step; without times, attempts and races. */
function essence(events: readonly RunEvent[]): Readonly<Record<string, readonly string[]>> {
  const byPath: Record<string, string[]> = {};
  const put = (key: string, value: unknown) => (byPath[key] ??= []).push(stableStringify(value));
  for (const event of events) {
    const { run: _run, seq: _seq, at: _at, ...body } = event as Body;
    if (body.type === "step-end") put(`${body.path}#${body.step}`, body.result);
    else if (!["run-start", "run-recover", "race-end", "step-start", "step-fail", "timer-set"].includes(body.type))
      put(body.path, body);
  }
  return byPath;
}

describe("a run of six tasks", () => {
  it("goes through everything this file is about", async () => {
    const { program } = world();
    const events = await runThrough(program, { runtime: "strict", during: answering });
    const types = new Set(events.map(({ type }) => type));
    for (const type of ["question-answer", "plan-propose", "task-retry", "task-reassign", "plan-revise", "run-end"])
      expect(types).toContain(type);
    expect(
      eventsOf(events, "task-start")
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["r1-t5", "t1", "t2", "t3", "t3/a", "t3/b", "t4", "t5", "t6"]);
    expect(eventsOf(events, "run-end")).toMatchObject([{ state: "done" }]);
  });

  it("comes to the same end from a crash at every event, and runs no recorded step again", async () => {
    const whole = await runThrough(world().program, { during: answering });
    const expected = essence(whole);
    expect(whole.length).toBeGreaterThan(80);
    for (let kept = 1; kept < whole.length; kept++) {
      const before = whole.slice(0, kept);
      const { program, ran } = world();
      const isAsked =
        before.some(({ type }) => type === "question-ask") && !before.some(({ type }) => type === "question-answer");
      const after = await runThrough(program, {
        before,
        during: answering,
        ...(isAsked ? { onStart: (live) => live.deliver(answer) } : {}),
      });
      const recorded = new Set(eventsOf(before, "step-end").map(({ path, step }) => `${path}#${step}`));
      expect(
        ran.filter((step) => recorded.has(step)),
        `crash after event ${kept}`,
      ).toEqual([]);
      expect(essence(after), `crash after event ${kept}`).toEqual(expected);
      expect(after.slice(0, kept)).toEqual(before.map((event) => ({ ...event })));
    }
  });

  it("survives a crash after a crash", async () => {
    const whole = await runThrough(world().program, { during: answering });
    const once = await runThrough(world().program, { before: whole.slice(0, 40), during: answering });
    const { program, ran } = world();
    const before = once.slice(0, 70);
    const twice = await runThrough(program, { before, during: answering });
    expect(essence(twice)).toEqual(essence(whole));
    const recorded = new Set(eventsOf(before, "step-end").map(({ path, step }) => `${path}#${step}`));
    expect(ran.filter((step) => recorded.has(step))).toEqual([]);
  });
});

describe("a replay", () => {
  it("of an unchanged run finds no difference and runs nothing", async () => {
    const events = await runThrough(world().program, { during: answering });
    const { program, ran } = world();
    expect(await replayRun(events, program)).toEqual([]);
    expect(ran).toEqual([]);
  });

  it("of a run that was taken up after a crash finds none either", async () => {
    const whole = await runThrough(world().program, { during: answering });
    const events = await runThrough(world().program, { before: whole.slice(0, 33), during: answering });
    expect(await replayRun(events, world().program)).toEqual([]);
  });

  it("with one altered tool result sees what follows from it change", async () => {
    const events = await runThrough(world().program, { during: answering });
    const altered = events.map((event) =>
      event.type === "step-end" && event.path === "t1" && event.step === "tool-1.2"
        ? { ...event, result: { ...(event.result as object), text: "looked elsewhere" } }
        : event,
    ) as readonly RunEvent[];
    const differences = await replayRun(altered, world().program);
    expect(differences[0]).toMatchObject({ kind: "step-input", path: "t1", step: "model-2" });
  });

  it("with an altered answer of a model sees decisions change", async () => {
    const events = await runThrough(world().program, { during: answering });
    const altered = events.map((event) =>
      event.type === "step-end" && event.path === "t6"
        ? { ...event, result: { ...(event.result as object), text: "another result" } }
        : event,
    ) as readonly RunEvent[];
    const differences = await replayRun(altered, world().program);
    expect(differences.some((difference) => difference.kind === "decision" && difference.path === "t6")).toBe(true);
    expect(
      differences.some((difference) => difference.kind === "step-input" && difference.step === "answer-model-1"),
    ).toBe(true);
  });

  it("with another team gives differences and no error", async () => {
    const events = await runThrough(world().program, { during: answering });
    const others = teamOf(
      [...team.agentsByName.values()].map((agent) =>
        agent.name === "worker" ? { ...agent, instructions: "Work otherwise." } : agent,
      ),
    );
    const environment = environmentOf(others, { think, tools: [toolOf("look_up")] });
    const differences = await replayRun(events, (context) =>
      runRequest(context, environment, { smallestWindow: 8000 }),
    );
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(["step-input"]));
  });
});
