import { describe, expect, it } from "vitest";
import type { MicroDollars } from "../../base/money.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import type { EventBody, RunEvent, SignalEvent } from "../../events/event.ts";
import type { Plan } from "../../wire/plan.ts";
import { createStory, type RunStory } from "../run-view/run-story.ts";
import { tellStory } from "../run-view/tell-story.ts";
import { createPaint } from "../terminal/paint.ts";
import { rememberingOutput, runRow } from "../testing-thorp.ts";
import { createPerson } from "./answer-person.ts";
import type { ApprovalChoice } from "./approval-choices.ts";
import { type Prompts, planOf, planText } from "./prompts.ts";
import { readQuestion } from "./read-question.ts";
import { runFooter, unfinishedWords } from "./run-footer.ts";

const task = (id: string, goal: string, needs: string[] = []) => ({
  id,
  goal,
  capability: "x",
  agent: "alma",
  needs,
  priority: 0,
  optional: false,
});
const plan: Plan = { goal: "g", tasks: [task("t1", "Sum"), task("t2", "Report", ["t1"])], answerFrom: ["t1", "t2"] };

describe("readQuestion", () => {
  const read = (words: string[], input?: string | Buffer) =>
    readQuestion(words, {
      stdin: {
        isTTY: input === undefined,
        async *[Symbol.asyncIterator]() {
          if (input) yield Buffer.from(input);
        },
      },
      stderr: rememberingOutput(),
    });

  it("joins the words", async () =>
    expect(await read(["what", "is", "17%"])).toEqual({ text: "what is 17%", attachments: [] }));
  it("attaches what comes in over standard input", async () => {
    const { attachments } = await read(["sum up"], "some text");
    expect(attachments).toEqual([{ name: "stdin.txt", bytes: Buffer.from("some text"), mediaType: "text/plain" }]);
  });
  it("attaches nothing when nothing came in", async () => expect((await read(["x"], " \n")).attachments).toEqual([]));
  it("says how, without a question", async () => {
    await expect(read([])).rejects.toMatchObject({ code: "usage", hint: expect.stringContaining("thorp ask") });
    await expect(read([" "], "text")).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("cat notes.md | thorp ask"),
    });
  });
  it("refuses what is no text, or too much", async () => {
    await expect(read(["x"], Buffer.from([0x89, 0, 1]))).rejects.toMatchObject({ code: "input-invalid" });
    await expect(read(["x"], Buffer.alloc((32 << 20) + 1, "a"))).rejects.toMatchObject({ code: "input-too-large" });
  });
});

it("leaves tasks out of a plan, and waiting for them too", () => {
  expect(planOf(plan, new Set(["t2"]))).toEqual({
    ...plan,
    tasks: [{ ...plan.tasks[1], needs: [] }],
    answerFrom: ["t2"],
  });
});

it("shows a plan with who does what, and after what", () => {
  expect(planText(plan)).toBe("This is the plan:\n1. Sum (alma)\n2. Report (alma, after 1)");
});

describe("a person", () => {
  const approval: EventBody = {
    path: "t1",
    type: "approval-ask",
    approval: "a1",
    tool: "write_file",
    effect: "write",
    summary: "write x",
    why: "y",
  };
  const question: EventBody = { path: "", type: "question-ask", question: "q1", text: "Which?", choices: ["a"] };
  const turns = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  function setUp(prompts: Partial<Prompts>, asksPlan = false) {
    const sent: SignalEvent[] = [];
    const shown: string[] = [];
    let left = 0;
    const unexpected = () => Promise.reject(new Error("not expected"));
    const person = createPerson({
      prompts: { approve: unexpected, answer: unexpected, choosePlan: unexpected, confirm: unexpected, ...prompts },
      view: {
        update() {},
        say() {},
        pause: () => void shown.push("pause"),
        resume: () => void shown.push("resume"),
        refresh() {},
        end() {},
      },
      send: async (signal) => void sent.push(signal),
      onLeave: () => left++,
      asksPlan,
    });
    const story = createStory();
    let seq = 0;
    const give = (...bodies: EventBody[]): void => {
      for (const body of bodies) {
        tellStory(story, { kind: "event", event: { ...body, run: "r", seq: ++seq, at: seq } as RunEvent });
        person.update(story);
      }
    };
    return { person, give, sent, shown, left: () => left };
  }

  it("is asked for approval and answers", async () => {
    const { give, sent, shown } = setUp({
      approve: async ({ summary }) => ({ allow: summary === "write x", scope: "run", match: "tool" }),
    });
    give(approval);
    await turns();
    const answer = { type: "approval-answer", approval: "a1", allow: true, by: "person" };
    expect(sent).toEqual([{ ...answer, scope: "run", match: "tool" }]);
    expect(shown).toEqual(["pause", "resume"]);
  });

  it("is asked one thing after the other", async () => {
    const open: string[] = [];
    let answer: (choice: ApprovalChoice) => void = () => {};
    const { give, sent } = setUp({
      approve: () => {
        open.push("approval");
        return new Promise((resolve) => (answer = resolve));
      },
      answer: async () => {
        open.push("question");
        return "a";
      },
    });
    give(approval, question);
    await turns();
    expect(open).toEqual(["approval"]);
    answer({ allow: false });
    await turns();
    expect(sent).toEqual([
      { type: "approval-answer", approval: "a1", allow: false, by: "person" },
      { type: "question-answer", question: "q1", text: "a" },
    ]);
  });

  it("is not asked what was answered before the run was taken up again", async () => {
    const { give, sent, shown } = setUp({});
    give(approval, { path: "", type: "approval-answer", approval: "a1", allow: true, by: "person" });
    await turns();
    expect([sent, shown]).toEqual([[], []]);
  });

  it("is no longer asked when nobody waits for the answer", async () => {
    const { give, sent, left } = setUp({
      approve: (_ask, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined))),
    });
    give(approval);
    await turns();
    give({ path: "", type: "approval-answer", approval: "a1", allow: false, by: "timeout" });
    await turns();
    expect([sent, left()]).toEqual([[], 0]);
  });

  it("leaves with Ctrl-C at a prompt", async () => {
    const { give, sent, left } = setUp({ answer: async () => undefined });
    give(question);
    await turns();
    expect([sent, left()]).toEqual([[], 1]);
  });

  it("accepts a plan, after changing it", async () => {
    const changed = planOf(plan, new Set(["t1"]));
    const { give, sent } = setUp(
      { choosePlan: async (shown) => (shown === plan ? { kind: "change", plan: changed } : { kind: "run" }) },
      true,
    );
    give({ path: "", type: "plan-propose", plan, by: "model" });
    await turns();
    expect(sent).toEqual([{ type: "plan-edit", edit: "e1", plan: changed }]);
    give({ path: "", type: "plan-revise", plan: changed, reason: "edited by the person" });
    await turns();
    expect(sent.at(-1)).toEqual({ type: "plan-approve", allow: true });
    give({ path: "", type: "plan-accept", by: "person" }, { path: "", type: "plan-revise", plan, reason: "t1 failed" });
    await turns();
    expect(sent).toHaveLength(2);
  });

  it("is not asked about the plan unless they wanted to be", async () => {
    const { give, sent } = setUp({});
    give({ path: "", type: "plan-propose", plan, by: "model" });
    await turns();
    expect(sent).toEqual([]);
  });
});

describe("the footer", () => {
  const look = { paint: createPaint(false), cwd: "/w" };
  const call = (model: string, tier: string, tokens: number) => {
    return {
      run: "r",
      path: "",
      step: "s",
      agent: "a",
      purpose: "work",
      model,
      tier,
      inputTokens: tokens,
      outputTokens: 5,
      cost: 0 as MicroDollars,
      ms: 1,
      ok: true,
      at: 0,
      cached: false,
    };
  };
  const detail = (changes: Partial<RunDetail> = {}): RunDetail => {
    const run = runRow({ cost: 4200 as MicroDollars });
    return { run, tasks: [], modelCalls: [], messages: [], live: false, open: [], ...changes };
  };
  const storyWith = (changes: Partial<RunStory>): RunStory => ({ ...createStory(), ...changes });

  it("lists files, sources and what is missing", () => {
    const story = storyWith({
      plan,
      files: new Map([
        ["/w/out/a.md", { file: "/w/out/a.md", isNew: true }],
        ["/else/b", { file: "/else/b", isNew: false }],
      ]),
      final: {
        text: "x",
        citations: [{ number: 1, path: "t1", title: "Sum", source: "/w/orders.json" }],
        credits: [{ text: "Tides of the World", url: "https://tides.example/terms" }],
      },
    });
    story.tasks.set("t1", { path: "t1", goal: "Sum", agent: "a", state: "done" });
    story.tasks.set("t2", { path: "t2", goal: "Report", agent: "a", state: "failed", reason: "not approved" });
    expect(runFooter(story, detail(), look).split("\n").slice(0, 9)).toEqual([
      "Files",
      "  made out/a.md",
      "  changed /else/b",
      "Sources",
      "  [1] Sum (orders.json)",
      "Credits",
      "  Tides of the World (https://tides.example/terms)",
      "Missing",
      "  Report: not approved",
    ]);
  });

  it("says what it took, and calls the rules an engine", () => {
    const modelCalls = [
      call("rules/english", "embedded", 9),
      call("ollama/x", "local", 1200),
      call("ollama/x", "local", 34),
    ];
    expect(runFooter(storyWith({}), detail({ modelCalls }), look)).toBe(
      '$0.0042 · 1,234 tokens in, 10 out · 2.0 s · engine: rules, ollama/x (local)\nrun h1t959 · thorp runs show h1t959 · thorp ask -c "..." goes on\n',
    );
    expect(
      runFooter(storyWith({}), detail({ modelCalls: [call("rules/english", "embedded", 9)] }), look),
    ).not.toContain("tokens");
  });

  it("tells of runs from before with the command that goes on", () => {
    expect(unfinishedWords([])).toBe("");
    const many = Array.from({ length: 7 }, (_, at) => ({ id: `run_00000000000000${at}0000xx`, text: "do\nit" }));
    expect(unfinishedWords(many.slice(0, 1))).toBe(
      "1 run from before has not ended:\n  thorp runs resume 0000xx   do it\n",
    );
    expect(unfinishedWords(many)).toContain("and 2 more: thorp runs list --unfinished");
  });
});
