import { describe, expect, it } from "vitest";
import type { Agent, Team } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import type { EventOf, RunEvent } from "../events/event.ts";
import type { RunRequest } from "../events/run-request.ts";
import type { HistoryMessage } from "../models/brief.ts";
import { createManualClock, type ManualClock } from "../testing/manual-clock.ts";
import { runRequest } from "./run-request.ts";
import {
  agentOf,
  environmentOf,
  eventsOf,
  planOf,
  type RunOptions,
  runThrough,
  type Said,
  type Script,
  taskOf,
  teamOf,
  toolOf,
  untilStopped,
} from "./test-world.ts";

const top = agentOf("top", { kind: "orchestrator", delegates: ["worker", "other"] });
const worker = agentOf("worker", { tools: ["look_up"] });
const other = agentOf("other");

interface World extends RunOptions {
  readonly request?: Partial<RunRequest>;
  readonly history?: readonly HistoryMessage[];
  readonly agents?: readonly Agent[];
  readonly limits?: Partial<Team["limits"]>;
  readonly useTool?: Script["useTool"];
  /** Makes the deadline known, as the engine does. */
  readonly manual?: ManualClock;
}
interface Told {
  readonly events: readonly RunEvent[];
  readonly end: EventOf<"run-end">;
  readonly text: string | undefined;
  readonly asked: NonNullable<Script["asked"]>;
}

async function ask(think: Script["think"], world: World = {}): Promise<Told> {
  const { request, history = [], agents = [top, worker, other], limits, useTool, manual, ...options } = world;
  const asked: NonNullable<Script["asked"]> = [];
  const made = environmentOf(
    teamOf(agents, limits),
    { think, asked, tools: [toolOf("look_up")], ...(useTool === undefined ? {} : { useTool }) },
    { history, request: { text: "the request", ...request } },
  );
  const begun = manual?.now() ?? 0;
  const deadlineMs = made.run.request.deadlineMs;
  const environment =
    deadlineMs === undefined
      ? made
      : {
          ...made,
          run: {
            ...made.run,
            deadlineAt: (context: { waitedForPerson(): number }) => begun + deadlineMs + context.waitedForPerson(),
          },
        };
  const events = await runThrough((context) => runRequest(context, environment, { smallestWindow: 4000 }), {
    ...(manual === undefined ? { runtime: "strict" as const } : { clock: manual }),
    ...options,
  });
  const ends = eventsOf(events, "run-end");
  expect(ends).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("run-end");
  const said = eventsOf(events, "message-add");
  expect(said[0]).toMatchObject({ role: "person", text: "the request" });
  return { events, end: ends[0] as EventOf<"run-end">, text: said.find(({ role }) => role === "team")?.text, asked };
}
const planSaid = (...tasks: readonly (readonly [id: string, needs?: readonly string[]])[]): Said => ({
  calls: [
    {
      tool: "plan",
      input: { tasks: tasks.map(([id, needs = []]) => ({ id, goal: `work on ${id}`, agent: "worker", needs })) },
    },
  ],
});
/** Plans the ids, does each, and sums up. */
const team =
  (
    plan: Said,
    work: (id: string) => Said | string = (id) => `${id} is done`,
    replan: Said | string = "no other way",
  ): Script["think"] =>
  ({ brief }) => {
    if (brief.purpose === "understand") return plan;
    if (brief.purpose === "replan") return replan;
    if (brief.purpose === "work") return work(brief.task?.id ?? "");
    return `Answer: ${brief.inputs.map(({ text }, i) => `${text} [${i + 1}]`).join(", ")}${brief.missing.map(({ id }) => `; not ${id}`).join("")}`;
  };
const broken: Failure = { code: "tool-failed", message: "broke" };

describe("a direct answer", () => {
  it("is the text of the first call", async () => {
    const { end, text, asked, events } = await ask(() => "42");
    expect(end).toMatchObject({ state: "done" });
    expect(end.failure).toBeUndefined();
    expect(text).toBe("42");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.tools.map(({ name }) => name)).toEqual(["plan", "ask_person"]);
    expect(eventsOf(events, "plan-propose")).toEqual([]);
  });

  it.each([
    ["nothing", "", "failed", "model-output", undefined],
    ["that it cannot", { text: "needs a model", abstained: true }, "failed", "model-unavailable", "needs a model"],
    [
      "no word, for want of a model",
      { failure: { code: "model-unavailable", message: "down" } },
      "failed",
      "model-unavailable",
      undefined,
    ],
    [
      "half of it before the deadline",
      { failure: { code: "deadline", message: "late" }, text: "half of" },
      "partial",
      "deadline",
      "half of",
    ],
    [
      "half of it before it is stopped",
      { failure: { code: "cancelled", message: "enough" }, text: "half of" },
      "cancelled",
      "cancelled",
      "half of",
    ],
  ] as const)("that says %s ends as it must", async (_case, said, state, code, text) => {
    const told = await ask(() => said);
    expect(told.end).toMatchObject({ state, failure: { code } });
    expect(told.text).toBe(text);
  });

  it("that could not do all it wanted is partial, and names it", async () => {
    const denied: Failure = { code: "approval-denied", message: "not sent" };
    const alone = agentOf("alone", { kind: "manager", tools: ["look_up"] });
    const { end, text } = await ask(
      ({ brief }) =>
        brief.toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : "not sent, sorry for that",
      { agents: [alone], useTool: () => ({ ok: false, text: "no", failure: denied }) },
    );
    expect(end).toMatchObject({ state: "partial", failure: denied });
    expect(text).toBe("not sent, sorry for that");
  });

  it("that went on without a link of its own idea is done", async () => {
    const refused: Failure = { code: "address-refused", message: "Not done: fetch https://a.org/" };
    const alone = agentOf("alone", { kind: "manager", tools: ["look_up"] });
    const { end, text } = await ask(
      ({ brief }) =>
        brief.toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : "Four. I did not open a.org.",
      { agents: [alone], useTool: () => ({ ok: false, text: "no", failure: refused }) },
    );
    expect(end).toMatchObject({ state: "done" });
    expect(text).toBe("Four. I did not open a.org.");
  });
});

describe("a question", () => {
  const question: Said = {
    calls: [{ tool: "ask_person", input: { question: "Which year?", choices: ["2024", "2025"] } }],
  };
  const answering: World = {
    during: (event, live) =>
      event.type === "question-ask" &&
      live.deliver({ type: "question-answer", question: event.question, text: `answer to ${event.question}` }),
  };

  it("is asked and answered, and the next call knows both", async () => {
    const { text, end, asked } = await ask(
      ({ brief }) => (brief.history.length === 0 ? question : "so 2025"),
      answering,
    );
    expect(end.state).toBe("done");
    expect(text).toBe("so 2025");
    expect(asked[1]?.brief).toMatchObject({
      request: "the request",
      history: [
        { role: "person", text: "the request" },
        { role: "team", text: "Which year?" },
        { role: "person", text: "answer to q1" },
      ],
    });
    expect(asked[1]?.promptFor(Infinity).messages.map(({ role }) => role)).toEqual([
      "system",
      "user",
      "assistant",
      "user",
    ]);
  });

  it("may come three times, not more", async () => {
    const { asked, events, end } = await ask(
      (call) => (call.tools.some(({ name }) => name === "ask_person") ? question : "I go on with what I have"),
      answering,
    );
    expect(eventsOf(events, "question-ask").map(({ question: id }) => id)).toEqual(["q1", "q2", "q3"]);
    expect(asked).toHaveLength(4);
    expect(end.state).toBe("done");
  });

  it("is the answer where nobody is there to be asked", async () => {
    const { end, text, events } = await ask(() => question, { request: { interactive: false } });
    expect(end.state).toBe("partial");
    expect(text).toBe("Which year?\n- 2024\n- 2025");
    expect(eventsOf(events, "question-ask")).toEqual([]);
  });

  it("ends with the run when it is cancelled", async () => {
    const { end, text } = await ask(() => question, {
      during: (event, live) =>
        event.type === "question-ask" && live.deliver({ type: "run-cancel", reason: "never mind" }),
    });
    expect(end).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
    expect(text).toBeUndefined();
  });
});

describe("a plan", () => {
  it("is carried out and answered from its results, with citations", async () => {
    const { end, text, events, asked } = await ask(team(planSaid(["a"], ["b"], ["c", ["a", "b"]])));
    expect(end.state).toBe("done");
    expect(text).toBe("Answer: a is done [1], b is done [2], c is done [3]");
    expect(
      eventsOf(events, "message-add")
        .at(-1)
        ?.citations?.map(({ path }) => path),
    ).toEqual(["a", "b", "c"]);
    expect(eventsOf(events, "plan-accept")).toMatchObject([{ by: "policy" }]);
    expect(asked.find(({ brief }) => brief.task?.id === "c")?.brief.inputs.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("that cannot be made ends the run and says why", async () => {
    const { end } = await ask(() => ({ calls: [{ tool: "plan", input: { tasks: [] } }] }));
    expect(end).toMatchObject({ state: "failed", failure: { code: "plan-invalid" } });
  });

  it("ends partial when a part failed, and names it", async () => {
    const { end, text, events } = await ask(
      team(planSaid(["a"], ["b"], ["c", ["b"]]), (id) => (id === "b" ? { failure: broken } : `${id} is done`)),
    );
    expect(end).toMatchObject({ state: "partial", failure: broken });
    expect(text).toBe("Answer: a is done [1]; not b; not c");
    expect(
      eventsOf(events, "task-end")
        .map(({ path, state }) => `${path} ${state}`)
        .sort(),
    ).toEqual(["a done", "b failed", "c skipped"]);
  });

  it("ends partial when a task did its work but for what was not approved", async () => {
    const denied: Failure = { code: "approval-denied", message: "not sent" };
    const artifact = { id: "f", title: "F", mediaType: "text/csv", bytes: 1, file: "/out/f" };
    const think: Script["think"] = (call, context) => {
      const { brief } = call;
      if (brief.purpose === "work" && brief.toolCalls.length === 0)
        return {
          calls: [
            { tool: "look_up", input: { q: "file" } },
            { tool: "look_up", input: { q: "send" } },
          ],
        };
      return team(planSaid(["a"]), () => "made, not sent")(call, context);
    };
    const { end, text, asked } = await ask(think, {
      useTool: ({ input }) =>
        (input as { q: string }).q === "file" ? { artifacts: [artifact] } : { ok: false, text: "no", failure: denied },
    });
    expect(end).toMatchObject({ state: "partial", failure: denied });
    expect(text).toBe("Answer: made, not sent [1]; not a");
    expect(asked.filter(({ brief }) => brief.purpose === "replan")).toEqual([]);
  });

  it("ends failed when nothing was done, with the reason", async () => {
    const failure: Failure = { code: "model-unavailable", message: "down" };
    const { end, text } = await ask(({ brief }) =>
      brief.purpose === "understand" ? planSaid(["a"], ["b"]) : { failure },
    );
    expect(end).toMatchObject({ state: "failed", failure });
    expect(text).toBe("Not done: work on a (down)\n\nNot done: work on b (down)");
  });

  it("answers plainly when nobody can write the answer", async () => {
    const failure: Failure = { code: "model-unavailable", message: "down" };
    const { end, text } = await ask((call, context) =>
      call.brief.purpose === "synthesis" ? { failure } : team(planSaid(["a"]))(call, context),
    );
    expect(end).toMatchObject({ state: "partial", failure });
    expect(text).toBe("a is done [1]");
  });

  it("is cancelled in the middle: no answer, everything accounted for", async () => {
    const think: Script["think"] = (call, context) =>
      call.brief.task?.id === "b"
        ? untilStopped(context.signal)
        : team(planSaid(["a"], ["b"], ["c", ["b"]]))(call, context);
    const { end, text, events, asked } = await ask(think, {
      during: (event, live) =>
        event.type === "step-start" && event.path === "b" && live.deliver({ type: "run-cancel", reason: "enough" }),
    });
    expect(end).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
    expect(text).toBeUndefined();
    expect(Object.fromEntries(eventsOf(events, "task-end").map(({ path, state }) => [path, state]))).toMatchObject({
      b: "cancelled",
      c: "skipped",
    });
    expect(asked.some(({ brief }) => brief.purpose === "synthesis")).toBe(false);
  });
});

describe("re-planning", () => {
  it("tries what is left another way, and what it makes good is no longer missing", async () => {
    const again = planSaid(["b2", ["a"]]);
    const { end, text, events } = await ask(
      team(planSaid(["a"], ["b", ["a"]]), (id) => (id === "b" ? { failure: broken } : `${id} is done`), again),
    );
    expect(end).toEqual(expect.objectContaining({ state: "done" }));
    expect(end.failure).toBeUndefined();
    expect(text).toBe("Answer: a is done [1], r1-b2 is done [2]");
    expect(eventsOf(events, "task-start").map(({ path }) => path)).toEqual(["a", "b", "r1-b2"]);
    expect(eventsOf(events, "plan-revise")).toMatchObject([{ reason: "b: broke" }]);
  });

  it("happens twice at most", async () => {
    const { end, text, asked, events } = await ask(
      team(planSaid(["a"], ["b"]), (id) => (id.endsWith("b") ? { failure: broken } : `${id} is done`), planSaid(["b"])),
    );
    expect(asked.filter(({ brief }) => brief.purpose === "replan")).toHaveLength(2);
    expect(eventsOf(events, "task-start").map(({ path }) => path)).toEqual(["a", "b", "r1-b", "r2-b"]);
    expect(end).toMatchObject({ state: "partial", failure: broken });
    expect(text).toBe("Answer: a is done [1]; not r2-b");
  });

  it("by rules still names what they went on without", async () => {
    const again: Said = { ...planSaid(["c", ["a"]]), tier: "embedded" };
    const { end, text } = await ask(
      team(planSaid(["a"], ["b"]), (id) => (id === "b" ? { failure: broken } : `${id} is done`), again),
    );
    expect(end).toMatchObject({ state: "partial", failure: broken });
    expect(text).toContain("not b");
  });
});

describe("the person and the plan", () => {
  const approving = (edits: readonly (readonly [string, readonly string[]])[]): World => ({
    request: { approvePlan: true },
    during: (event, live) => {
      if (event.type !== "plan-propose") return;
      for (const [edit, ids] of edits)
        live.deliver({ type: "plan-edit", edit, plan: planOf(...ids.map((id) => taskOf(id))) });
      live.deliver({ type: "plan-approve", allow: true });
    },
  });

  it("approve it first, where they want to", async () => {
    const { end, events } = await ask(team(planSaid(["a"])), approving([]));
    expect(end.state).toBe("done");
    expect(eventsOf(events, "plan-accept")).toMatchObject([{ by: "person" }]);
  });

  it("edit it first: the last edit runs, and no edit is taken in twice", async () => {
    const { events, text } = await ask(
      team(planSaid(["a"])),
      approving([
        ["e1", ["x"]],
        ["e2", ["y", "z"]],
      ]),
    );
    expect(eventsOf(events, "task-start").map(({ path }) => path)).toEqual(["y", "z"]);
    expect(eventsOf(events, "plan-revise")).toHaveLength(2);
    expect(text).toBe("Answer: y is done [1], z is done [2]");
  });

  it("refuse it, and nothing runs", async () => {
    const { end, events } = await ask(team(planSaid(["a"])), {
      request: { approvePlan: true },
      during: (event, live) => event.type === "plan-propose" && live.deliver({ type: "plan-approve", allow: false }),
    });
    expect(end).toMatchObject({ state: "cancelled", failure: { message: "The plan was not approved." } });
    expect(eventsOf(events, "task-start")).toEqual([]);
  });

  it("are not waited for where nobody is there", async () => {
    expect((await ask(team(planSaid(["a"])), { request: { approvePlan: true, interactive: false } })).end.state).toBe(
      "done",
    );
  });

  it("edit it while it runs, and once more while its revision runs", async () => {
    const { events, end } = await ask(
      (call, context) => {
        const { brief } = call;
        return team(
          planSaid(["a"], ["b"]),
          (id) => (id === "a" ? { failure: broken } : `${id} is done`),
          planSaid(["c"]),
        )({ ...call, brief }, context);
      },
      {
        during: (event, live) => {
          if (event.type === "task-start" && event.path === "a")
            live.deliver({ type: "plan-edit", edit: "e1", plan: planOf(taskOf("a"), taskOf("b"), taskOf("extra")) });
          if (event.type === "task-start" && event.path === "r1-c")
            live.deliver({ type: "plan-edit", edit: "e2", plan: planOf(taskOf("a")) });
        },
      },
    );
    expect(end.state).not.toBe("failed");
    const started = eventsOf(events, "task-start").map(({ path }) => path);
    expect(started.slice(0, 2)).toEqual(["a", "b"]);
    expect(new Set(started).size).toBe(started.length);
    expect(
      eventsOf(events, "plan-revise").filter(({ reason }) => reason.includes("person")).length,
    ).toBeLessThanOrEqual(2);
  });
});

describe("a deadline", () => {
  it("leaves time to answer with what is certain, and counts from the start of the run", async () => {
    const manual = createManualClock();
    const begun = manual.now();
    const think: Script["think"] = (call, context) => {
      // Planning takes its part of the time.
      if (call.brief.purpose === "understand") manual.advance(300);
      return call.brief.task?.id === "slow"
        ? untilStopped(context.signal)
        : team(planSaid(["fast"], ["slow"], ["after", ["slow"]]))(call, context);
    };
    const { end, text, events } = await ask(think, {
      manual,
      request: { deadlineMs: 1000 },
      during: (event) => event.type === "task-end" && event.path === "fast" && manual.advance(500),
    });
    expect(eventsOf(events, "timer-set").map(({ due }) => due - begun)).toEqual([800]);
    expect(end).toMatchObject({
      state: "partial",
      failure: { code: "deadline", message: "not finished before the deadline" },
    });
    expect(text).toBe("Answer: fast is done [1]; not slow; not after");
  });

  it("holds for what is planned anew as well", async () => {
    const manual = createManualClock();
    const begun = manual.now();
    const think: Script["think"] = (call, context) => {
      if (call.brief.purpose === "replan") manual.advance(400);
      return call.brief.task?.id === "r1-b"
        ? untilStopped(context.signal)
        : team(planSaid(["a"]), () => ({ failure: broken }), planSaid(["b"]))(call, context);
    };
    const { end, events } = await ask(think, {
      manual,
      request: { deadlineMs: 1000 },
      during: (event) => event.type === "step-start" && event.path === "r1-b" && manual.advance(400),
    });
    expect(eventsOf(events, "timer-set").map(({ due }) => due - begun)).toEqual([800, 800]);
    expect(end).toMatchObject({ state: "failed", failure: { code: "deadline" } });
  });
});

it("a long conversation is summed up before the first call", async () => {
  const history: readonly HistoryMessage[] = Array.from({ length: 200 }, (_, i) => ({
    role: i % 2 === 0 ? "person" : "team",
    text: `message ${i} ${"word ".repeat(40)}`,
  }));
  const { asked, text } = await ask(({ brief }) => (brief.purpose === "compact" ? "They met." : "yes"), { history });
  expect(asked.map(({ brief }) => brief.purpose)).toEqual(["compact", "understand"]);
  expect(asked[1]?.brief.history[0]?.text).toContain("They met.");
  expect(text).toBe("yes");
});

it("a team of one plans for itself, and its tasks are its own", async () => {
  const alone = agentOf("alone", { kind: "manager", tools: ["look_up"] });
  const plan: Said = { calls: [{ tool: "plan", input: { tasks: [{ id: "a", goal: "look", agent: "alone" }] } }] };
  const { text, asked } = await ask(team(plan), { agents: [alone] });
  expect(text).toBe("Answer: a is done [1]");
  expect(asked.map(({ agent }) => agent.name)).toEqual(["alone", "alone", "alone"]);
});
