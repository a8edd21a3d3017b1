import { describe, expect, it } from "vitest";
import type { MicroDollars } from "../../base/money.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import type { Plan } from "../../wire/plan.ts";
import { findRun } from "../run-id.ts";
import { runRow } from "../testing-thorp.ts";
import { doomedRuns } from "./change-runs.ts";
import { compareRuns } from "./compare-runs.ts";
import { differenceWords } from "./difference-words.ts";

const id = (tail: string) => `run_01m7y74n1w${tail.padStart(10, "0")}`;

describe("findRun", () => {
  const runs = ["aaaa1", "aaab1", "cccc2"].map((tail) => runRow({ id: id(tail), text: `about ${tail}` }));
  const lister = { listRuns: async ({ limit = 50 } = {}) => runs.slice(0, limit) };
  const find = (wanted: string) => findRun(wanted, lister);

  it("takes a unique ending, a unique beginning, a whole id, and last", async () => {
    expect(await find("cc2")).toBe(id("cccc2"));
    expect(await find("last")).toBe(id("aaaa1"));
    expect(await find(id("zzzz9"))).toBe(id("zzzz9"));
    const [only] = runs;
    expect(await findRun("01m7y7", { listRuns: async () => [only!] })).toBe(only!.id);
    expect(await findRun("run_01m", { listRuns: async () => [only!] })).toBe(only!.id);
  });
  it("refuses what is unknown, too short, or several", async () => {
    await expect(find("zzz")).rejects.toMatchObject({ code: "run-unknown", message: "There is no run zzz." });
    await expect(find("a1")).rejects.toThrow("too short");
    await expect(find("01m7y74n1w")).rejects.toThrow(/may be any of 3 runs:\n {2}run_\w+ {2}about aaaa1/);
    await expect(findRun("last", { listRuns: async () => [] })).rejects.toThrow("There is no run yet.");
  });
});

describe("pruning", () => {
  const { endedAt: _ended, ...open } = runRow({ id: "open", startedAt: 1 });
  const runs = [
    runRow({ id: "new", startedAt: 30, endedAt: 31 }),
    runRow({ id: "old", startedAt: 10, endedAt: 11 }),
    runRow({ id: "older", startedAt: 5, endedAt: 6 }),
    open,
  ];
  const doomed = (limits: Parameters<typeof doomedRuns>[1]) => doomedRuns(runs, limits).map((run) => run.id);

  it("takes old runs, keeps the newest, and never an unfinished one", () => {
    expect(doomed({ before: 20 })).toEqual(["old", "older"]);
    expect(doomed({ keep: 2 })).toEqual(["older"]);
    expect(doomed({ before: 20, keep: 2 })).toEqual(["older"]);
    expect(doomed({ before: 8, keep: 0 })).toEqual(["older"]);
    expect(doomed({ keep: 0 })).toEqual(["new", "old", "older"]);
  });
});

describe("two runs side by side", () => {
  const plan = (...goals: string[]): Plan => ({
    goal: "g",
    answerFrom: [],
    tasks: goals.map((goal, at) => ({
      id: `t${at}`,
      goal,
      capability: "x",
      agent: "alma",
      needs: [],
      priority: 0,
      optional: false,
    })),
  });
  const detail = (changes: Partial<RunDetail>, text = "It is 408."): RunDetail => ({
    run: runRow({ id: id("aaaa1") }),
    tasks: [],
    modelCalls: [],
    live: false,
    open: [],
    messages: [{ run: "r", conversation: "c", role: "team", text, labels: [], at: 1 }],
    ...changes,
  });

  it("do not differ from themselves", () => expect(compareRuns(detail({}), detail({}))).toEqual([]));

  it("differ in words", () => {
    const other = detail(
      {
        run: runRow({ id: id("bbbb2"), team: "toollama", state: "partial", cost: 4200 as MicroDollars }),
        plan: plan("Sum", "Write"),
      },
      "It is 408.\nI could not write it.",
    );
    const words = compareRuns(detail({ plan: plan("Sum") }), other);
    expect(words).toEqual([
      "Team: alma in 0aaaa1, toollama in 0bbbb2",
      "State: done in 0aaaa1, partial in 0bbbb2",
      "Only in 0bbbb2: task Write (alma, not started)",
      "Cost: $0 in 0aaaa1, $0.0042 in 0bbbb2",
      "Answer, only in 0bbbb2: I could not write it.",
    ]);
  });
});

it("says what a replay decides otherwise", () => {
  const recorded = { path: "", type: "plan-accept", by: "policy" } as const;
  expect(
    [
      { kind: "decision", path: "", recorded, decided: { type: "plan-accept", by: "person" } },
      { kind: "decision", path: "t1", decided: { type: "task-retry", critique: "too\nshort" } },
      { kind: "decision", path: "t1", recorded },
      { kind: "step-input", path: "t1", step: "model-1", recorded: "a", asked: "b" },
      { kind: "new-step", path: "", step: "model-2" },
      { kind: "race", path: "", recorded: "t1", among: ["t2", "t3"] },
    ].map((difference) => differenceWords(difference as Parameters<typeof differenceWords>[0])),
  ).toEqual([
    'In the run it now decides plan-accept {"by":"person"} instead of plan-accept {"by":"policy"}.',
    'In task t1 it now decides task-retry {"critique":"too\\nshort"}, which the record does not have.',
    'In task t1 the record has plan-accept {"by":"policy"}, which no longer happens.',
    "In task t1 the step model-1 is now asked something else.",
    "In the run it now takes the step model-2, of which the record knows no result.",
    "In the run t1 came first in the record; now it waits for t2, t3.",
  ]);
});
