/** The methods of A2A 1.0 that are answered; those of its predecessor are told what they are called now. */
import type { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { A2aError } from "./a2a-error.ts";
import { type ListTasks, listTasksSchema, sendMessageSchema, taskIdSchema } from "./a2a-shapes.ts";
import { followTask, type TaskUpdate } from "./follow-task.ts";
import { readMessage } from "./read-message.ts";
import { runStatesOf, type TaskHow, taskOf } from "./task-from-run.ts";

/** One call. */
export interface A2aCall {
  readonly thorp: Thorp;
  readonly clock: Clock;
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly linkOf: TaskHow["linkOf"];
  /** With the names of all teams. */
  readonly card: () => Promise<object>;
}

/** What a method gives: one result, or several that are told as they come. */
export type A2aReply =
  | { readonly kind: "one"; readonly result: unknown }
  | { readonly kind: "stream"; readonly updates: AsyncGenerator<TaskUpdate> };

const ended = new Set(["done", "partial", "failed", "cancelled"]);

/** Throws `A2aError` and what the engine throws. */
export async function callMethod(method: string, call: A2aCall): Promise<A2aReply> {
  const { thorp, signal, linkOf } = call;
  switch (method) {
    case "SendMessage": {
      const params = checked(sendMessageSchema, call.params);
      const { run } = await thorp.ask(readMessage(params));
      const { historyLength, returnImmediately } = params.configuration ?? {};
      if (!returnImmediately) await untilEnd(thorp, run, signal);
      return one({ task: await taskOf(thorp, run, { historyLength, withArtifacts: true, linkOf }) });
    }
    case "SendStreamingMessage": {
      const params = checked(sendMessageSchema, call.params);
      const { run } = await thorp.ask(readMessage(params));
      return followed(call, run, params.configuration?.historyLength);
    }
    case "SubscribeToTask": {
      const { id } = checked(taskIdSchema, call.params);
      const { run } = await thorp.showRun(id);
      if (ended.has(run.state)) throw new A2aError("UNSUPPORTED_OPERATION", `Task ${id} has ended; get it instead.`);
      return followed(call, id, undefined);
    }
    case "GetTask": {
      const { id, historyLength } = checked(taskIdSchema, call.params);
      return one(await taskOf(thorp, id, { historyLength, withArtifacts: true, linkOf }));
    }
    case "ListTasks":
      return one(await listTasks(call, checked(listTasksSchema, call.params)));
    case "CancelTask": {
      const { id } = checked(taskIdSchema, call.params);
      await cancelTask(thorp, id, signal);
      return one(await taskOf(thorp, id, { withArtifacts: true, linkOf }));
    }
    case "GetExtendedAgentCard":
      return one(await call.card());
    default:
      throw unknownMethod(method);
  }
}

function one(result: unknown): A2aReply {
  return { kind: "one", result };
}

function followed({ thorp, clock, signal, linkOf }: A2aCall, run: string, historyLength: number | undefined): A2aReply {
  return {
    kind: "stream",
    updates: followTask(thorp, run, { historyLength, withArtifacts: true, linkOf, clock, signal }),
  };
}

function checked<Value>(schema: z.ZodType<Value>, params: unknown): Value {
  const result = schema.safeParse(params ?? {});
  if (result.success) return result.data;
  const words = result.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "params"}: ${message}`);
  throw new A2aError("INVALID_PARAMS", words.join("; "));
}

async function untilEnd(thorp: Thorp, run: string, signal: AbortSignal): Promise<void> {
  for await (const update of thorp.follow(run, { signal }))
    if (update.kind === "event" && update.event.type === "run-end") return;
}

async function cancelTask(thorp: Thorp, id: string, signal: AbortSignal): Promise<void> {
  const over = new A2aError("TASK_NOT_CANCELABLE", `Task ${id} has ended already.`);
  if (ended.has((await thorp.showRun(id)).run.state)) throw over;
  try {
    await thorp.cancel(id, "cancelled over A2A");
  } catch (error) {
    // It ended between the look and the word.
    if (error instanceof ThorpError && error.code === "run-state") throw over;
    throw error;
  }
  await untilEnd(thorp, id, signal);
}

/** Runs that are looked at for one page, where only some of them are wanted. */
const MOST_RUNS = 1000;

async function listTasks({ thorp, linkOf }: A2aCall, wish: ListTasks): Promise<object> {
  const { tenant, contextId, status, pageSize, pageToken, historyLength, includeArtifacts } = wish;
  const states = status === undefined || status === "TASK_STATE_UNSPECIFIED" ? undefined : runStatesOf(status);
  const runs = await thorp.listRuns({
    limit: MOST_RUNS,
    ...(tenant === undefined ? {} : { team: tenant }),
    ...(contextId === undefined ? {} : { conversation: contextId }),
  });
  const fitting = runs.filter(({ state }) => states?.includes(state) ?? true);
  const from = pageToken === undefined ? 0 : fitting.findIndex(({ id }) => id === pageToken) + 1;
  if (pageToken !== undefined && from === 0) throw new A2aError("INVALID_PARAMS", "pageToken is none of this list.");
  const shown = fitting.slice(from, from + pageSize);
  const how: TaskHow = { historyLength, withArtifacts: includeArtifacts, linkOf };
  const tasks = await Promise.all(shown.map(({ id }) => taskOf(thorp, id, how)));
  const isLast = from + pageSize >= fitting.length;
  return { tasks, nextPageToken: isLast ? "" : shown.at(-1)?.id, pageSize, totalSize: fitting.length };
}

const formerNames: Readonly<Record<string, string>> = {
  "message/send": "SendMessage",
  "message/stream": "SendStreamingMessage",
  "tasks/get": "GetTask",
  "tasks/list": "ListTasks",
  "tasks/cancel": "CancelTask",
  "tasks/resubscribe": "SubscribeToTask",
};

function unknownMethod(method: string): A2aError {
  if (method.includes("PushNotificationConfig"))
    return new A2aError("PUSH_NOTIFICATION_NOT_SUPPORTED", "This server pushes nothing; follow the task instead.");
  const now = formerNames[method];
  return new A2aError(
    "METHOD_NOT_FOUND",
    now === undefined ? `There is no method ${method.slice(0, 100)}.` : `${method} is ${now} in A2A 1.0.`,
  );
}
