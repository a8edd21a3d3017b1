/** A run as a task of A2A: its conversation is the context, its answer and its files are artifacts. */
import type { RunArtifact } from "../../engine/artifacts.ts";
import type { RunDetail, Thorp } from "../../engine/thorp.ts";
import type { RunState } from "../../events/event.ts";
import type { TaskState } from "./a2a-shapes.ts";

/** A task as JSON. */
export interface A2aTask {
  readonly id: string;
  readonly contextId: string;
  readonly status: A2aStatus;
  readonly artifacts?: readonly object[];
  readonly history?: readonly object[];
  readonly metadata: { readonly team: string; readonly state: RunState };
}

/** How far it is. */
export interface A2aStatus {
  readonly state: TaskState;
  readonly timestamp: string;
  readonly message?: object;
}

/** What is told of a task beside its state. */
export interface TaskHow {
  readonly historyLength?: number | undefined;
  readonly withArtifacts: boolean;
  /** Where a person sees a run. */
  readonly linkOf: (run: string) => string;
}

const stateOf: Readonly<Record<RunState, TaskState>> = {
  running: "TASK_STATE_WORKING",
  // Nobody can answer over this protocol: a person does, in the inbox.
  waiting: "TASK_STATE_WORKING",
  done: "TASK_STATE_COMPLETED",
  partial: "TASK_STATE_COMPLETED",
  failed: "TASK_STATE_FAILED",
  cancelled: "TASK_STATE_CANCELED",
};

/** The states of runs that are told as a state of tasks. */
export function runStatesOf(state: TaskState): readonly RunState[] {
  return (Object.keys(stateOf) as RunState[]).filter((own) => stateOf[own] === state);
}

/** Throws `run-unknown`, also for the run of somebody else. */
export async function taskOf(thorp: Thorp, run: string, how: TaskHow): Promise<A2aTask> {
  const detail = await thorp.showRun(run);
  const files = how.withArtifacts ? await thorp.artifacts(run) : [];
  return taskFrom(detail, files, how);
}

/** The answer as an artifact; the piece of a stream where `append` says so. */
export function answerArtifact(text: string): object {
  return { artifactId: "answer", name: "Answer", parts: [{ text, mediaType: "text/markdown" }] };
}

/** A status at a time in milliseconds since 1970. */
export function statusOf(run: { readonly id: string; readonly conversation: string }, status: RunStatus): A2aStatus {
  const { state, at, words } = status;
  const message = words === undefined ? undefined : agentMessage(run, `${run.id}-status`, words);
  return {
    state: stateOf[state],
    timestamp: new Date(at).toISOString(),
    ...(message === undefined ? {} : { message }),
  };
}

interface RunStatus {
  readonly state: RunState;
  readonly at: number;
  readonly words?: string | undefined;
}

function taskFrom(
  { run, messages, failure }: RunDetail,
  files: readonly RunArtifact[],
  { historyLength, withArtifacts, linkOf }: TaskHow,
): A2aTask {
  const own = messages.filter((message) => message.run === run.id);
  const answer = own.findLast(({ role }) => role === "team")?.text;
  const words = failure?.message ?? (run.state === "partial" ? `Not all of it was done: ${linkOf(run.id)}` : undefined);
  const said = own.map(({ role, text }, place) =>
    role === "team"
      ? agentMessage(run, `${run.id}-${place}`, text)
      : { ...agentMessage(run, `${run.id}-${place}`, text), role: "ROLE_USER" },
  );
  const history = historyLength === undefined ? said : historyLength === 0 ? [] : said.slice(-historyLength);
  const made = files.flatMap(({ kind, id, title, mediaType, bytes }) =>
    kind === "artifact"
      ? [{ artifactId: id, name: title, parts: [{ data: { mediaType, bytes, page: linkOf(run.id) } }] }]
      : [],
  );
  return {
    id: run.id,
    contextId: run.conversation,
    status: statusOf(run, { state: run.state, at: run.endedAt ?? run.startedAt, words }),
    ...(withArtifacts ? { artifacts: [...(answer === undefined ? [] : [answerArtifact(answer)]), ...made] } : {}),
    ...(history.length === 0 ? {} : { history }),
    metadata: { team: run.team, state: run.state },
  };
}

function agentMessage(run: { readonly id: string; readonly conversation: string }, messageId: string, text: string) {
  return { messageId, contextId: run.conversation, taskId: run.id, role: "ROLE_AGENT", parts: [{ text }] };
}
