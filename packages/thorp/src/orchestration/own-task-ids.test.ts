import { describe, expect, it } from "vitest";
import type { PlannedTask } from "../wire/plan.ts";
import { ownTaskIds } from "./own-task-ids.ts";

const taskOf = (id: string, needs: string[] = []): PlannedTask => ({
  id,
  goal: id,
  agent: "a",
  capability: "a",
  needs,
  priority: 0,
  optional: false,
});
const idsOf = (tasks: readonly PlannedTask[], given: string[]) =>
  ownTaskIds(tasks, new Set(given), 40).tasks.map(({ id, needs }) => [id, ...needs]);

describe("ownTaskIds", () => {
  it("leaves a plan alone that shares no name with what was given", () => {
    expect(idsOf([taskOf("t3"), taskOf("t4", ["t3"])], ["t1", "t2"])).toEqual([["t3"], ["t4", "t3"]]);
  });

  it("waits for no given result: every task reads it anyhow", () => {
    expect(idsOf([taskOf("t3", ["t1", "t2"])], ["t1", "t2"])).toEqual([["t3"]]);
  });

  it("renames what counts from t1 again, and follows it in needs", () => {
    expect(idsOf([taskOf("t1"), taskOf("t2", ["t1"])], ["t1", "t2"])).toEqual([["t1-2"], ["t2-2", "t1-2"]]);
    expect(idsOf([taskOf("t1"), taskOf("t1-2")], ["t1"])).toEqual([["t1-3"], ["t1-2"]]);
  });

  it("takes a need of its own name for the given result", () => {
    expect(idsOf([taskOf("t1", ["t1"])], ["t1"])).toEqual([["t1-2"]]);
  });

  it("leaves what is unknown to whoever checks the plan", () => {
    expect(idsOf([taskOf("t3", ["t9", "t3"])], ["t1"])).toEqual([["t3", "t9", "t3"]]);
  });
});
