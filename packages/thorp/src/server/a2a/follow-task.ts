/** A task as a stream: the task as it is, what is done meanwhile, the answer as it is written, the end. */
import type { Clock } from "../../base/clock.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { attendRun } from "../openai/attend-run.ts";
import { answerArtifact, statusOf, type TaskHow, taskOf } from "./task-from-run.ts";

/** One member of `StreamResponse`. */
export type TaskUpdate =
  | { readonly task: object }
  | { readonly statusUpdate: object }
  | { readonly artifactUpdate: object };

/** When, and how a task is told. */
export interface FollowHow extends TaskHow {
  readonly clock: Clock;
  /** Aborts when the client has gone; the run goes on. */
  readonly signal: AbortSignal;
}

/** Ends with the task. Throws `run-unknown`. */
export async function* followTask(thorp: Thorp, run: string, how: FollowHow): AsyncGenerator<TaskUpdate> {
  const task = await taskOf(thorp, run, how);
  yield { task };
  if (task.status.state !== "TASK_STATE_WORKING") return;
  const names = { taskId: run, contextId: task.contextId };
  const subject = { id: run, conversation: task.contextId };
  const link = how.linkOf(run);
  const attended = attendRun(thorp, { run, after: 0 }, { signal: how.signal, link, stopsRun: false });
  let told = "";
  for await (const delta of attended.deltas) {
    const at = how.clock.now();
    if (delta.kind === "text") {
      const artifact = answerArtifact(delta.text);
      yield { artifactUpdate: { ...names, artifact, append: told !== "", lastChunk: false } };
      told += delta.text;
    }
    if (delta.kind === "reasoning")
      yield {
        statusUpdate: { ...names, status: statusOf(subject, { state: "running", at, words: delta.text.trim() }) },
      };
    if (delta.kind !== "end") continue;
    const { state, failure, answer } = delta;
    // What was streamed on the way may hold more than the answer: the whole of it stands at the end.
    if (answer !== undefined && answer !== told)
      yield { artifactUpdate: { ...names, artifact: answerArtifact(answer), append: false, lastChunk: true } };
    yield { statusUpdate: { ...names, status: statusOf(subject, { state, at, words: failure?.message }) } };
  }
}
