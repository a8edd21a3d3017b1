import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeededDice } from "../base/dice.ts";
import type { RunContext } from "../events/run-context.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { PlannedTask } from "../wire/plan.ts";
import {
  createPlanMemory,
  type ScheduleEnd,
  type ScheduleOptions,
  schedulePlan,
  type TaskEnd,
} from "./schedule-plan.ts";
import { doneEnd, eventsOf, planOf, type RunOptions, resultOf, taskOf, valueOf } from "./test-world.ts";

type Work = (context: RunContext, task: PlannedTask, inputs: readonly TaskEnd[]) => Promise<TaskEnd>;
const done: Work = async (_context, task) => doneEnd(task);
const failed = (task: PlannedTask): TaskEnd => ({
  task,
  state: "failed",
  failure: { code: "tool-failed", message: `${task.id} broke` },
});

/** A step that ends when `until` does, or when it is stopped. */
function slowly(until: Promise<unknown>): Work {
  return async (context, task) => {
    const how = await context.step({
      name: "work",
      digest: task.id,
      run: async (step) => {
        step.begin({ kind: "other", digest: task.id });
        const stopped = new Promise<string>((resolve) =>
          step.signal.addEventListener("abort", () => resolve("stopped"), { once: true }),
        );
        return Promise.race([until.then(() => "done"), step.signal.aborted ? "stopped" : stopped]);
      },
    });
    return how === "done"
      ? doneEnd(task)
      : { task, state: "cancelled", failure: { code: "cancelled", message: "stopped" } };
  };
}

async function schedule(
  tasks: readonly PlannedTask[],
  runTask: Work,
  options: Partial<ScheduleOptions> & RunOptions = {},
) {
  const { runtime, clock, during, before, ...rest } = options;
  const started: string[] = [];
  const { value, events } = await valueOf(
    (context) =>
      schedulePlan(context, planOf(...tasks), {
        slots: 16,
        edits: true,
        runTask: (child, task, inputs) => {
          started.push(task.id);
          return runTask(child, task, inputs);
        },
        ...rest,
      }),
    {
      ...(runtime === undefined ? {} : { runtime }),
      ...(clock === undefined ? {} : { clock }),
      ...(during === undefined ? {} : { during }),
      ...(before === undefined ? {} : { before }),
    },
  );
  return { end: value, events, started, states: statesOf(value) };
}
const statesOf = ({ ends }: ScheduleEnd) => Object.fromEntries([...ends].map(([id, end]) => [id, end.state]));

describe.each(["embedded", "strict"] as const)("schedulePlan on the %s runtime", (runtime) => {
  it("starts by priority, then deadline, then place in the plan, as slots allow", async () => {
    const tasks = [
      taskOf("plain"),
      taskOf("late", { deadlineMs: 900 }),
      taskOf("soon", { deadlineMs: 100 }),
      taskOf("first", { priority: 5 }),
      taskOf("last", { priority: -1 }),
      taskOf("plain2"),
    ];
    const { started } = await schedule(tasks, done, { slots: 1, runtime });
    // The strict runtime runs everything twice.
    expect(started.slice(0, 6)).toEqual(["first", "soon", "late", "plain", "plain2", "last"]);
  });

  it("never runs more at once than there are slots", async () => {
    let running = 0;
    let most = 0;
    const tasks = Array.from({ length: 9 }, (_, i) => taskOf(`t${i}`));
    await schedule(
      tasks,
      async (context, task) => {
        most = Math.max(most, ++running);
        await context.step({
          name: "s",
          digest: "",
          run: async () => new Promise<null>((resolve) => setImmediate(() => resolve(null))),
        });
        running--;
        return doneEnd(task);
      },
      { slots: 3, runtime },
    );
    expect(most).toBe(3);
  });

  it("hands on the ends of what a task needs, in the order of its needs", async () => {
    let seen: readonly string[] = [];
    const tasks = [taskOf("a"), taskOf("b"), taskOf("c", { needs: ["b", "a"] })];
    await schedule(
      tasks,
      async (_context, task, inputs) => ((seen = inputs.map((input) => input.task.id)), doneEnd(task)),
      { runtime },
    );
    expect(seen).toEqual(["b", "a"]);
  });

  it("skips what needs a failed task, all the way down, with an event and the reason, and nothing else", async () => {
    const tasks = [
      taskOf("a"),
      taskOf("b", { needs: ["a"] }),
      taskOf("c", { needs: ["b"] }),
      taskOf("free"),
      taskOf("after", { needs: ["free"] }),
    ];
    const { states, end, events, started } = await schedule(
      tasks,
      async (_context, task) => (task.id === "a" ? failed(task) : doneEnd(task)),
      { runtime },
    );
    expect(states).toEqual({ a: "failed", b: "skipped", c: "skipped", free: "done", after: "done" });
    expect(started).not.toContain("b");
    expect(end.ends.get("c")?.failure).toEqual({
      code: "tool-failed",
      message: 'needs "goal of b", which was skipped',
    });
    expect(eventsOf(events, "task-end").map(({ path, state, failure }) => [path, state, failure?.message])).toEqual([
      ["b", "skipped", 'needs "goal of a", which failed'],
      ["c", "skipped", 'needs "goal of b", which was skipped'],
    ]);
  });

  it("goes on without a failed optional task, also without one that was skipped", async () => {
    const tasks = [
      taskOf("a"),
      taskOf("extra", { needs: ["a"], optional: true }),
      taskOf("b", { optional: true }),
      taskOf("c", { needs: ["extra", "b"] }),
    ];
    const { states } = await schedule(
      tasks,
      async (_context, task) => (task.id === "c" ? doneEnd(task) : failed(task)),
      { runtime },
    );
    expect(states).toEqual({ a: "failed", extra: "skipped", b: "failed", c: "done" });
  });

  it("starts nothing that is finished already", async () => {
    const a = taskOf("a");
    const { started, states } = await schedule([a, taskOf("b", { needs: ["a"] })], done, {
      runtime,
      finished: new Map([["a", doneEnd(a, "from before")]]),
    });
    expect(new Set(started)).toEqual(new Set(["b"]));
    expect(states).toEqual({ a: "done", b: "done" });
  });

  it("ends at once when there is nothing to do, or nothing that could ever start", async () => {
    expect((await schedule([], done, { runtime })).states).toEqual({});
    expect(
      (await schedule([taskOf("a", { needs: ["b"] }), taskOf("b", { needs: ["a"] })], done, { runtime })).states,
    ).toEqual({});
  });

  it("stops on cancel: what runs winds down, the rest is skipped", async () => {
    const never = new Promise(() => {});
    const { end, states, events } = await schedule(
      [taskOf("a"), taskOf("b"), taskOf("c", { needs: ["a"] })],
      slowly(never),
      {
        runtime,
        during: (event, live) =>
          event.type === "step-start" && event.path === "b" && live.deliver({ type: "run-cancel", reason: "enough" }),
      },
    );
    expect(end.stopped).toBe("cancelled");
    expect(states).toEqual({ a: "cancelled", b: "cancelled", c: "skipped" });
    expect(eventsOf(events, "task-end")).toMatchObject([
      { path: "c", state: "skipped", failure: { code: "cancelled" } },
    ]);
  });

  it("runs random graphs of 5 to 200 tasks: each once, after all it needs, with its results", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 200 }),
        fc.integer({ min: 1, max: 20 }),
        fc.string(),
        async (count, slots, seed) => {
          const dice = createSeededDice(seed);
          const tasks = Array.from({ length: count }, (_, i) => {
            const needs = Array.from(
              { length: i === 0 ? 0 : Math.floor(dice() * 4) },
              () => `t${Math.floor(dice() * i)}`,
            );
            return taskOf(`t${i}`, { needs: [...new Set(needs)], priority: Math.floor(dice() * 3) });
          });
          const shuffled = tasks
            .map((task) => ({ task, at: dice() }))
            .sort((a, b) => a.at - b.at)
            .map(({ task }) => task);
          const over = new Set<string>();
          const runs = new Map<string, number>();
          const { states } = await schedule(
            shuffled,
            async (context, task, inputs) => {
              runs.set(task.id, (runs.get(task.id) ?? 0) + 1);
              for (const need of task.needs) expect(over).toContain(need);
              expect(inputs.map((input) => input.result?.text)).toEqual(task.needs.map((need) => `result of ${need}`));
              await context.step({ name: "s", digest: "", run: async () => null });
              over.add(task.id);
              return doneEnd(task);
            },
            { slots, runtime },
          );
          expect(Object.values(states)).toEqual(Array(count).fill("done"));
          expect(new Set(runs.values())).toEqual(new Set([runtime === "strict" ? 2 : 1]));
        },
      ),
      { numRuns: runtime === "strict" ? 4 : 15 },
    );
  });
});

describe("makespan", () => {
  /** Every task takes one round; a round ends when all that runs has finished. */
  async function rounds(tasks: readonly PlannedTask[], slots: number): Promise<number> {
    let count = 0;
    let waiting: (() => void)[] = [];
    const tick = () => {
      if (waiting.length === 0) return;
      count++;
      for (const finish of waiting.splice(0)) finish();
    };
    const timer = setInterval(tick, 3);
    await schedule(
      tasks,
      async (context, task) => {
        await context.step({
          name: "s",
          digest: "",
          run: () => new Promise<null>((resolve) => waiting.push(() => resolve(null))),
        });
        return doneEnd(task);
      },
      { slots },
    );
    clearInterval(timer);
    waiting = [];
    return count;
  }
  const longestPath = (tasks: readonly PlannedTask[]): number => {
    const depth = new Map<string, number>();
    for (const task of tasks) depth.set(task.id, 1 + Math.max(0, ...task.needs.map((need) => depth.get(need) ?? 0)));
    return Math.max(...depth.values());
  };

  it.each([8, 40, 120])(
    "of %d tasks: the longest path with free slots, near the lower bound with four",
    async (count) => {
      const dice = createSeededDice(`makespan ${count}`);
      const tasks = Array.from({ length: count }, (_, i) =>
        taskOf(`t${i}`, {
          needs: [
            ...new Set(
              Array.from({ length: i === 0 ? 0 : Math.floor(dice() * 3) }, () => `t${Math.floor(dice() * i)}`),
            ),
          ],
        }),
      );
      const path = longestPath(tasks);
      expect(path / (await rounds(tasks, 1000))).toBeGreaterThanOrEqual(0.95);
      expect(await rounds(tasks, 4)).toBeLessThanOrEqual(Math.ceil(Math.max(path, count / 4) * 1.5));
    },
  );
});

describe("a deadline", () => {
  it("stops what runs and says so, and nothing new starts", async () => {
    const clock = createManualClock();
    const { end, states, started } = await schedule(
      [taskOf("a"), taskOf("b", { needs: ["a"] })],
      slowly(new Promise(() => {})),
      {
        clock,
        deadlineMs: 1000,
        during: (event) => event.type === "step-start" && clock.advance(1000),
      },
    );
    expect(end.stopped).toBe("deadline");
    expect(states).toEqual({ a: "cancelled", b: "skipped" });
    expect(started).toEqual(["a"]);
    expect([...end.ends.values()].map(({ failure }) => failure)).toEqual([
      { code: "deadline", message: "not finished before the deadline" },
      { code: "deadline", message: "not started before the deadline" },
    ]);
  });

  it("does not ring when the work is done before", async () => {
    const clock = createManualClock();
    const { end } = await schedule([taskOf("a")], done, { clock, deadlineMs: 1000 });
    expect(end.stopped).toBeUndefined();
    expect(clock.waiting).toBe(0);
  });

  it("gives back the time in which a person was waited for, once", async () => {
    const clock = createManualClock();
    const asks: Work = async (context, task) => {
      context.emit({ type: "question-ask", question: "q", text: "which?" });
      await context.wait(context.signalled("answer", "question-answer"));
      return slowly(new Promise(() => {}))(context, task, []);
    };
    const begun = clock.now();
    const rings: number[] = [];
    const { end, events } = await schedule([taskOf("a")], asks, {
      clock,
      deadlineMs: 1000,
      during: (event, live) => {
        if (event.type === "question-ask") {
          clock.advance(700);
          live.deliver({ type: "question-answer", question: "q", text: "this" });
        }
        if (event.type === "step-start") clock.advance(300);
        if (event.type === "race-end") {
          rings.push(event.at - begun);
          clock.advance(700);
        }
      },
    });
    expect(end.stopped).toBe("deadline");
    expect(rings).toEqual([1000, 1700]);
    expect(eventsOf(events, "timer-set").map(({ due }) => due - begun)).toEqual([1000, 1700]);
  });
});

describe("edits of a running plan", () => {
  /** Delivers an edit once the first task runs, and lets that task go on when the edit was taken in. */
  async function edit(
    tasks: readonly PlannedTask[],
    edited: readonly PlannedTask[],
    options: Partial<ScheduleOptions> & RunOptions = {},
  ) {
    const taken = Promise.withResolvers<void>();
    const work: Work = (context, task, inputs) =>
      task.id === "a" ? slowly(taken.promise)(context, task, inputs) : done(context, task, inputs);
    return schedule(tasks, work, {
      slots: 1,
      during: (event, live) => {
        if (event.type === "step-start") live.deliver({ type: "plan-edit", edit: "e1", plan: planOf(...edited) });
        if (event.type === "plan-revise") taken.resolve();
      },
      ...options,
    });
  }

  it.each(["embedded", "strict"] as const)("change only what has not started (%s)", async (runtime) => {
    const { started, end, states, events } = await edit(
      [taskOf("a"), taskOf("b", { needs: ["a"] }), taskOf("c")],
      [taskOf("a", { goal: "another goal" }), taskOf("c", { goal: "changed" }), taskOf("d", { needs: ["a", "c"] })],
      { runtime },
    );
    expect(started.slice(0, 3)).toEqual(["a", "c", "d"]);
    expect(states).toEqual({ a: "done", c: "done", d: "done" });
    expect(end.plan.tasks.map(({ goal }) => goal)).toEqual(["goal of a", "changed", "goal of d"]);
    expect(eventsOf(events, "plan-revise")).toMatchObject([{ reason: "edited by the person", plan: end.plan }]);
  });

  it("are made sound: no circle, no double name, no unknown need", async () => {
    const { states } = await edit(
      [taskOf("a")],
      [taskOf("x", { needs: ["y"] }), taskOf("y", { needs: ["x", "nobody"] }), taskOf("y", { goal: "other" })],
    );
    expect(states).toEqual({ a: "done", x: "done", y: "done", "y-2": "done" });
  });

  it("may empty what is left", async () => {
    expect((await edit([taskOf("a"), taskOf("b")], [])).states).toEqual({ a: "done" });
  });

  it("are taken in once, also over several plans of one run, and cannot take a used name", async () => {
    const taken = Promise.withResolvers<void>();
    const later = Promise.withResolvers<void>();
    let revisions = 0;
    const { value, events } = await valueOf(
      async (context) => {
        const memory = createPlanMemory();
        const options = { slots: 1, edits: true, memory };
        const first = await schedulePlan(context, planOf(taskOf("a"), taskOf("b")), {
          ...options,
          runTask: slowly(taken.promise),
        });
        const second = await schedulePlan(context, planOf(taskOf("r1-a")), {
          ...options,
          runTask: (child, task) =>
            task.id === "r1-a" ? slowly(later.promise)(child, task, []) : done(child, task, []),
        });
        return [statesOf(first), statesOf(second)];
      },
      {
        runtime: "strict",
        during: (event, live) => {
          if (event.type === "step-start" && event.path === "a")
            live.deliver({ type: "plan-edit", edit: "e1", plan: planOf(taskOf("c")) });
          if (event.type === "step-start" && event.path === "r1-a")
            live.deliver({ type: "plan-edit", edit: "e2", plan: planOf(taskOf("a"), taskOf("z", { needs: ["a"] })) });
          if (event.type === "plan-revise") (revisions++ === 0 ? taken : later).resolve();
        },
      },
    );
    expect(value).toEqual([
      { a: "done", c: "done" },
      { "r1-a": "done", "a-2": "done", z: "done" },
    ]);
    expect(eventsOf(events, "plan-revise")).toHaveLength(2);
  });
});

it("a result with a failure beside it counts as done for whoever needs it", async () => {
  const partly: Work = async (_context, task) => ({
    task,
    state: "done",
    result: resultOf("half"),
    failure: { code: "approval-denied", message: "not sent" },
  });
  expect((await schedule([taskOf("a"), taskOf("b", { needs: ["a"] })], partly)).states).toEqual({
    a: "done",
    b: "done",
  });
});
