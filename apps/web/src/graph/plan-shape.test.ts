import { describe, expect, it } from "vitest";
import { freeTaskId, possibleActions } from "./plan-shape.ts";

const view = <State extends string>(state: State): { readonly state: State } => ({ state });
const able = (...args: Parameters<typeof possibleActions>) =>
  Object.entries(possibleActions(...args)).flatMap(([name, can]) => (can ? [name] : []));

describe("possibleActions", () => {
  it("lets what has not begun be edited, and while the run goes on be skipped", () => {
    expect(able({ path: "a", state: "waiting" }, view("proposed"))).toEqual(["canEdit"]);
    expect(able({ path: "a", state: "waiting" }, view("running"))).toEqual(["canEdit", "canSkip"]);
    expect(able({ path: "a", state: "running", startedAt: 1 }, view("running"))).toEqual(["canSkip"]);
  });

  it("lets what failed be tried again, and nothing of a run that is over or of a task's own plan", () => {
    expect(able({ path: "a", state: "failed", startedAt: 1 }, view("running"))).toEqual(["canRetry"]);
    expect(able({ path: "a", state: "failed", startedAt: 1 }, view("ended"))).toEqual([]);
    expect(able({ path: "a/b", state: "waiting" }, view("running"))).toEqual([]);
    expect(able({ path: "a", state: "waiting" }, undefined)).toEqual([]);
  });
});

it("finds an id that is free", () => {
  const tasks = ["t1", "t3"].map((id) => ({ id }));
  expect(freeTaskId({ tasks } as never)).toBe("t4");
});
