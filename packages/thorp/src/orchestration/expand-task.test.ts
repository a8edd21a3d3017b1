import { describe, expect, it } from "vitest";
import type { Team } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Artifact } from "../events/task-result.ts";
import { expandTask } from "./expand-task.ts";
import { runTask } from "./run-task.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { TaskRequest } from "./task-request.ts";
import {
  agentOf,
  doneEnd,
  environmentOf,
  eventsOf,
  type RunOptions,
  type Said,
  type Script,
  taskOf,
  teamOf,
  toolOf,
  untilStopped,
  valueOf,
} from "./test-world.ts";

const lead = agentOf("lead", { kind: "orchestrator", delegates: ["research"] });
const research = agentOf("research", { kind: "manager", delegates: ["search", "deeper"], tools: ["send_mail"] });
const deeper = agentOf("deeper", { kind: "manager", delegates: ["search"] });
const search = agentOf("search");
const task = taskOf("t1", { agent: "research", capability: "research" });
const artifact: Artifact = { id: "f1", title: "F", mediaType: "text/csv", bytes: 1, file: "/out/f.csv" };

interface Expanded {
  readonly end: TaskEnd;
  readonly events: readonly RunEvent[];
  readonly asked: NonNullable<Script["asked"]>;
}

async function expand(
  script: Script,
  rest: Partial<TaskRequest> & { readonly limits?: Partial<Team["limits"]> } = {},
  options: RunOptions = { runtime: "strict" },
): Promise<Expanded> {
  const { limits, ...request } = rest;
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(teamOf([lead, research, deeper, search], limits), {
    tools: [toolOf("send_mail")],
    ...script,
    asked,
  });
  const { value, events } = await valueOf(
    (context) =>
      context.wait(
        context.child("t1", (child) =>
          expandTask(child, environment, {
            task,
            inputs: [],
            labels: [],
            above: [],
            planner: lead,
            peers: [research],
            depth: 0,
            tasksBelow: 20,
            manager: research,
            runTask,
            ...request,
          }),
        ),
      ),
    options,
  );
  return { end: value, events, asked };
}
const planSaid = (...ids: readonly string[]): Said => ({
  calls: [{ tool: "plan", input: { tasks: ids.map((id) => ({ id, goal: `part ${id}`, agent: "search" })) } }],
});
/** Plans the parts; each part says its id; the merge says what it got. */
const parts =
  (ids: readonly string[], part: (id: string) => Said | string = (id) => `found ${id}`): Script["think"] =>
  ({ brief }) => {
    if (brief.purpose === "understand") return planSaid(...ids);
    if (brief.purpose === "synthesis")
      return `merged ${brief.inputs.map(({ text }) => text).join(" and ")}${brief.missing.map(({ reason }) => `, without: ${reason}`).join("")}`;
    return part(brief.task?.id ?? "");
  };
const broken: Failure = { code: "model-unavailable", message: "down" };

describe("expandTask", () => {
  it("lets the manager answer by itself", async () => {
    const { end, events, asked } = await expand(
      { think: () => "I know that: 42" },
      { inputs: [doneEnd(taskOf("t0"), "before")] },
    );
    expect(end).toMatchObject({ state: "done", result: { text: "I know that: 42" } });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.brief).toMatchObject({
      task: { id: "t1" },
      inputs: [{ id: "t0", text: "before" }],
      delegates: [{ name: "search" }, { name: "deeper" }],
    });
    expect(eventsOf(events, "plan-propose")).toEqual([]);
  });

  it("passes one result on as it is", async () => {
    const { end, asked, events } = await expand({ think: parts(["a"]) });
    expect(end).toMatchObject({ task: { id: "t1" }, state: "done", result: { text: "found a" } });
    expect(asked.map(({ brief }) => brief.purpose)).toEqual(["understand", "work"]);
    expect(eventsOf(events, "plan-propose")).toMatchObject([
      { path: "t1", by: "model", plan: { tasks: [{ id: "a" }] } },
    ]);
    expect(eventsOf(events, "plan-accept")).toMatchObject([{ path: "t1", by: "policy" }]);
    expect(eventsOf(events, "task-end").map(({ path, state }) => [path, state])).toEqual([["t1/a", "done"]]);
  });

  it("passes on only the last of a chain", async () => {
    const chain: Said = {
      calls: [
        {
          tool: "plan",
          input: {
            tasks: [
              { id: "a", goal: "look", agent: "search" },
              { id: "b", goal: "count", agent: "search", needs: ["a"] },
            ],
          },
        },
      ],
    };
    const { end } = await expand({
      think: ({ brief }) =>
        brief.purpose === "understand" ? chain : `${brief.task?.id}(${brief.inputs.map(({ text }) => text).join()})`,
    });
    expect(end.result?.text).toBe("b(a())");
  });

  it("has the manager put several together, with all files and labels", async () => {
    const think: Script["think"] = (call) =>
      call.brief.purpose === "work" && call.brief.toolCalls.length === 0
        ? { calls: [{ tool: "send_mail", input: {} }] }
        : parts(["a", "b"])(call, { path: "", signal: new AbortController().signal });
    const { end, asked } = await expand({ think });
    expect(end.result?.text).toBe("merged found a and found b");
    expect(asked.at(-1)).toMatchObject({ agent: { name: "research" }, tools: [], brief: { purpose: "synthesis" } });
  });

  it.each([
    ["fails", { failure: broken }],
    ["is empty", { text: " " }],
    ["abstains", { text: "cannot", abstained: true }],
  ] as const)("puts them together plainly when the merge %s", async (_case, said) => {
    const { end } = await expand({
      think: (call, context) => (call.brief.purpose === "synthesis" ? said : parts(["a", "b"])(call, context)),
    });
    expect(end).toMatchObject({ state: "done", result: { text: "found a\n\nfound b" } });
    expect(end.failure).toBeUndefined();
  });

  it("names what failed beside what went well", async () => {
    const { end } = await expand({
      think: parts(["a", "b"], (id) => (id === "b" ? { failure: broken } : `found ${id}`)),
    });
    expect(end).toMatchObject({
      state: "done",
      result: { text: "merged found a, without: down" },
      failure: { code: "model-unavailable", message: "part b: down" },
    });
  });

  it("has failed, with all reasons, when nothing was done", async () => {
    const { end } = await expand({ think: parts(["a", "b"], () => ({ failure: broken })) });
    expect(end).toMatchObject({
      task,
      state: "failed",
      failure: { code: "model-unavailable", message: "part a: down; part b: down" },
    });
  });

  it.each([
    [
      "abstains",
      { text: "needs a model", abstained: true },
      { state: "failed", failure: { code: "model-unavailable", message: "needs a model" } },
    ],
    ["says nothing", "", { state: "failed", failure: { code: "tool-failed" } }],
    ["fails", { failure: broken }, { state: "failed", failure: broken }],
    ["is stopped", { failure: { code: "cancelled", message: "enough" } }, { state: "cancelled" }],
  ] as const)("ends as it must when the manager %s", async (_case, said, expected) => {
    expect((await expand({ think: () => said })).end).toMatchObject(expected);
  });

  it("tells what the manager itself was not allowed to do", async () => {
    const denied: Failure = { code: "approval-denied", message: "not sent" };
    const { end } = await expand({
      think: ({ brief }) =>
        brief.toolCalls.length === 0 ? { calls: [{ tool: "send_mail", input: {} }] } : "could not send",
      useTool: () => ({ ok: false, text: "no", failure: denied }),
    });
    expect(end).toMatchObject({ state: "failed", failure: denied, result: { text: "could not send" } });
  });

  it("gives parts that need nothing what the whole task works from", async () => {
    const { asked } = await expand({ think: parts(["a"]) }, { inputs: [doneEnd(taskOf("t0"), "before")] });
    expect(asked[1]?.brief.inputs.map(({ id }) => id)).toEqual(["t0"]);
  });

  it("shares what is left of the tasks among its parts, and refuses more", async () => {
    const many = Array.from({ length: 5 }, (_, i) => `p${i}`);
    const { asked, end } = await expand({ think: parts(many) }, { tasksBelow: 4 });
    expect(asked[1]?.brief.learned[0]).toContain("the plan has 5 tasks; at most 4 are allowed");
    expect(end).toMatchObject({ state: "failed", failure: { code: "plan-invalid" } });

    const nested = await expand(
      {
        think: ({ brief }) => {
          if (brief.purpose === "work") return "found";
          return {
            calls: [
              {
                tool: "plan",
                input: {
                  tasks:
                    brief.agent.name === "research"
                      ? [{ id: "d", goal: "deep", agent: "deeper" }]
                      : many.map((id) => ({ id, goal: id, agent: "search" })),
                },
              },
            ],
          };
        },
      },
      { tasksBelow: 5 },
    );
    // One of five is the deeper manager's task; four are left for it.
    expect(nested.asked.find(({ brief }) => brief.learned.length > 0)?.brief.learned[0]).toContain(
      "at most 4 are allowed",
    );
  });

  it("is cancelled with the run, and keeps no half answer", async () => {
    const { end } = await expand(
      {
        think: ({ brief }, { signal }) => (brief.purpose === "understand" ? planSaid("a", "b") : untilStopped(signal)),
      },
      {},
      {
        during: (event, live) =>
          event.type === "step-start" &&
          event.path === "t1/b" &&
          live.deliver({ type: "run-cancel", reason: "enough" }),
      },
    );
    expect(end).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
  });

  it("keeps the files of all its parts", async () => {
    const agents = teamOf([lead, research, agentOf("search", { tools: ["send_mail"] })]);
    const environment = environmentOf(agents, {
      tools: [toolOf("send_mail")],
      useTool: ({ path }) => ({
        artifacts: [{ ...artifact, id: path }],
        labels: [`web:https://${path.at(-1)}.example`],
      }),
      think: (call, context) =>
        call.brief.purpose === "work" && call.brief.toolCalls.length === 0
          ? { calls: [{ tool: "send_mail", input: {} }] }
          : parts(["a", "b"])(call, context),
    });
    const { value } = await valueOf((context) =>
      expandTask(context, environment, {
        task,
        inputs: [],
        labels: [],
        above: [],
        planner: lead,
        peers: [],
        depth: 0,
        tasksBelow: 9,
        manager: research,
        runTask,
      }),
    );
    expect(value.result?.artifacts.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(value.result?.labels).toEqual(["web:https://a.example", "web:https://b.example"]);
  });
});

describe("a manager whose plan failed in part", () => {
  const again: Said = {
    calls: [{ tool: "plan", input: { tasks: [{ id: "c", goal: "part b from the archive", agent: "search" }] } }],
  };
  const flaky: Failure = { code: "tool-failed", message: "no net", hint: "Plug it in." };
  const think =
    (replanned: Said | string): Script["think"] =>
    (call, context) => {
      if (call.brief.purpose === "replan") return replanned;
      return parts(["a", "b"], (id) => (id === "b" ? { failure: flaky } : `found ${id}`))(call, context);
    };

  it("plans what is left another way, once, told what failed and why", async () => {
    const { end, asked, events } = await expand({ think: think(again) }, { inputs: [doneEnd(taskOf("t0"), "before")] });
    const replan = asked.filter(({ brief }) => brief.purpose === "replan");
    expect(replan).toHaveLength(1);
    expect(replan[0]).toMatchObject({
      agent: { name: "research" },
      brief: { task: { id: "t1" }, missing: [{ id: "b", reason: "no net" }], inputs: [{ id: "t0" }, { id: "a" }] },
    });
    expect(eventsOf(events, "plan-revise")).toMatchObject([{ path: "t1", reason: "b: no net" }]);
    expect(end).toMatchObject({ state: "done", result: { text: "merged found a and found r1-c" } });
    expect(end.failure).toBeUndefined();
  });

  it("hands on what there is when there is no other way", async () => {
    const { end } = await expand({ think: think("there is no other way") });
    expect(end).toMatchObject({ state: "done", failure: { ...flaky, message: "part b: no net" } });
  });
});

describe("how results become one", () => {
  const merging =
    (merge: string, said: Readonly<Record<string, string>>, choice: Said | string = ""): Script["think"] =>
    ({ brief }) => {
      if (brief.purpose === "understand")
        return {
          calls: [
            {
              tool: "plan",
              input: { merge, tasks: Object.keys(said).map((id) => ({ id, goal: `try ${id}`, agent: "search" })) },
            },
          ],
        };
      if (brief.purpose === "synthesis") return "put together";
      return brief.purpose === "check" ? choice : (said[brief.task?.id ?? ""] ?? "");
    };

  it("by vote: the majority counts, whatever its spelling", async () => {
    const { end, events } = await expand({ think: merging("vote", { a: "Oslo", b: "**oslo.**", c: "Bergen" }) });
    expect(end).toMatchObject({ task: { id: "t1" }, state: "done", result: { text: "Oslo" } });
    expect(eventsOf(events, "check-end")).toMatchObject([{ by: "vote", reason: "2 of 3 results say the same (a)" }]);
  });

  it("by the best: the manager chooses, held to the ids", async () => {
    const { end, asked, events } = await expand({
      think: merging("best", { a: "short", b: "long and good" }, '{"best":"b","reason":"complete"}'),
    });
    expect(end).toMatchObject({ task: { id: "t1" }, state: "done", result: { text: "long and good" } });
    expect(asked.at(-1)?.schema).toMatchObject({ properties: { best: { enum: ["a", "b"] } } });
    expect(eventsOf(events, "check-end")).toMatchObject([{ by: "research", reason: "b of 2 alternatives: complete" }]);
  });

  it("a tied vote goes to a judge, and to what can be seen when the judge says nothing useful", async () => {
    const tied = { a: "Oslo", b: "the goal of t1 is Bergen" };
    expect((await expand({ think: merging("vote", tied, '{"best":"a"}') })).end.result?.text).toBe("Oslo");
    const unheard = await expand({ think: merging("vote", tied, "both are fine") });
    expect(unheard.end.result?.text).toBe("the goal of t1 is Bergen");
    expect(eventsOf(unheard.events, "check-end")).toMatchObject([{ by: "rules" }]);
  });

  it("an alternative that failed is not missed", async () => {
    const { end } = await expand({
      think: (call, context) =>
        call.brief.task?.id === "b" ? { failure: broken } : merging("best", { a: "fine", b: "" })(call, context),
    });
    expect(end).toMatchObject({ state: "done", result: { text: "fine" } });
    expect(end.failure).toBeUndefined();
  });

  it("a join of what are no tables is put together as ever", async () => {
    expect((await expand({ think: merging("join", { a: "x", b: "y" }) })).end.result?.text).toBe("put together");
  });

  it("offers the choice to managers only", async () => {
    const { asked } = await expand({ think: parts(["a", "b"]) });
    const plan = asked[0]?.tools.find((tool) => tool.name === "plan");
    expect(plan?.inputSchema).toMatchObject({ properties: { merge: { enum: ["all", "best", "vote", "join"] } } });
  });
});

describe("a manager that has to know something first", () => {
  const curious = agentOf("research", { kind: "manager", delegates: ["search"], peers: ["sage", "person"] });
  const sage = agentOf("sage");
  const asking = async (script: Script, options: RunOptions & { readonly interactive?: boolean } = {}) => {
    const asked: NonNullable<Script["asked"]> = [];
    const environment = environmentOf(
      teamOf([lead, curious, search, sage]),
      { ...script, asked },
      { request: { interactive: options.interactive ?? true } },
    );
    const { value, events } = await valueOf(
      (context) =>
        context.wait(
          context.child("t1", (child) =>
            expandTask(child, environment, {
              task,
              inputs: [],
              labels: [],
              above: [],
              planner: lead,
              peers: [],
              depth: 0,
              tasksBelow: 9,
              manager: curious,
              runTask,
            }),
          ),
        ),
      options,
    );
    return { end: value, events, asked };
  };

  it("asks a colleague, whose answer is an input of its plan", async () => {
    const { end, events, asked } = await asking({
      think: ({ brief }) => {
        if (brief.agent.name === "sage") return "version 5";
        if (brief.inputs.length === 0)
          return { calls: [{ tool: "ask_peer", input: { peer: "sage", question: "Which version?" } }] };
        return `for ${brief.inputs[0]?.text}`;
      },
    });
    expect(end).toMatchObject({ state: "done", result: { text: "for version 5" } });
    expect(eventsOf(events, "task-start")).toMatchObject([
      { path: "t1/ask-1", task: { goal: "Which version?", agent: "sage" } },
    ]);
    expect(asked[2]?.brief.inputs).toMatchObject([{ id: "ask-1", goal: "Which version?", text: "version 5" }]);
  });

  it("asks the person by an event, and waits", async () => {
    const { end } = await asking(
      {
        think: ({ brief }) =>
          brief.inputs.length === 0
            ? { calls: [{ tool: "ask_person", input: { question: "Which year?" } }] }
            : `for ${brief.inputs[0]?.text}`,
      },
      {
        during: (event, live) =>
          event.type === "question-ask" &&
          live.deliver({ type: "question-answer", question: event.question, text: "2024" }),
      },
    );
    expect(end).toMatchObject({ state: "done", result: { text: "for 2024" } });
  });

  it("asks no more than twice, and nobody when nobody is there", async () => {
    const { asked } = await asking({
      think: ({ brief }) =>
        brief.agent.name === "sage"
          ? "hm"
          : { calls: [{ tool: "ask_peer", input: { peer: "sage", question: "And?" } }], text: "enough" },
    });
    const own = asked.filter(({ brief }) => brief.agent.name === "research");
    expect(own.slice(0, 3).map(({ tools }) => tools.map((tool) => tool.name))).toEqual([
      ["plan", "ask_person", "ask_peer"],
      ["plan", "ask_person", "ask_peer"],
      ["plan"],
    ]);
    const alone = await asking({ think: () => "42" }, { interactive: false });
    expect(alone.asked[0]?.tools.map((tool) => tool.name)).toEqual(["plan", "ask_peer"]);
  });

  it("goes on without an answer that nobody could give", async () => {
    const { end, asked } = await asking({
      think: ({ brief }) => {
        if (brief.agent.name === "sage") return { failure: broken };
        return brief.learned.length === 0
          ? { calls: [{ tool: "ask_peer", input: { peer: "sage", question: "Which?" } }] }
          : "as well as I can";
      },
    });
    expect(end).toMatchObject({ state: "done", result: { text: "as well as I can" } });
    expect(asked.at(-1)?.brief.learned).toEqual(['Nobody could answer "Which?".']);
  });
});
