import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { revisePlan } from "./revise-plan.ts";
import type { ScheduleEnd, TaskEnd } from "./schedule-plan.ts";
import {
  agentOf,
  doneEnd,
  environmentOf,
  eventsOf,
  planOf,
  type Said,
  type Script,
  taskOf,
  teamOf,
  valueOf,
} from "./test-world.ts";

const top = agentOf("top", { kind: "orchestrator", delegates: ["worker"] });
const worker = agentOf("worker");
const [t1, t2, t3] = [
  taskOf("t1", { goal: "find the prices" }),
  taskOf("t2", { goal: "fetch the page" }),
  taskOf("t3", { needs: ["t2"], goal: "write it up" }),
] as const;

function endOf(code: ErrorCode = "tool-failed", rest: Partial<ScheduleEnd> = {}): ScheduleEnd {
  const failure = { code, message: "no net" };
  const ends = new Map<string, TaskEnd>([
    ["t1", doneEnd(t1)],
    ["t2", { task: t2, state: "failed", failure }],
    ["t3", { task: t3, state: "skipped", failure }],
  ]);
  return { plan: planOf(t1, t2, t3), ends, ...rest };
}
const planSaid = (tasks: Json, tier: "local" | "embedded" = "local"): Said => ({
  tier,
  calls: [{ tool: "plan", input: { tasks } }],
});

async function revise(said: Said | string, end = endOf(), revision = 1, limit = 40) {
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(teamOf([top, worker], { tasks: limit }), { think: () => said, asked });
  const { value, events } = await valueOf(
    (context) =>
      revisePlan(context, environment, {
        planner: top,
        delegates: [worker],
        end,
        revision,
        maxTasks: Math.max(1, limit - end.ends.size),
      }),
    { runtime: "strict" },
  );
  return { value, asked, revised: eventsOf(events, "plan-revise") };
}
const shape = (value: Awaited<ReturnType<typeof revise>>["value"]) =>
  value?.plan.tasks.map(({ id, goal, needs }) => [id, goal, needs.join()]);

describe("revisePlan", () => {
  it("tells the planner what is there, what failed and why", async () => {
    const { asked } = await revise("no way");
    expect(asked[0]).toMatchObject({
      step: "replan-1-model-1",
      firstTry: false,
      brief: { purpose: "replan", inputs: [{ id: "t1" }], missing: [{ id: "t2", reason: "no net" }, { id: "t3" }] },
    });
  });

  it("keeps what is done and names the new after the revision", async () => {
    const { value, revised } = await revise(
      planSaid([
        { id: "t2", goal: "ask the cache", agent: "worker" },
        { id: "t4", goal: "write", agent: "worker", needs: ["t1", "t2"] },
      ]),
      endOf(),
      2,
    );
    expect(shape(value)).toEqual([
      ["t1", "find the prices", ""],
      ["r2-t2", "ask the cache", ""],
      ["r2-t4", "write", "t1,r2-t2"],
    ]);
    expect(value?.givenUp).toEqual([]);
    expect(revised).toMatchObject([{ plan: value?.plan, reason: "t2: no net; t3: no net" }]);
  });

  it("takes a finished task that the plan repeats for what it is", async () => {
    const { value } = await revise(
      planSaid([
        { id: "t1", goal: "Find the prices.", agent: "worker" },
        { id: "x", goal: "sum them", agent: "worker", needs: ["t1"] },
      ]),
    );
    expect(shape(value)).toEqual([
      ["t1", "find the prices", ""],
      ["r1-x", "sum them", "t1"],
    ]);
  });

  it("takes a new task with the name of a finished one for new", async () => {
    const { value } = await revise(
      planSaid([
        { id: "t1", goal: "ask the cache instead", agent: "worker" },
        { id: "t2", goal: "sum up", agent: "worker", needs: ["t1"] },
      ]),
    );
    expect(shape(value)).toEqual([
      ["t1", "find the prices", ""],
      ["r1-t1", "ask the cache instead", ""],
      ["r1-t2", "sum up", "r1-t1"],
    ]);
  });

  it("keeps ids short enough and apart", async () => {
    const id = "x".repeat(38);
    const { value } = await revise(
      planSaid([
        { id: `${id}a`, goal: "one", agent: "worker" },
        { id: `${id}b`, goal: "two", agent: "worker" },
      ]),
    );
    const ids = value?.plan.tasks.map((task) => task.id) ?? [];
    expect(new Set(ids).size).toBe(3);
    for (const one of ids) expect(one.length).toBeLessThanOrEqual(40);
  });

  it("names what rules go on without", async () => {
    const { value } = await revise(
      planSaid(
        [
          { id: "t1", goal: "find the prices", agent: "worker" },
          { id: "t3-again", goal: "write it up", agent: "worker", needs: ["t1"] },
        ],
        "embedded",
      ),
    );
    expect(value?.givenUp.map(({ id }) => id)).toEqual(["t2"]);
  });

  it.each([
    ["words", "nothing more can be done"],
    ["a question", { calls: [{ tool: "ask_person", input: { question: "?" } }] }],
    ["a failure", { failure: { code: "model-unavailable", message: "down" } }],
    ["a plan that only repeats", planSaid([{ id: "t1", goal: "find the prices", agent: "worker" }])],
  ] as const)("leaves it as it is after %s", async (_case, said) => {
    const { value, revised } = await revise(said);
    expect(value).toBeUndefined();
    expect(revised).toEqual([]);
  });

  it.each(["model-unavailable", "budget-exceeded", "approval-denied", "deadline"] as const)(
    "does not ask about %s, which no plan cures",
    async (code) => {
      const { value, asked } = await revise("", endOf(code));
      expect(value).toBeUndefined();
      expect(asked).toEqual([]);
    },
  );

  it("does not ask when the run was stopped or nothing failed", async () => {
    const allDone: ScheduleEnd = { plan: planOf(t1), ends: new Map([["t1", doneEnd(t1)]]) };
    for (const end of [
      endOf("tool-failed", { stopped: "deadline" }),
      allDone,
      { ...allDone, givenUp: [{ id: "z", goal: "z", reason: "z" }] },
    ])
      expect((await revise("", end)).asked).toEqual([]);
  });

  it("keeps under the ceiling of the run, whatever was tried before", async () => {
    const { asked } = await revise(
      planSaid([1, 2, 3].map((n) => ({ id: `n${n}`, goal: `new ${n}`, agent: "worker" }))),
      endOf(),
      1,
      4,
    );
    expect(asked.at(-1)?.brief.learned[0]).toContain("at most 2 are allowed");
  });
});
