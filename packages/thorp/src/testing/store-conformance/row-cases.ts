/** The rows that follow from events: runs, tasks, model calls, messages. */
import assert from "node:assert/strict";
import type { Store } from "../../storage/store.ts";
import { appendRun, message, modelCall, runEnd, runStart, task } from "../store-events.ts";
import type { StoreChecks } from "./store-checks.ts";

/** See `storeConformance`. */
export const rowCases: StoreChecks = {
  async "follows a run from start to end"(store) {
    store.append({ run: "a", at: 5, body: runStart({ conversation: "con_1", text: "What is new?", team: "alma" }) });
    await store.committed("a");
    const start = { id: "a", conversation: "con_1", team: "alma", text: "What is new?", startedAt: 5, cost: 0 };
    assert.deepEqual(await store.run("a"), { ...start, state: "running", recoveries: 0, lastSeq: 1 });
    store.append({ run: "a", at: 6, body: { type: "run-recover", path: "", recovery: 1 } });
    store.append({ run: "a", at: 9, body: runEnd("partial") });
    await store.committed("a");
    assert.deepEqual(await store.run("a"), { ...start, state: "partial", recoveries: 1, lastSeq: 3, endedAt: 9 });
    store.append({ run: "a", at: 12, body: { type: "run-recover", path: "", recovery: 2 } });
    await store.committed("a");
    assert.deepEqual(await store.run("a"), { ...start, state: "running", recoveries: 2, lastSeq: 4 });
    assert.equal(await store.run("nobody"), undefined);
  },

  async "knows what was taken back, and the name of a conversation"(store) {
    appendRun(store, "a", "con_1");
    appendRun(store, "b", "con_1");
    const undo = { type: "run-undo", path: "", last: "b", restored: ["/w/x"], removed: [], left: [] } as const;
    store.append({ run: "b", at: 11, body: undo });
    store.append({ run: "b", at: 12, body: { type: "conversation-rename", path: "", title: "Numbers" } });
    await Promise.all([store.committed("a"), store.committed("b")]);
    const { undoneAfter, title, state, endedAt } = (await store.run("b")) ?? {};
    assert.deepEqual(
      { undoneAfter, title, state, endedAt },
      { undoneAfter: "b", title: "Numbers", state: "done", endedAt: 10 },
    );
    assert.deepEqual(
      (await store.messages("con_1")).map((row) => [row.text, row.undoneAfter]),
      [
        ["Question of a", undefined],
        ["Answer of a", undefined],
        ["Question of b", "b"],
        ["Answer of b", "b"],
      ],
    );
    assert.deepEqual(await store.verify({ repair: true }), []);
    assert.equal((await store.run("b"))?.title, "Numbers");
    store.append({ run: "b", at: 13, body: { type: "conversation-rename", path: "", title: "" } });
    await store.committed("b");
    assert.equal(Object.hasOwn((await store.run("b")) ?? {}, "title"), false);
  },

  async "shows a run as waiting until its last question is answered"(store) {
    const states: unknown[] = [];
    const append = async (body: Parameters<Store["append"]>[0]["body"]) => {
      store.append({ run: "a", at: 1, body });
      await store.committed("a");
      states.push((await store.run("a"))?.state);
    };
    await append(runStart());
    const ask = {
      type: "approval-ask",
      approval: "x",
      tool: "send_mail",
      effect: "send",
      summary: "",
      why: "",
    } as const;
    await append({ ...ask, path: "t1" });
    await append({ type: "question-ask", path: "", question: "q", text: "Which?" });
    await append({ type: "approval-answer", path: "t1", approval: "x", allow: true, by: "person" });
    await append({ type: "question-answer", path: "", question: "q", text: "This." });
    await append({ ...ask, path: "t2", approval: "y" });
    await append(runEnd("cancelled"));
    await append({ type: "approval-answer", path: "t2", approval: "y", allow: false, by: "timeout" });
    assert.deepEqual(states, [
      "running",
      "waiting",
      "waiting",
      "waiting",
      "running",
      "waiting",
      "cancelled",
      "cancelled",
    ]);
  },

  async "lists runs newest first, by conversation, and those that have not ended"(store) {
    for (const [i, conversation] of ["c1", "c2", "c1", "c1"].entries()) {
      store.append({ run: `r${i}`, at: i, body: runStart({ conversation }) });
      if (i === 2) store.append({ run: `r${i}`, at: i, body: runEnd("failed") });
      await store.committed(`r${i}`);
    }
    const ids = async (filter?: Parameters<Store["runs"]>[0]) => (await store.runs(filter)).map(({ id }) => id);
    assert.deepEqual(await ids(), ["r3", "r2", "r1", "r0"]);
    assert.deepEqual(await ids({ conversation: "c1" }), ["r3", "r2", "r0"]);
    assert.deepEqual(await ids({ conversation: "c1", unfinished: true }), ["r3", "r0"]);
    assert.deepEqual(await ids({ limit: 2 }), ["r3", "r2"]);
    assert.deepEqual(await ids({ conversation: "c3" }), []);
    for (let i = 4; i < 400; i++) store.append({ run: `r${i}`, at: i, body: runStart({ conversation: "c4" }) });
    await store.committed("r399");
    assert.equal((await ids()).length, 50);
    assert.deepEqual(
      await ids({ conversation: "c4", limit: 1000 }),
      Array.from({ length: 396 }, (_, i) => `r${399 - i}`),
    );
  },

  async "shows a run as waiting while its plan is to be approved"(store) {
    const body = runStart();
    const plan = { goal: "g", tasks: [], answerFrom: [] };
    store.append({
      run: "a",
      at: 1,
      body: { ...body, request: { ...body.request, interactive: true, approvePlan: true } },
    });
    store.append({ run: "a", at: 2, body: { type: "plan-propose", path: "", plan, by: "model" } });
    await store.committed("a");
    assert.equal((await store.run("a"))?.state, "waiting");
    store.append({ run: "a", at: 3, body: { type: "plan-approve", path: "", allow: true } });
    await store.committed("a");
    assert.equal((await store.run("a"))?.state, "running");
  },

  async "follows tasks through block, retry, another agent and end"(store) {
    store.append({ run: "a", at: 1, body: runStart() });
    store.append({ run: "a", at: 2, body: task("t2", "Find it", "belter") });
    store.append({ run: "a", at: 3, body: task("t1", "Write it", "drummer") });
    store.append({ run: "a", at: 4, body: task("t1/a", "Write a part", "drummer") });
    store.append({ run: "a", at: 5, body: { type: "task-block", path: "t2", reason: "needs an answer" } });
    store.append({ run: "a", at: 6, body: { type: "task-reassign", path: "t1", agent: "camina", reason: "better" } });
    store.append({ run: "a", at: 7, body: { type: "task-end", path: "t1/a", state: "failed" } });
    await store.committed("a");
    const rows = async () =>
      (await store.tasks("a")).map(({ path, agent, state, endedAt }) => [path, agent, state, endedAt]);
    assert.deepEqual(await rows(), [
      ["t2", "belter", "blocked", undefined],
      ["t1", "camina", "running", undefined],
      ["t1/a", "drummer", "failed", 7],
    ]);
    store.append({ run: "a", at: 8, body: { type: "task-retry", path: "t1/a", critique: "too short" } });
    store.append({ run: "a", at: 8, body: { type: "question-answer", path: "t2", question: "q", text: "Yes." } });
    store.append({ run: "a", at: 9, body: { type: "task-end", path: "t1", state: "done" } });
    await store.committed("a");
    assert.deepEqual(await rows(), [
      ["t2", "belter", "running", undefined],
      ["t1", "camina", "done", 9],
      ["t1/a", "drummer", "running", undefined],
    ]);
    const [first] = await store.tasks("a");
    assert.deepEqual(first, { run: "a", path: "t2", agent: "belter", goal: "Find it", state: "running", startedAt: 2 });
  },

  async "makes a row of each finished model call and adds up their cost"(store) {
    store.append({ run: "a", at: 1, body: runStart() });
    for (const event of modelCall({ run: "a", path: "t1", step: "s1", at: 100, ms: 40, cost: 7 })) store.append(event);
    const tool = {
      kind: "tool",
      tool: "read_file",
      agent: "drummer",
      input: {},
      digest: "d",
      repeatable: true,
    } as const;
    store.append({ run: "a", at: 150, body: { type: "step-start", path: "t1", step: "s2", attempt: 1, call: tool } });
    store.append({
      run: "a",
      at: 160,
      body: { type: "step-end", path: "t1", step: "s2", attempt: 1, result: { ok: true } },
    });
    const [start, end] = modelCall({ run: "a", path: "t2", step: "s1", at: 200, ms: 10, cost: 5, model: "big" });
    store.append(start);
    const failure = { code: "model-unavailable", message: "gone" } as const;
    store.append({ run: "a", at: 205, body: { type: "step-fail", path: "t2", step: "s1", attempt: 1, failure } });
    store.append({ ...start, at: 207 });
    await store.committed("a");
    assert.equal((await store.modelCalls("a")).length, 1, "a call that has not ended has no row");
    store.append(end);
    const [bare] = modelCall({ run: "a", path: "t3", step: "s1", at: 300, ms: 0, cost: 0 });
    store.append(bare);
    store.append({ run: "a", at: 301, body: { type: "step-end", path: "t3", step: "s1", attempt: 1, result: "text" } });
    await store.committed("a");
    const row = { run: "a", step: "s1", agent: "drummer", purpose: "work", tier: "local", ok: true, cached: false };
    assert.deepEqual(await store.modelCalls("a"), [
      { ...row, path: "t1", model: "small", inputTokens: 11, outputTokens: 3, cost: 7, ms: 40, at: 140 },
      { ...row, path: "t2", model: "big", inputTokens: 11, outputTokens: 3, cost: 5, ms: 3, at: 210 },
      { ...row, path: "t3", model: "small", inputTokens: 0, outputTokens: 0, cost: 0, ms: 1, at: 301 },
    ]);
    assert.equal((await store.run("a"))?.cost, 12);
  },

  async "gives the messages of a conversation over several runs"(store) {
    for (const [run, conversation] of [
      ["a", "c1"],
      ["b", "c2"],
      ["c", "c1"],
    ] as const) {
      store.append({ run, at: 1, body: runStart({ conversation }) });
      store.append({ run, at: 2, body: message("person", `ask ${run}`) });
    }
    store.append({ run: "c", at: 3, body: message("team", "answer c") });
    store.append({ run: "a", at: 4, body: message("team", "answer a") });
    for (const run of ["a", "b", "c"]) await store.committed(run);
    const rows = await store.messages("c1");
    assert.deepEqual(rows[0], {
      run: "a",
      conversation: "c1",
      role: "person",
      text: "ask a",
      labels: ["person"],
      at: 2,
    });
    assert.deepEqual(
      rows.map(({ text, role }) => [role, text]),
      [
        ["person", "ask a"],
        ["person", "ask c"],
        ["team", "answer c"],
        ["team", "answer a"],
      ],
    );
    for (let i = 0; i < 600; i++) store.append({ run: "b", at: i, body: message("team", `${i}`) });
    await store.committed("b");
    assert.equal((await store.messages("c2")).length, 601);
    assert.deepEqual(await store.messages("c9"), []);
  },
};
