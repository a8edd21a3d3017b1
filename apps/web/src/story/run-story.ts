/**
 * What a person sees of a run, folded from its events and frames. Pure: the same updates give the same story, so a page
 * that is loaded again shows what it showed before.
 */
import type { Frame, Plan, RunEvent, RunUpdate } from "@thorp/client";

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

export interface StoryTask {
  readonly path: string;
  readonly goal: string;
  readonly agent: string;
  readonly state: TaskState;
  readonly needs: readonly string[];
  /** What it does now, or why it ended as it did. */
  readonly note?: string;
  readonly text?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export type OpenQuestion = Extract<RunEvent, { type: "approval-ask" | "question-ask" }>;

export interface ModelUse {
  readonly path: string;
  readonly step: string;
  readonly agent: string;
  readonly purpose: string;
  readonly model: string;
  readonly tier: string;
  readonly reasons: readonly string[];
  readonly cost?: number;
}

export interface Story {
  readonly request?: Extract<RunEvent, { type: "run-start" }>["request"];
  readonly team?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly state: "running" | "waiting" | "done" | "partial" | "failed" | "cancelled";
  readonly failure?: { readonly message: string; readonly hint?: string | undefined };
  readonly plan?: Plan;
  /** The plan waits to be accepted. */
  readonly isPlanOpen: boolean;
  readonly tasks: readonly StoryTask[];
  readonly answer: { readonly text: string; readonly isFinal: boolean };
  readonly citations: NonNullable<Extract<RunEvent, { type: "message-add" }>["citations"]>;
  readonly files: readonly string[];
  readonly open: readonly OpenQuestion[];
  readonly uses: readonly ModelUse[];
  readonly cost: number;
  /** Live texts by step, with the attempt that they belong to. */
  readonly live: Readonly<Record<string, { readonly attempt: number; readonly text: string }>>;
}

export const emptyStory: Story = {
  state: "running",
  isPlanOpen: false,
  tasks: [],
  answer: { text: "", isFinal: false },
  citations: [],
  files: [],
  open: [],
  uses: [],
  cost: 0,
  live: {},
};

export function tell(story: Story, update: RunUpdate): Story {
  return update.kind === "frame" ? withFrame(story, update) : withEvent(story, update);
}

function withFrame(story: Story, frame: Frame): Story {
  const { path, step, attempt, offset, delta, type } = frame;
  if (type === "progress") return withTask(story, path, { note: delta });
  if (type !== "text") return story;
  const key = `${path}#${step}`;
  const before = story.live[key];
  if (before !== undefined && before.attempt > attempt) return story;
  const base = before?.attempt === attempt ? before.text : "";
  const text = base.slice(0, offset) + delta;
  const live = { ...story.live, [key]: { attempt, text } };
  if (path === "") return { ...story, live, answer: { text, isFinal: false } };
  return withTask({ ...story, live }, path, { text });
}

function withEvent(story: Story, event: RunEvent): Story {
  switch (event.type) {
    case "run-start":
      return { ...story, request: event.request, team: event.team, startedAt: event.at };
    case "run-end":
      return {
        ...story,
        state: event.state,
        endedAt: event.at,
        open: [],
        isPlanOpen: false,
        ...(event.failure === undefined ? {} : { failure: event.failure }),
      };
    case "message-add":
      if (event.role === "person") return story;
      return { ...story, answer: { text: event.text, isFinal: true }, citations: event.citations ?? [] };
    case "plan-propose":
    case "plan-revise":
      return withPlan(story, event);
    case "plan-accept":
      return event.path === "" ? { ...story, isPlanOpen: false } : story;
    case "approval-ask":
    case "question-ask":
      return { ...story, state: "waiting", open: [...story.open, event] };
    case "approval-answer":
      return withoutQuestion(story, (open) => open.type === "approval-ask" && open.approval === event.approval);
    case "question-answer":
      return withoutQuestion(story, (open) => open.type === "question-ask" && open.question === event.question);
    case "file-change":
      return story.files.includes(event.file) ? story : { ...story, files: [...story.files, event.file] };
    case "budget-settle":
      return { ...story, cost: story.cost + event.cost };
    case "step-start":
      return withCall(story, event);
    default:
      return withTaskEvent(story, event);
  }
}

function withPlan(story: Story, event: Extract<RunEvent, { type: "plan-propose" | "plan-revise" }>): Story {
  const known = new Map(story.tasks.map((task) => [task.path, task]));
  const planned = event.plan.tasks.map(({ id, goal, agent, needs }): StoryTask => {
    const path = join(event.path, id);
    const task = known.get(path);
    // Live text of a run that is followed from its middle comes before its plan.
    return {
      state: "waiting",
      ...task,
      path,
      goal: task?.goal || goal,
      agent: task?.agent || agent,
      needs: needs.map((need) => join(event.path, need)),
    };
  });
  const paths = new Set(planned.map((task) => task.path));
  const others = story.tasks.filter(
    (task) => !paths.has(task.path) && (parentOf(task.path) !== event.path || task.state !== "waiting"),
  );
  const tasks = [...others, ...planned].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (event.path !== "") return { ...story, tasks };
  // Words before a plan were part of making it.
  const answer = { text: "", isFinal: false };
  return {
    ...story,
    tasks,
    answer,
    plan: event.plan,
    isPlanOpen: story.request?.approvePlan === true && event.type === "plan-propose",
  };
}

function withCall(story: Story, event: Extract<RunEvent, { type: "step-start" }>): Story {
  const { call, path, step, attempt } = event;
  if (call.kind === "tool") return withTask(story, path, { note: call.tool });
  if (call.kind !== "model") return story;
  const use: ModelUse = {
    path,
    step,
    agent: call.agent,
    purpose: call.purpose,
    model: call.model,
    tier: call.tier,
    reasons: call.reasons,
  };
  const uses = [...story.uses.filter((other) => other.path !== path || other.step !== step), use];
  const live = attempt > 1 ? { ...story.live, [`${path}#${step}`]: { attempt, text: "" } } : story.live;
  return { ...story, uses, live };
}

function withTaskEvent(story: Story, event: RunEvent): Story {
  switch (event.type) {
    case "task-start": {
      const { goal, agent } = event.task;
      return withTask(story, event.path, { goal, agent, state: "running", startedAt: event.at });
    }
    case "task-retry":
      return withTask(story, event.path, { note: event.critique });
    case "task-escalate":
      return withTask(story, event.path, { note: event.reason });
    case "task-reassign":
      return withTask(story, event.path, { agent: event.agent, note: event.reason });
    case "task-block":
      return withTask(story, event.path, { state: "blocked", note: event.reason });
    case "task-end":
      return withTask(story, event.path, {
        state: event.state,
        endedAt: event.at,
        note: event.failure?.message ?? "",
        ...(event.result === undefined ? {} : { text: event.result.text }),
      });
    default:
      return story;
  }
}

function withTask(story: Story, path: string, change: Partial<StoryTask>): Story {
  if (path === "") return story;
  const known = story.tasks.some((task) => task.path === path);
  const tasks = known
    ? story.tasks.map((task) => (task.path === path ? { ...task, ...change } : task))
    : [...story.tasks, { path, goal: "", agent: "", needs: [], state: "running" as const, ...change }];
  return { ...story, tasks };
}

function withoutQuestion(story: Story, isAnswered: (open: OpenQuestion) => boolean): Story {
  const open = story.open.filter((question) => !isAnswered(question));
  return { ...story, open, state: open.length === 0 && story.state === "waiting" ? "running" : story.state };
}

function join(path: string, id: string): string {
  return path === "" ? id : `${path}/${id}`;
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
