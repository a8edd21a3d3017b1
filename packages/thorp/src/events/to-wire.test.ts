import { describe, expect, it } from "vitest";
import type { MicroDollars } from "../base/money.ts";
import type { Plan } from "../wire/plan.ts";
import { runUpdateSchema } from "../wire/run-update.ts";
import type { EventOf, EventType, RunEvent } from "./event.ts";
import { eventToWire, frameToWire, updateToWire } from "./to-wire.ts";

const task = {
  id: "t1",
  goal: "add",
  capability: "calculation",
  agent: "alma",
  needs: [],
  priority: 0,
  optional: false,
};
const plan: Plan = { goal: "sum", tasks: [task], answerFrom: [] };
const failure = { code: "tool-failed", message: "broke", hint: "mend it" } as const;
const money = (amount: number) => amount as MicroDollars;
const step = { path: "t1", step: "model-1" };
const route = { model: "rules/english", tier: "embedded", reasons: ["free"], propensity: 1 } as const;

/** One of each; the type makes the compiler ask for a new one when the journal gets a new type. */
const samples: { readonly [Type in EventType]: readonly EventOf<Type>[] } = {
  "run-start": [
    {
      type: "run-start",
      path: "",
      team: "alma",
      teamHash: "HASH",
      seed: "SEED",
      request: {
        text: "add",
        conversation: "con_1" as never,
        attachments: [{ name: "a.txt", mediaType: "text/plain", bytes: 3, blob: "BLOB" }],
        workspace: "/w",
        out: "/w/out",
        model: "rules",
        budget: money(1_500_000),
        deadlineMs: 5,
        timeZone: "UTC",
        priority: 0,
        approve: "ask",
        interactive: false,
        approvePlan: true,
        after: "run_0",
        fresh: true,
        once: { key: "KEYHASH", digest: "DIGEST" },
      },
    },
  ],
  "call-start": [{ type: "call-start", path: "", owner: { user: "usr_1", key: "key_1" } }],
  "run-recover": [{ type: "run-recover", path: "", recovery: 1 }],
  "run-end": [
    { type: "run-end", path: "", state: "done" },
    { type: "run-end", path: "", state: "failed", failure },
  ],
  "run-undo": [{ type: "run-undo", path: "", last: "run_2", restored: ["/w/a"], removed: ["/w/b"], left: [] }],
  "conversation-rename": [{ type: "conversation-rename", path: "", title: "Sums" }],
  feedback: [
    { type: "feedback", path: "", rating: "up" },
    {
      type: "feedback",
      path: "",
      by: "usr_1",
      rating: "down",
      reason: "too short",
      edited: "It is five.",
      prefer: "stronger",
      about: { seq: 7, path: "", step: "answer", agent: "alma", purpose: "synthesise", route },
    },
  ],
  "message-add": [
    { type: "message-add", path: "", role: "person", text: "add", labels: ["person"] },
    {
      type: "message-add",
      path: "",
      role: "team",
      text: "5 [1]",
      labels: ["team", "web:https://example.org"],
      citations: [{ number: 1, path: "t1", title: "add" }],
    },
  ],
  "plan-propose": [
    { type: "plan-propose", path: "", plan, by: "rules" },
    { type: "plan-propose", path: "", plan, by: "model", mended: ["a cycle"] },
  ],
  "plan-accept": [{ type: "plan-accept", path: "", by: "policy" }],
  "plan-revise": [{ type: "plan-revise", path: "", plan, reason: "t1 failed" }],
  "plan-edit": [
    { type: "plan-edit", path: "", edit: "e1", plan },
    { type: "plan-edit", path: "", edit: "e2", plan, skip: ["t1"], retry: ["t2"], by: "Ada" },
  ],
  "plan-approve": [{ type: "plan-approve", path: "", allow: true }],
  "task-start": [{ type: "task-start", path: "t1", task }],
  "task-retry": [{ type: "task-retry", path: "t1", critique: "too short" }],
  "task-escalate": [{ type: "task-escalate", path: "t1", to: "frontier", reason: "hard" }],
  "task-reassign": [{ type: "task-reassign", path: "t1", agent: "camina", reason: "failed" }],
  "task-block": [{ type: "task-block", path: "t1", reason: "interrupted" }],
  "task-end": [
    { type: "task-end", path: "t1", state: "skipped" },
    {
      type: "task-end",
      path: "t1",
      state: "done",
      result: {
        text: "5",
        data: { value: 5 },
        artifacts: [{ id: "t1.a1", title: "x", mediaType: "text/csv", bytes: 3, blob: "BLOB", file: "/w/out/x.csv" }],
        sources: [{ title: "x", location: "x.csv" }],
        labels: ["workspace:x.csv"],
      },
    },
    { type: "task-end", path: "t1", state: "failed", failure },
  ],
  "check-end": [{ type: "check-end", path: "t1", verdict: "revise", by: "rules", reason: "no unit" }],
  "history-compact": [{ type: "history-compact", path: "", messages: 4, summary: "they met" }],
  "race-end": [{ type: "race-end", path: "", winner: "t1" }],
  "timer-set": [{ type: "timer-set", path: "", name: "deadline", due: 9 }],
  "run-cancel": [{ type: "run-cancel", path: "", reason: "Ctrl-C" }],
  "approval-ask": [
    {
      type: "approval-ask",
      path: "t1",
      approval: "t1#tool-1",
      tool: "write_file",
      effect: "write",
      summary: "write a.md",
      why: "it changes a file",
    },
    {
      type: "approval-ask",
      path: "t1",
      approval: "t1#tool-1",
      tool: "write_file",
      effect: "write",
      summary: "write a.md",
      input: { path: "a.md", text: "hello" },
      why: "it changes a file",
      stands: [{ match: "folder", value: "/w", scopes: ["run"] }],
    },
  ],
  "approval-answer": [
    {
      type: "approval-answer",
      path: "",
      approval: "t1#tool-1",
      allow: true,
      by: "person",
      scope: "run",
      match: "folder",
    },
    { type: "approval-answer", path: "", approval: "t1#tool-1", allow: false, by: "timeout" },
  ],
  "question-ask": [
    { type: "question-ask", path: "", question: "q1", text: "Which?" },
    { type: "question-ask", path: "", question: "q1", text: "Which?", choices: ["a", "b"] },
  ],
  "question-answer": [{ type: "question-answer", path: "", question: "q1", text: "a" }],
  "client-call-ask": [
    { type: "client-call-ask", path: "", ask: "1", calls: [{ id: "call_x_1_1", tool: "weather", input: "{}" }] },
  ],
  "client-call-answer": [
    { type: "client-call-answer", path: "", ask: "1", results: [{ id: "call_x_1_1", text: "sunny" }] },
  ],
  "step-start": [
    {
      type: "step-start",
      ...step,
      attempt: 1,
      call: { kind: "model", purpose: "work", agent: "alma", route, digest: "DIGEST" },
    },
    {
      type: "step-start",
      ...step,
      attempt: 1,
      call: {
        kind: "tool",
        tool: "calculate",
        agent: "alma",
        input: { expression: "2+3" },
        digest: "DIGEST",
        repeatable: true,
      },
    },
    { type: "step-start", ...step, attempt: 1, call: { kind: "other", digest: "DIGEST" } },
  ],
  "step-fail": [{ type: "step-fail", ...step, attempt: 1, failure, text: "so far" }],
  "step-end": [
    { type: "step-end", ...step, attempt: 1, result: ["DIGEST"] },
    { type: "step-end", ...step, attempt: 1, result: null },
    {
      type: "step-end",
      ...step,
      attempt: 1,
      result: {
        ok: true,
        text: "5",
        usage: { inputTokens: 3, outputTokens: 1 },
        costMicro: 2_000_000,
        labels: ["HASH"],
      },
    },
    {
      type: "step-end",
      ...step,
      attempt: 1,
      result: { ok: false, text: "", failure: { code: "tool-failed", message: "broke" } },
    },
  ],
  "budget-reserve": [{ type: "budget-reserve", ...step, scopes: ["run:r"], amount: money(500_000) }],
  "budget-settle": [
    { type: "budget-settle", ...step, scopes: ["run:r"], reserved: money(500_000), cost: money(250_000) },
  ],
  "server-choose": [{ type: "server-choose", ...step, attempt: 1, server: "ollama at http://10.0.0.5:11434" }],
  "policy-deny": [{ type: "policy-deny", ...step, tool: "write_file", why: "outside" }],
  "content-find": [
    { type: "content-find", ...step, direction: "tool", category: "injection", action: "allow", times: 2 },
  ],
  "resource-wait": [{ type: "resource-wait", ...step, tool: "convert", resource: "program:ffmpeg", ahead: 2 }],
  "file-change": [
    { type: "file-change", ...step, file: "/w/out/x.csv" },
    { type: "file-change", ...step, file: "/w/a.md", before: "BLOB" },
  ],
};

const events = Object.values(samples)
  .flat()
  .map((body, position): RunEvent => ({ ...body, run: "run_1", seq: position + 1, at: 1000 }) as RunEvent);

describe("eventToWire", () => {
  it.each(events.map((event) => [event.type, event] as const))(
    "gives %s in the published shape, nothing more",
    (_type, event) => {
      const wire = eventToWire(event);
      // Parsing drops what the schema does not name, so equality shows that there was nothing else.
      expect(runUpdateSchema.parse(wire)).toEqual(wire);
      expect(wire).toMatchObject({
        kind: "event",
        type: event.type,
        run: "run_1",
        seq: event.seq,
        at: 1000,
        path: event.path,
      });
    },
  );

  it("keeps what only the engine needs to itself", () => {
    expect(JSON.stringify(events.map(eventToWire))).not.toMatch(/HASH|SEED|BLOB|DIGEST|labels|repeatable|Micro/);
  });

  it("gives money in dollars", () => {
    const [settle, start, end] = (["budget-settle", "run-start"] as const)
      .map((type) => eventToWire(events.find((event) => event.type === type)!))
      .concat(events.filter((event) => event.type === "step-end").map(eventToWire)[2]!);
    expect(settle).toMatchObject({ reserved: 0.5, cost: 0.25 });
    expect(start).toMatchObject({ request: { budget: 1.5 } });
    expect(end).toMatchObject({ cost: 2, usage: { inputTokens: 3 } });
  });

  it("says which messages and results are tainted, and which files are new", () => {
    const wire = events.map(eventToWire);
    expect(wire.flatMap((event) => (event.type === "message-add" ? [event.tainted] : []))).toEqual([false, true]);
    expect(wire.flatMap((event) => (event.type === "task-end" ? [event.result?.tainted] : []))).toEqual([
      undefined,
      true,
      undefined,
    ]);
    expect(wire.flatMap((event) => (event.type === "file-change" ? [event.isNew] : []))).toEqual([true, false]);
  });
});

it("gives frames by their type", () => {
  const frame = { run: "run_1", path: "", step: "model-1", attempt: 2, kind: "text", offset: 3, delta: "abc" } as const;
  const wire = frameToWire(frame);
  expect(wire).toEqual({
    kind: "frame",
    type: "text",
    run: "run_1",
    path: "",
    step: "model-1",
    attempt: 2,
    offset: 3,
    delta: "abc",
  });
  expect(updateToWire({ kind: "frame", frame })).toEqual(runUpdateSchema.parse(wire));
});
