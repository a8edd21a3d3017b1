/**
 * What a reader knows of a run so far: the plan as a tree, what each task is doing, the answer as it is written. It is
 * folded from the updates of `follow` and draws nothing.
 */

import type { Failure } from "../../base/errors.ts";
import type { Citation, RunEndState, RunEvent } from "../../events/event.ts";
import type { Credit } from "../../events/held-terms.ts";
import type { Plan, TaskState } from "../../wire/plan.ts";

/** A task as far as it has come. Times are milliseconds since 1970. */
export interface StoryTask {
  readonly path: string;
  readonly goal: string;
  agent: string;
  state: TaskState;
  startedAt?: number;
  endedAt?: number;
  /** The step under way: `write_report`, `thinking`. */
  doing?: string;
  /** The model of the last model call. */
  model?: string;
  /** Why it failed, was skipped or waits. */
  reason?: string;
}

/** The text that is being written on the path of the run. */
export interface StoryAnswer {
  readonly step: string;
  readonly attempt: number;
  text: string;
}

/** A file that the run made or changed, by its absolute path. */
export interface StoryFile {
  readonly file: string;
  readonly isNew: boolean;
}

/** Something that only a person can answer. */
export type Ask = RunEvent & { readonly type: "approval-ask" | "question-ask" };

/** The state of a run for whoever draws it. Times are milliseconds since 1970. */
export interface RunStory {
  team: string;
  /** The model that the person asked for. */
  wantedModel?: string;
  startedAt: number;
  /** Last time that any event gave. */
  at: number;
  /** What the top agent is doing, when no task is. */
  doing: string;
  model?: string;
  plan?: Plan;
  isPlanAccepted: boolean;
  readonly tasks: Map<string, StoryTask>;
  answer?: StoryAnswer;
  /** The final answer, once it is recorded. */
  final?: { readonly text: string; readonly citations: readonly Citation[]; readonly credits: readonly Credit[] };
  readonly files: Map<string, StoryFile>;
  /** Approvals and questions without an answer, by id. */
  readonly open: Map<string, Ask>;
  end?: { readonly state: RunEndState; readonly failure?: Failure };
}

/** Before the first update. */
export function createStory(): RunStory {
  return {
    team: "",
    startedAt: 0,
    at: 0,
    doing: "",
    isPlanAccepted: false,
    tasks: new Map(),
    files: new Map(),
    open: new Map(),
  };
}

/** Direct children of a path, in the order of the plan, earlier plans first. */
export function childrenOf(story: RunStory, path: string): readonly StoryTask[] {
  return [...story.tasks.values()].filter((task) => parentOf(task.path) === path);
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
