/**
 * Events and frames of a run, folded into its story. Pure: the same updates give the same story, so a page that is
 * loaded again shows what it showed before.
 */
import type { Frame, RunEvent, RunUpdate } from "@thorp/client";
import type { EventOf, OpenQuestion, Story } from "./story.ts";
import { tellTask, withPlan, withTask } from "./tell-tasks.ts";
import { tellUse } from "./tell-uses.ts";

export function tell(story: Story, update: RunUpdate): Story {
  return update.kind === "frame" ? withFrame(story, update) : withEvent(story, update);
}

function withFrame(story: Story, frame: Frame): Story {
  const { path, step, attempt, offset, delta, type } = frame;
  if (type === "progress") return withTask(story, path, { note: delta });
  if (type === "tool-input") return story;
  const key = `${path}#${step}${type === "reasoning" ? "#thought" : ""}`;
  const before = story.live[key];
  if (before !== undefined && before.attempt > attempt) return story;
  const base = before?.attempt === attempt ? before.text : "";
  const text = base.slice(0, offset) + delta;
  const live = { ...story.live, [key]: { attempt, text } };
  if (type === "reasoning") return { ...story, live, ...(path === "" ? { thought: text } : {}) };
  if (path === "") return { ...story, live, answer: { text, isFinal: false, isTainted: false } };
  return withTask({ ...story, live }, path, { text });
}

function withEvent(story: Story, event: RunEvent): Story {
  switch (event.type) {
    case "run-start":
      return { ...story, request: event.request, team: event.team, startedAt: event.at };
    case "run-recover":
      return { ...story, recoveries: event.recovery };
    case "run-end":
      return withEnd(story, event);
    case "message-add":
      return event.role === "person" ? story : withMessage(story, event);
    case "plan-propose":
    case "plan-revise":
    case "plan-edit":
      return withPlan(story, event);
    case "plan-accept":
      return event.path === "" ? goingOn({ ...story, isPlanOpen: false }) : story;
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
    case "step-fail":
    case "step-end":
    case "server-choose":
      return tellUse(story, event);
    default:
      return tellTask(story, event);
  }
}

function withEnd(story: Story, { state, at, failure }: EventOf<"run-end">): Story {
  const ended = { ...story, state, endedAt: at, open: [], isPlanOpen: false };
  return failure === undefined ? ended : { ...ended, failure };
}

function withMessage(story: Story, { text, tainted, citations = [], credits = [] }: EventOf<"message-add">): Story {
  return { ...story, answer: { text, isFinal: true, isTainted: tainted }, citations, credits };
}

function withoutQuestion(story: Story, isAnswered: (open: OpenQuestion) => boolean): Story {
  return goingOn({ ...story, open: story.open.filter((question) => !isAnswered(question)) });
}

/** It runs again once nothing waits for a person any more. */
function goingOn(story: Story): Story {
  const isAsked = story.open.length > 0 || story.isPlanOpen;
  return story.state === "waiting" && !isAsked ? { ...story, state: "running" } : story;
}
