/** Folds the updates of a run into its story, one after the other. */
import type { RunUpdate } from "../../engine/thorp.ts";
import type { EventOf, RunEvent } from "../../events/event.ts";
import type { Frame } from "../../events/frame.ts";
import type { Purpose } from "../../models/brief.ts";
import type { PlannedTask } from "../../wire/plan.ts";
import { childrenOf, type RunStory, type StoryTask } from "./run-story.ts";

/** Folds one update in. */
export function tellStory(story: RunStory, update: RunUpdate): void {
  if (update.kind === "frame") tellFrame(story, update.frame);
  else tellEvent(story, update.event);
}

function tellFrame(story: RunStory, { path, step, attempt, kind, offset, delta }: Frame): void {
  const task = story.tasks.get(path);
  if (kind === "progress" && task !== undefined) task.doing = delta;
  if (kind !== "text" || path !== "") return;
  const { answer } = story;
  const isSame = answer?.step === step && answer.attempt === attempt;
  if (isSame && offset > 0) answer.text = answer.text.slice(0, offset) + delta;
  else if (!isSame || offset === 0) story.answer = { step, attempt, text: delta };
}

function tellEvent(story: RunStory, event: RunEvent): void {
  story.at = event.at;
  switch (event.type) {
    case "run-start":
      story.team = event.team;
      story.startedAt = event.at;
      if (event.request.model !== undefined) story.wantedModel = event.request.model;
      story.doing = "understanding the request";
      return;
    case "plan-propose":
    case "plan-revise":
    case "plan-accept":
      return tellPlan(story, event);
    case "message-add":
      if (event.role === "team")
        story.final = { text: event.text, citations: event.citations ?? [], credits: event.credits ?? [] };
      return;
    case "step-start":
    case "step-end":
    case "step-fail":
    case "file-change":
      return tellStep(story, event);
    case "approval-ask":
    case "approval-answer":
    case "question-ask":
    case "question-answer":
      return tellAsk(story, event);
    case "check-end":
      if (event.path === "" && story.answer?.step === event.withdraws) delete story.answer;
      return;
    case "run-end":
      story.open.clear();
      story.doing = "";
      // Nobody will start them any more.
      for (const task of story.tasks.values()) if (task.state === "waiting") task.state = "skipped";
      story.end = { state: event.state, ...(event.failure === undefined ? {} : { failure: event.failure }) };
      return;
    default:
      return tellTask(story, event);
  }
}

type Stamped<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

function tellPlan(story: RunStory, event: Stamped<"plan-propose" | "plan-revise" | "plan-accept">): void {
  if (event.type === "plan-accept") {
    if (event.path === "") story.isPlanAccepted = true;
    return;
  }
  // A plan for what is left is proposed first and then comes as a revision, with ids of its own.
  if (event.type === "plan-propose" && childrenOf(story, event.path).length > 0) return;
  // What was written before the plan was thinking aloud, not the answer.
  if (event.path === "") {
    story.plan = event.plan;
    delete story.answer;
  }
  addTasks(story, event.path, event.plan.tasks);
}

function addTasks(story: RunStory, path: string, planned: readonly PlannedTask[]): void {
  const kept = new Set(planned.map(({ id }) => join(path, id)));
  for (const task of childrenOf(story, path)) {
    if (task.state === "waiting" && !kept.has(task.path)) story.tasks.delete(task.path);
  }
  for (const { id, goal, agent } of planned) {
    const full = join(path, id);
    const known = story.tasks.get(full);
    if (known === undefined || known.state === "waiting")
      story.tasks.set(full, { path: full, goal, agent, state: "waiting" });
  }
}

function tellStep(story: RunStory, event: Stamped<"step-start" | "step-end" | "step-fail" | "file-change">): void {
  if (event.type === "file-change") {
    const known = story.files.get(event.file);
    story.files.set(event.file, { file: event.file, isNew: known?.isNew ?? event.before === undefined });
    return;
  }
  const place: { doing?: string; model?: string } = story.tasks.get(event.path) ?? story;
  if (event.type !== "step-start") {
    delete place.doing;
    if (place === story) story.doing = "";
    return;
  }
  const { call } = event;
  if (call.kind === "other") return;
  if (call.kind === "tool") {
    place.doing = call.tool;
    return;
  }
  place.doing = purposeWords[call.purpose as Purpose] ?? call.purpose;
  place.model = call.route.model;
}

const purposeWords: Readonly<Record<Purpose, string>> = {
  understand: "understanding the request",
  replan: "planning what is left",
  work: "thinking",
  check: "checking",
  synthesis: "writing the answer",
  compact: "summing up what was said before",
};

type AskOrAnswer = Stamped<"approval-ask" | "approval-answer" | "question-ask" | "question-answer">;

function tellAsk(story: RunStory, event: AskOrAnswer): void {
  const task = story.tasks.get(event.path);
  switch (event.type) {
    case "approval-ask":
      story.open.set(event.approval, event);
      if (task !== undefined) task.doing = `needs your approval: ${event.summary}`;
      return;
    case "question-ask":
      story.open.set(event.question, event);
      // The words before a question were part of asking it.
      if (event.path === "") delete story.answer;
      return;
    case "approval-answer":
      return void story.open.delete(event.approval);
    case "question-answer":
      return void story.open.delete(event.question);
  }
}

function tellTask(story: RunStory, event: RunEvent): void {
  if (event.type === "task-start") return startTask(story, event);
  const task = story.tasks.get(event.path);
  if (task === undefined) return;
  switch (event.type) {
    case "task-retry":
      task.state = "running";
      task.reason = `again: ${event.critique}`;
      return;
    case "task-reassign":
      task.agent = event.agent;
      task.reason = event.reason;
      return;
    case "task-escalate":
      task.reason = `to a ${event.to} model: ${event.reason}`;
      return;
    case "task-block":
      task.state = "blocked";
      task.reason = event.reason;
      return;
    case "task-end":
      return endTask(task, event);
    default:
      return;
  }
}

function startTask(story: RunStory, { path, at, task }: Stamped<"task-start">): void {
  const known = story.tasks.get(path) ?? { path, goal: task.goal, agent: task.agent, state: "waiting" };
  story.tasks.set(path, { ...known, agent: task.agent, state: "running", startedAt: at });
}

function endTask(task: StoryTask, event: EventOf<"task-end"> & { readonly at: number }): void {
  task.state = event.state;
  task.endedAt = event.at;
  delete task.doing;
  delete task.reason;
  if (event.failure !== undefined) task.reason = event.failure.message;
}

function join(path: string, id: string): string {
  return path === "" ? id : `${path}/${id}`;
}
