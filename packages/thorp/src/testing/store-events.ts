/** Small events for tests of stores and of what reads them: complete, valid, and with no more in them than a test says. */
import type { ConversationId } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import type { EventBody, EventOf, RunEndState } from "../events/event.ts";
import type { RunRequest } from "../events/run-request.ts";
import type { AppendEvent, Store } from "../storage/store.ts";

/** The first event of a run, with folders that need not exist. */
export function runStart(
  options: { conversation?: string; text?: string; team?: string; attachments?: RunRequest["attachments"] } = {},
): EventOf<"run-start"> {
  const { conversation = "con_1", text = "Do it.", team = "alma", attachments = [] } = options;
  const folders = { workspace: "/home/ann/notes", out: "/home/ann/notes/out" };
  const request: RunRequest = {
    text,
    conversation: conversation as ConversationId,
    attachments,
    ...folders,
    priority: 0,
    approve: "ask",
    timeZone: "Europe/Vienna",
    interactive: false,
  };
  return { type: "run-start", path: "", request, team, teamHash: "0".repeat(32), seed: "seed" };
}

/** The last event of a run, without a failure. */
export function runEnd(state: RunEndState): EventBody {
  return { type: "run-end", path: "", state };
}

/** What a person or the team said, labelled accordingly. */
export function message(role: "person" | "team", text: string): EventBody {
  return { type: "message-add", path: "", role, text, labels: [role === "person" ? "person" : "agent"] };
}

/** The start of a task; its id is the last part of its path. */
export function task(path: string, goal: string, agent: string): EventBody {
  const planned = { id: path.slice(path.lastIndexOf("/") + 1), goal, capability: "writing", agent };
  return { type: "task-start", path, task: { ...planned, needs: [], priority: 0, optional: false } };
}

/** A model call as its events tell it; `ms` and `at` are milliseconds, `cost` micro-dollars. */
export interface ModelCallOptions {
  readonly run: string;
  readonly path: string;
  readonly step: string;
  readonly at: number;
  readonly ms: number;
  readonly cost: number;
  readonly model?: string;
}

/** Start and end of one model call. */
export function modelCall(options: ModelCallOptions): readonly [AppendEvent, AppendEvent] {
  const { run, path, step, at, ms, cost, model = "small" } = options;
  const route = { model, tier: "local", reasons: ["the only one"], propensity: 1 } as const;
  const call = { kind: "model", purpose: "work", agent: "drummer", route, digest: "d".repeat(32) } as const;
  const result = { text: "Done.", usage: { inputTokens: 11, outputTokens: 3 }, costMicro: cost, ok: true };
  return [
    { run, at, body: { type: "step-start", path, step, attempt: 1, call } },
    { run, at: at + ms, body: { type: "step-end", path, step, attempt: 1, result } },
  ];
}

/** A tool call as its events tell it, one millisecond long. */
export interface ToolCallOptions {
  readonly run: string;
  readonly path: string;
  readonly step: string;
  readonly at: number;
  readonly tool: string;
  readonly result: Json;
}

/** Start and end of one tool call. */
export function toolCall({ run, path, step, at, tool, result }: ToolCallOptions): readonly [AppendEvent, AppendEvent] {
  const call = { kind: "tool", tool, agent: "drummer", input: {}, digest: "d".repeat(32), repeatable: true } as const;
  return [
    { run, at, body: { type: "step-start", path, step, attempt: 1, call } },
    { run, at: at + 1, body: { type: "step-end", path, step, attempt: 1, result } },
  ];
}

/** A short run from start to end: a question, a task with one model call, an answer. */
export function appendRun(store: Store, run: string, conversation: string): void {
  store.append({ run, at: 1, body: runStart({ conversation }) });
  store.append({ run, at: 2, body: message("person", `Question of ${run}`) });
  store.append({ run, at: 3, body: task("t1", "Find the answer", "drummer") });
  for (const event of modelCall({ run, path: "t1", step: "work-1", at: 4, ms: 3, cost: 9 })) store.append(event);
  store.append({ run, at: 8, body: { type: "task-end", path: "t1", state: "done" } });
  store.append({ run, at: 9, body: message("team", `Answer of ${run}`) });
  store.append({ run, at: 10, body: runEnd("done") });
}
