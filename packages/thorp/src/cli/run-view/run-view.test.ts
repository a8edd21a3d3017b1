import { describe, expect, it } from "vitest";
import type { RunUpdate } from "../../engine/thorp.ts";
import type { EventBody, RunEvent } from "../../events/event.ts";
import type { Frame } from "../../events/frame.ts";
import type { Plan } from "../../wire/plan.ts";
import { runUpdateSchema } from "../../wire/run-update.ts";
import { createPaint } from "../terminal/paint.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { textWidth } from "../terminal/text-width.ts";
import { createScreen } from "../testing-screen.ts";
import { rememberingOutput } from "../testing-thorp.ts";
import { createJsonView } from "./json-view.ts";
import { createLiveView } from "./live-view.ts";
import { createPlainView } from "./plain-view.ts";
import { headLine, planLines } from "./plan-lines.ts";
import { createStory, type RunStory } from "./run-story.ts";
import { tellStory } from "./tell-story.ts";

const task = (id: string, goal: string, needs: string[] = []) => ({
  id,
  goal,
  capability: "x",
  agent: "alma",
  needs,
  priority: 0,
  optional: false,
});
const planOf = (...tasks: ReturnType<typeof task>[]): Plan => ({ goal: "g", tasks, answerFrom: [] });
const plan = planOf(task("t1", "Sum the orders"), task("t2", "Write the report", ["t1"]));
const route = { model: "ollama/mistral:7b", tier: "local", reasons: ["complexity 0.3"], propensity: 1 } as const;
const modelStep = (path: string, step: string, purpose = "work"): EventBody => ({
  path,
  type: "step-start",
  step,
  attempt: 1,
  call: { kind: "model", purpose, agent: "alma", route, digest: "d" },
});

let seq = 0;
const event = (body: EventBody): RunUpdate => ({
  kind: "event",
  event: { ...body, run: "run_1", seq: ++seq, at: 1000 * seq } as RunEvent,
});
const frame = (delta: string, offset: number, changes: Partial<Frame> = {}): RunUpdate => ({
  kind: "frame",
  frame: { run: "run_1", path: "", step: "answer-model-1", attempt: 1, kind: "text", offset, delta, ...changes },
});

function tell(...updates: readonly (EventBody | RunUpdate)[]): RunStory {
  seq = 0;
  const story = createStory();
  for (const update of updates) tellStory(story, "kind" in update ? (update as RunUpdate) : event(update as EventBody));
  return story;
}

const start = { path: "", type: "run-start", team: "alma", request: {} } as unknown as EventBody;
const propose: EventBody = { path: "", type: "plan-propose", plan, by: "model" };
const begin = (id: string): EventBody => ({
  path: id,
  type: "task-start",
  task: plan.tasks.find((each) => each.id === id) ?? task(id, id),
});
const done = (path: string): EventBody => ({ path, type: "task-end", state: "done" });

describe("a story", () => {
  it("follows a task from waiting to done", () => {
    const until = (...more: EventBody[]) => tell(start, propose, ...more).tasks.get("t1");
    expect(until()).toMatchObject({ state: "waiting", agent: "alma" });
    expect(until(begin("t1"), modelStep("t1", "model-1"))).toMatchObject({
      state: "running",
      doing: "thinking",
      model: "ollama/mistral:7b",
    });
    expect(until(begin("t1"), { path: "t1", type: "task-reassign", agent: "camina", reason: "failed" })).toMatchObject({
      agent: "camina",
    });
    const ended = until(begin("t1"), done("t1"));
    expect(ended).toMatchObject({ state: "done", startedAt: 3000, endedAt: 4000 });
    expect(ended).not.toHaveProperty("doing");
  });

  it("takes a revision over the proposal that came before it", () => {
    const revised = planOf(task("r1-t1", "Sum again"));
    const story = tell(
      start,
      propose,
      begin("t1"),
      { path: "t1", type: "task-end", state: "failed" },
      { path: "", type: "plan-propose", plan: planOf(task("t1", "Sum again")), by: "model" },
      { path: "", type: "plan-revise", plan: revised, reason: "t1 failed" },
    );
    expect([...story.tasks.values()].map(({ path, state }) => [path, state])).toEqual([
      ["t1", "failed"],
      ["r1-t1", "waiting"],
    ]);
    expect(story.plan).toBe(revised);
  });

  it("keeps plans of tasks below their task", () => {
    const story = tell(start, propose, begin("t2"), {
      path: "t2",
      type: "plan-propose",
      plan: planOf(task("a", "Draft"), task("b", "Polish")),
      by: "model",
    });
    expect([...story.tasks.keys()]).toEqual(["t1", "t2", "t2/a", "t2/b"]);
    expect(story.plan).toBe(plan);
  });

  it("puts deltas together, and a higher attempt in the place of the lower", () => {
    expect(tell(start, frame("The ans", 0), frame("wer", 7)).answer?.text).toBe("The answer");
    expect(tell(start, frame("The ans", 0), frame("New", 0, { attempt: 2 })).answer).toEqual({
      step: "answer-model-1",
      attempt: 2,
      text: "New",
    });
    // A snapshot of the same attempt after a reconnection.
    expect(tell(start, frame("The", 0), frame("The answer", 0)).answer?.text).toBe("The answer");
    expect(tell(start, frame("no", 0, { path: "t1" }), frame("no", 0, { kind: "reasoning" })).answer).toBeUndefined();
  });

  it("forgets the words that came before a plan or a question", () => {
    expect(tell(start, frame("Let me plan", 0), propose).answer).toBeUndefined();
    expect(
      tell(start, frame("Hm", 0), { path: "", type: "question-ask", question: "q1", text: "Which?" }).answer,
    ).toBeUndefined();
  });

  it("knows which questions are open", () => {
    const ask: EventBody = {
      path: "t1",
      type: "approval-ask",
      approval: "a1",
      tool: "write_file",
      effect: "write",
      summary: "write x",
      why: "y",
    };
    expect([...tell(start, ask).open.keys()]).toEqual(["a1"]);
    expect(
      tell(start, ask, { path: "", type: "approval-answer", approval: "a1", allow: true, by: "person" }).open.size,
    ).toBe(0);
    expect(tell(start, ask, { path: "", type: "run-end", state: "cancelled" }).open.size).toBe(0);
  });

  it("counts a file that was made and then changed as made", () => {
    const change = (before?: string): EventBody => ({
      path: "t1",
      step: "tool-1",
      type: "file-change",
      file: "/w/x",
      ...(before ? { before } : {}),
    });
    expect(tell(start, change(), change("b")).files.get("/w/x")).toEqual({ file: "/w/x", isNew: true });
  });

  it("leaves nothing waiting once the run has ended", () => {
    expect(tell(start, propose, { path: "", type: "run-end", state: "partial" }).tasks.get("t2")?.state).toBe(
      "skipped",
    );
  });
});

describe("the plan as lines", () => {
  const look = { paint: createPaint(false), width: 60, now: 9000 };
  it("shows marks, goals, agents, times and steps", () => {
    const story = tell(start, propose, begin("t1"), done("t1"), begin("t2"), {
      path: "t2",
      type: "step-start",
      step: "tool-1",
      attempt: 1,
      call: { kind: "tool", tool: "write_report", agent: "alma", input: {}, digest: "d", repeatable: true },
    });
    expect(planLines(story, look)).toEqual([
      "✓ Sum the orders  alma · 1.0 s",
      "▸ Write the report  alma · 4.0 s · write_report",
    ]);
  });
  it("indents plans of tasks, and says why a task failed", () => {
    const story = tell(
      start,
      propose,
      begin("t1"),
      { path: "t1", type: "plan-propose", plan: planOf(task("a", "Read")), by: "rules" },
      begin("t1/a"),
      { path: "t1/a", type: "task-end", state: "failed", failure: { code: "tool-failed", message: "no such\nfile" } },
    );
    expect(planLines(story, look)[1]).toBe("  ✗ Read  alma · 1.0 s · no such file");
  });
  it("never is wider than the terminal, and leaves out what is over first", () => {
    const long = planOf(...Array.from({ length: 30 }, (_, at) => task(`t${at}`, `日本語 ${"word ".repeat(20)}${at}`)));
    const story = tell(
      start,
      { path: "", type: "plan-propose", plan: long, by: "model" },
      ...Array.from({ length: 20 }, (_, at) => [begin(`t${at}`), done(`t${at}`)]).flat(),
      begin("t20"),
    );
    const lines = planLines(story, { ...look, height: 8 });
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain("20 finished");
    expect(lines[1]).toContain("▸");
    expect(lines.at(-1)).toContain("and 4 more");
    for (const width of [20, 40, 79]) {
      for (const line of planLines(story, { ...look, width })) expect(textWidth(line)).toBeLessThan(width);
    }
  });
  it("calls the rules an engine, in the line about the run", () => {
    const story = tell(start, {
      path: "",
      type: "step-start",
      step: "model-1",
      attempt: 1,
      call: {
        kind: "model",
        purpose: "understand",
        agent: "alma",
        route: { ...route, model: "rules/english" },
        digest: "d",
      },
    });
    expect(headLine(story, look)).toBe("alma · understanding the request · engine: rules · 8.0 s");
  });
});

/** A live view on a screen, with a clock that stands still until it is moved. */
function liveView({ columns = 60, height = 12, isVerbose = false } = {}) {
  const screen = createScreen(columns, height);
  const output = { ...screen, isTTY: true, columns, rows: height };
  let now = 0;
  let draws = 0;
  const timers = new Set<{ readonly due: number; readonly call: () => void }>();
  const stderr = {
    ...output,
    write(text: string) {
      draws++;
      screen.write(text);
    },
  };
  const surroundings = { stdout: output, stderr, now: () => now };
  const terminal = terminalOf({
    stdin: { isTTY: true, async *[Symbol.asyncIterator]() {} },
    stdout: output,
    stderr,
    env: { NO_COLOR: "1" },
  });
  const view = createLiveView({
    surroundings,
    terminal,
    isVerbose,
    after(ms, call) {
      const timer = { due: now + ms, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const story = createStory();
  seq = 0;
  return {
    screen,
    view,
    story,
    draws: () => draws,
    give(...updates: readonly (EventBody | RunUpdate)[]) {
      for (const each of updates) {
        const update = "kind" in each ? (each as RunUpdate) : event(each as EventBody);
        tellStory(story, update);
        view.update(story, update);
      }
    },
    pass(ms: number) {
      now += ms;
      for (const timer of [...timers].filter(({ due }) => due <= now)) {
        timers.delete(timer);
        timer.call();
      }
    },
  };
}

describe("the live view", () => {
  it("redraws the plan in place, at most ten times a second", () => {
    const { screen, give, pass, draws } = liveView();
    give(start);
    pass(1000);
    const before = draws();
    give(propose, ...Array.from({ length: 50 }, () => begin("t1")));
    expect(draws() - before).toBeLessThanOrEqual(1);
    pass(100);
    expect(screen.shown().filter((row) => row.includes("Sum the orders"))).toHaveLength(1);
    expect(screen.shown().join("\n")).toContain("▸ Sum the orders");
  });

  it("draws nothing while nothing is seen to change", () => {
    const { give, pass, draws } = liveView();
    give(start, propose);
    pass(5000);
    const before = draws();
    give({ path: "", type: "race-end", winner: "x" }, { path: "", type: "timer-set", name: "t", due: 1 });
    pass(50);
    expect(draws()).toBe(before);
  });

  it("writes the answer below the finished plan, as it comes", () => {
    const { screen, give, pass, view, story } = liveView();
    give(start, propose, begin("t1"), done("t1"), begin("t2"), done("t2"));
    pass(1000);
    give(frame("The total ", 0), frame("is 408 [1].", 10));
    expect(screen.shown()).toEqual([
      "✓ Sum the orders  alma · 1.0 s",
      "✓ Write the report  alma · 1.0 s",
      "The total is 408 [1].",
    ]);
    give(
      { path: "", type: "message-add", role: "team", text: "The total is 408 [1].", labels: [] },
      { path: "", type: "run-end", state: "done" },
    );
    view.end(story);
    expect(screen.shown()).toHaveLength(3);
  });

  it("lets a higher attempt take the place of the text", () => {
    const { screen, give } = liveView();
    give(start, frame("Half an answ", 0), frame("Whole", 0, { attempt: 2 }));
    expect(screen.shown()).toEqual(["Whole"]);
  });

  it("takes thinking aloud away when a plan follows", () => {
    const { screen, give, pass } = liveView();
    give(start, frame("Let me see what there is to do", 0), propose);
    pass(200);
    expect(screen.shown().join("\n")).not.toContain("Let me see");
    expect(screen.shown().join("\n")).toContain("· Sum the orders");
  });

  it("makes room for questions and comes back", () => {
    const { screen, give, pass, view, story } = liveView();
    give(start, propose);
    pass(200);
    view.pause();
    expect(screen.shown()).toEqual([]);
    screen.write("Allow this?\n");
    give(begin("t1"));
    expect(screen.shown()).toEqual(["Allow this?"]);
    view.resume(story);
    pass(200);
    expect(screen.shown()[0]).toBe("Allow this?");
    expect(screen.shown().join("\n")).toContain("▸ Sum the orders");
  });

  it("tells every step above the plan with --verbose", () => {
    const { screen, give, pass } = liveView({ isVerbose: true });
    give(start, propose, begin("t1"), modelStep("t1", "model-1"));
    pass(200);
    expect(screen.shown()[0]).toContain("t1: alma asks ollama/mistral:7b");
    expect(screen.shown().filter((row) => row.includes("Sum the orders"))).toHaveLength(1);
  });

  it("says something between, without leaving pieces of the plan behind", () => {
    const { screen, give, pass, view } = liveView();
    give(start, propose, begin("t1"));
    pass(200);
    view.say("Cancelling.");
    give({ path: "t1", type: "task-end", state: "cancelled" });
    pass(200);
    expect(screen.shown()[0]).toBe("Cancelling.");
    expect(screen.shown().filter((row) => row.includes("Sum the orders"))).toHaveLength(1);
  });

  it("shows no escape sequence of a model", () => {
    const { screen, give } = liveView();
    give(start, frame("safe\u001b[2J\u001b[1A text", 0));
    expect(screen.shown()).toEqual(["safe[2J[1A text"]);
  });
});

describe("the plain view", () => {
  const view = (flags: { isQuiet?: boolean; isVerbose?: boolean } = {}) => {
    const stdout = rememberingOutput();
    const stderr = rememberingOutput();
    const plain = createPlainView({ surroundings: { stdout, stderr }, isQuiet: false, isVerbose: false, ...flags });
    const story = createStory();
    seq = 0;
    for (const each of [
      start,
      frame("dra", 0),
      propose,
      begin("t1"),
      modelStep("t1", "model-1"),
      done("t1"),
      { path: "", type: "message-add", role: "team", text: "408", labels: [] },
    ] as (EventBody | RunUpdate)[]) {
      const update = "kind" in each ? (each as RunUpdate) : event(each as EventBody);
      tellStory(story, update);
      plain.update(story, update);
    }
    plain.end(story);
    return { out: stdout.text, err: stderr.text };
  };
  it("puts progress on standard error and the answer, once, on standard output", () => {
    expect(view()).toEqual({
      out: "408\n",
      err: "plan: 2 tasks\nt1: started by alma: Sum the orders\nt1: done in 2.0 s\n",
    });
  });
  it("is silent with --quiet, talkative with --verbose", () => {
    expect(view({ isQuiet: true })).toEqual({ out: "408\n", err: "" });
    expect(view({ isVerbose: true }).err).toContain("t1: alma asks ollama/mistral:7b (work; complexity 0.3)");
  });
});

it("gives programs one update a line in the published shape", () => {
  const stdout = rememberingOutput();
  const view = createJsonView({ stdout });
  seq = 0;
  for (const update of [event(propose), frame("x", 0)]) view.update(createStory(), update);
  const lines = stdout.text.trimEnd().split("\n");
  expect(lines.map((line) => runUpdateSchema.parse(JSON.parse(line)).kind)).toEqual(["event", "frame"]);
});
