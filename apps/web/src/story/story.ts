/** What a person sees of a run: the shape that `tell` folds its events and frames into. */
import type { Failure, Plan, RunEvent } from "@thorp/client";

export type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** What a tool is called with: whatever JSON can hold. */
export type Json = Extract<EventOf<"step-start">["call"], { kind: "tool" }>["input"];

export type RunState = "running" | "waiting" | "done" | "partial" | "failed" | "cancelled";
export type TaskState =
  | "waiting"
  | "ready"
  | "running"
  | "blocked"
  | "checking"
  | "done"
  | "failed"
  | "skipped"
  | "cancelled";

export interface Artifact {
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Where it was written on the server's machine. */
  readonly file?: string;
}

export interface StoryTask {
  readonly path: string;
  readonly goal: string;
  readonly agent: string;
  readonly state: TaskState;
  /** Paths of the tasks that it waits for. */
  readonly needs: readonly string[];
  /** What it does now, or why it ended as it did. */
  readonly note?: string;
  readonly text?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly acceptance?: string;
  readonly sources?: readonly { readonly title: string; readonly location: string }[];
  readonly isTainted?: boolean;
}

interface CallOf {
  readonly path: string;
  readonly step: string;
  readonly attempt: number;
  readonly agent: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly state: "running" | "done" | "failed";
  readonly text?: string;
  readonly failure?: Failure;
}

export interface ModelUse extends CallOf {
  readonly kind: "model";
  readonly purpose: string;
  readonly model: string;
  readonly tier: "embedded" | "local" | "frontier";
  readonly reasons: readonly string[];
  readonly propensity: number;
  readonly server?: string;
  readonly usage?: EventOf<"step-end">["usage"];
  readonly cost?: number;
}

export interface ToolUse extends CallOf {
  readonly kind: "tool";
  readonly tool: string;
  readonly input: Json;
  /** The service gave the answer before, at this time. */
  readonly cachedAt?: number;
}

export type Use = ModelUse | ToolUse;
export type OpenQuestion = EventOf<"approval-ask" | "question-ask">;
export type Credit = NonNullable<EventOf<"message-add">["credits"]>[number];
export type Citation = NonNullable<EventOf<"message-add">["citations"]>[number];

export interface Story {
  readonly request?: EventOf<"run-start">["request"];
  readonly team?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly state: RunState;
  readonly failure?: Failure;
  readonly plan?: Plan;
  /** The plan waits to be accepted. */
  readonly isPlanOpen: boolean;
  /** Why the plan was changed, the newest last. */
  readonly revisions: readonly string[];
  readonly tasks: readonly StoryTask[];
  readonly answer: { readonly text: string; readonly isFinal: boolean; readonly isTainted: boolean };
  /** What the model thought before it wrote, while it does. */
  readonly thought: string;
  readonly citations: readonly Citation[];
  /** Who is to be named beside the answer. */
  readonly credits: readonly Credit[];
  readonly files: readonly string[];
  readonly artifacts: readonly Artifact[];
  readonly open: readonly OpenQuestion[];
  readonly uses: readonly Use[];
  readonly cost: number;
  readonly recoveries: number;
  /** Live texts by path and step, with the attempt that they belong to. */
  readonly live: Readonly<Record<string, { readonly attempt: number; readonly text: string }>>;
}

export const emptyStory: Story = {
  state: "running",
  isPlanOpen: false,
  revisions: [],
  tasks: [],
  answer: { text: "", isFinal: false, isTainted: false },
  thought: "",
  citations: [],
  credits: [],
  files: [],
  artifacts: [],
  open: [],
  uses: [],
  cost: 0,
  recoveries: 0,
  live: {},
};

export function joinPath(path: string, id: string): string {
  return path === "" ? id : `${path}/${id}`;
}

/** Of a task at the top: the run itself, which has the empty path. */
export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
