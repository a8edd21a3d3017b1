import type { RunUpdate } from "@thorp/client";
import { describe, expect, it } from "vitest";
import { emptyStory, type Story } from "./story.ts";
import { tell } from "./tell.ts";

let seq = 0;
const event = (type: string, rest: object = {}, path = ""): RunUpdate =>
  ({ kind: "event", run: "run_1", seq: ++seq, at: seq * 10, path, type, ...rest }) as never;
const frame = (delta: string, rest: object = {}): RunUpdate =>
  ({
    kind: "frame",
    type: "text",
    run: "run_1",
    path: "",
    step: "model-1",
    attempt: 1,
    offset: 0,
    delta,
    ...rest,
  }) as never;
const plan = (...tasks: readonly (readonly [id: string, needs?: readonly string[]])[]) => ({
  goal: "all",
  answerFrom: [],
  tasks: tasks.map(([id, needs = []]) => ({
    id,
    goal: `do ${id}`,
    agent: "hand",
    capability: "x",
    needs,
    priority: 0,
    optional: false,
  })),
});
const start = event("run-start", { team: "alma", request: { text: "Hello", approvePlan: true, attachments: [] } });
const told = (...updates: readonly RunUpdate[]): Story => [start, ...updates].reduce(tell, emptyStory);

describe("tell", () => {
  it("shows the request, the live answer, and the final one with its sources", () => {
    const live = told(frame("Hel"), frame("lo", { offset: 3 }));
    expect(live).toMatchObject({ team: "alma", state: "running", answer: { text: "Hello", isFinal: false } });
    const citations = [{ number: 1, path: "t1", title: "x" }];
    const credits = [{ text: "Tides of the World" }];
    const done = [
      event("message-add", { role: "team", text: "Hello you", citations, credits }),
      event("run-end", { state: "done" }),
    ].reduce(tell, live);
    expect(done).toMatchObject({ state: "done", answer: { text: "Hello you", isFinal: true }, citations, credits });
    expect(done.endedAt).toBeGreaterThan(done.startedAt ?? Infinity);
  });

  it("sets text by offset: a snapshot after a lost connection doubles nothing", () => {
    expect(told(frame("Hello "), frame("you", { offset: 6 }), frame("Hello you")).answer.text).toBe("Hello you");
  });

  it("lets a higher attempt replace a text, and never the other way", () => {
    const story = told(frame("old"), frame("new", { attempt: 2 }), frame("older", { attempt: 1 }));
    expect(story.answer.text).toBe("new");
  });

  it("takes a text back that no longer counts, and shows the next in its place", () => {
    const check = event("check-end", { verdict: "revise", by: "language", withdraws: "model-1" });
    const story = told(frame("Bonjour"), check);
    expect(story.answer.text).toBe("");
    expect(tell(story, frame("Hello", { step: "model-2" })).answer.text).toBe("Hello");
  });

  it("draws the plan, with what each task waits for, and takes the words before it back", () => {
    const story = told(frame("Let me plan."), event("plan-propose", { plan: plan(["a"], ["b", ["a"]]) }));
    expect(story).toMatchObject({ answer: { text: "" }, isPlanOpen: true, state: "waiting" });
    expect(story.tasks).toMatchObject([
      { path: "a", state: "waiting", needs: [] },
      { path: "b", state: "waiting", needs: ["a"] },
    ]);
    expect(tell(story, event("plan-accept", { by: "person" }))).toMatchObject({ isPlanOpen: false, state: "running" });
  });

  it("knows what a task waits for also when its live text comes before the plan", () => {
    const story = told(
      frame("working", { path: "b", step: "model-1" }),
      event("plan-propose", { plan: plan(["a"], ["b", ["a"]]) }),
    );
    expect(story.tasks[1]).toMatchObject({ path: "b", goal: "do b", needs: ["a"], text: "working" });
  });

  it("follows a task through its states, and its parts below it", () => {
    const story = told(
      event("plan-propose", { plan: plan(["a"]) }),
      event("task-start", { task: { goal: "do a", agent: "hand" } }, "a"),
      event("plan-propose", { plan: plan(["x"]) }, "a"),
      event("task-reassign", { agent: "other", reason: "busy" }, "a"),
      event("task-end", { state: "failed", failure: { code: "tool-failed", message: "no net" } }, "a"),
    );
    expect(story.tasks.map(({ path, state, agent, note }) => [path, state, agent, note])).toEqual([
      ["a", "failed", "other", "no net"],
      ["a/x", "waiting", "hand", undefined],
    ]);
    expect(story.plan?.tasks).toHaveLength(1);
  });

  it("follows calls: what went in, what came out, what failed, and another attempt in the place of the first", () => {
    const call = { kind: "tool", tool: "calc", agent: "hand", input: { a: 1 } };
    const story = told(
      event("step-start", { step: "s1", attempt: 1, call }, "a"),
      event("step-fail", { step: "s1", attempt: 1, failure: { code: "x", message: "no" } }, "a"),
      event("step-start", { step: "s1", attempt: 2, call }, "a"),
      event("step-end", { step: "s1", attempt: 2, ok: true, text: "42" }, "a"),
    );
    expect(story.uses).toMatchObject([{ tool: "calc", attempt: 2, state: "done", text: "42", input: { a: 1 } }]);
  });

  it("keeps what was written before a stop, also for who comes back later", () => {
    const call = { kind: "model", purpose: "p", agent: "a", model: "m", tier: "local", reasons: [], propensity: 1 };
    const story = told(
      event("step-start", { step: "m1", attempt: 1, call }),
      event("step-fail", { step: "m1", attempt: 1, failure: { code: "cancelled", message: "x" }, text: "half" }),
    );
    expect(story.answer).toMatchObject({ text: "half", isFinal: false });
  });

  it("drops tasks that a new plan no longer has, unless they have begun", () => {
    const story = told(
      event("plan-propose", { plan: plan(["a"], ["b"]) }),
      event("task-start", { task: { goal: "do a", agent: "hand" } }, "a"),
      event("plan-revise", { plan: plan(["c"]), reason: "x" }),
    );
    expect(story.tasks.map(({ path }) => path)).toEqual(["a", "c"]);
  });

  it("waits for a person, one question after the other", () => {
    const asked = told(
      event("approval-ask", { approval: "1", tool: "write_file", effect: "write", summary: "write a", why: "x" }),
      event("question-ask", { question: "q1", text: "Which?" }),
    );
    expect(asked).toMatchObject({ state: "waiting", open: [{ approval: "1" }, { question: "q1" }] });
    const half = tell(asked, event("approval-answer", { approval: "1", allow: true, by: "person" }));
    expect(half).toMatchObject({ state: "waiting", open: [{ question: "q1" }] });
    expect(tell(half, event("question-answer", { question: "q1", text: "a" }))).toMatchObject({
      state: "running",
      open: [],
    });
  });

  it("sums up money, files and the models with their reasons", () => {
    const call = {
      kind: "model",
      purpose: "work",
      agent: "hand",
      model: "m",
      tier: "local",
      reasons: ["cheap"],
      propensity: 1,
    };
    const story = told(
      event("step-start", { step: "model-1", attempt: 1, call }),
      event("step-start", { step: "model-1", attempt: 2, call: { ...call, model: "n" } }),
      event("budget-settle", { step: "model-1", scopes: [], reserved: 0.02, cost: 0.01 }),
      event("file-change", { step: "tool-1", file: "/out/a.svg", isNew: true }),
      event("file-change", { step: "tool-1", file: "/out/a.svg", isNew: false }),
    );
    expect(story).toMatchObject({ cost: 0.01, files: ["/out/a.svg"], uses: [{ model: "n", reasons: ["cheap"] }] });
  });
});
