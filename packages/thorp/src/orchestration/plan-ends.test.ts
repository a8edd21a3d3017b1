import { expect, it } from "vitest";
import { answerIds, missingOf, shareOfTasks } from "./plan-ends.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import { doneEnd, planOf, taskOf } from "./test-world.ts";

const tasks = [taskOf("a"), taskOf("b", { needs: ["a"] }), taskOf("c")];

it("the answer comes from what the plan names, else from what nobody else works from", () => {
  expect(answerIds({ plan: planOf(...tasks) })).toEqual(["b", "c"]);
  expect(answerIds({ plan: { ...planOf(...tasks), answerFrom: ["a"] } })).toEqual(["a"]);
});

it("missing is what failed, was skipped, never started, was given up, or is done in part", () => {
  const [a, b] = tasks as [(typeof tasks)[0], (typeof tasks)[0]];
  const ends = new Map<string, TaskEnd>([
    ["a", { ...doneEnd(a), failure: { code: "approval-denied", message: "not sent" } }],
    ["b", { task: b, state: "failed", failure: { code: "tool-failed", message: "broke" } }],
  ]);
  const givenUp = [{ id: "z", goal: "old", reason: "gone" }];
  expect(missingOf({ plan: planOf(...tasks), ends, givenUp }).map(({ id, reason }) => [id, reason])).toEqual([
    ["z", "gone"],
    ["a", "not sent"],
    ["b", "broke"],
    ["c", "not started"],
  ]);
  expect(missingOf({ plan: planOf(...tasks), ends: new Map(tasks.map((task) => [task.id, doneEnd(task)])) })).toEqual(
    [],
  );
});

it("the shares of all tasks keep the run under its ceiling", () => {
  for (const count of [1, 3, 7, 40, 60]) {
    const plan = planOf(...Array.from({ length: count }, (_, i) => taskOf(`t${i}`)));
    const share = shareOfTasks(40, plan);
    expect(share).toBeGreaterThanOrEqual(0);
    expect(Math.max(count, count + share * count)).toBeLessThanOrEqual(Math.max(40, count));
  }
  expect(shareOfTasks(40, planOf())).toBe(40);
});
