/** How a run ends: its state, its last words, and what went wrong. */
import type { AgentOutcome } from "../agents/assignment.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { Citation, RunEndState } from "../events/event.ts";
import { deniedIn } from "./denied-in.ts";
import type { ScheduleEnd } from "./schedule-plan.ts";
import type { Answer } from "./synthesise.ts";

/** What `run-end` and the last message say. */
export interface Ending {
  readonly state: RunEndState;
  readonly text: string;
  readonly labels: Labels;
  readonly citations?: readonly Citation[];
  readonly failure?: Failure;
}

/** The end of a run that carried out a plan: done, or partial with what is missing, or failed when nothing came of it. */
export function endingFrom(end: ScheduleEnd, answer: Answer): Ending {
  const { text, labels, citations, missing } = answer;
  // Of what an earlier plan failed at, only what this one did not make good counts.
  const open = [...end.plan.tasks, ...(end.givenUp ?? [])];
  const failures = open.flatMap(({ id }) => end.ends.get(id)?.failure ?? []);
  const failure = answer.failure ?? failures[0];
  if (missing.length === 0 && answer.failure === undefined) return { state: "done", text, labels, citations };
  const anything = [...end.ends.values()].some((taskEnd) => taskEnd.result !== undefined);
  return {
    state: anything ? "partial" : "failed",
    text,
    labels,
    citations,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The end of a run whose first call already answered, or could not. */
export function directEnding(outcome: Exclude<AgentOutcome, { kind: "plan" | "question" }>): Ending {
  if (outcome.kind === "answer") {
    const { text, labels } = outcome.result;
    const denied = deniedIn(outcome.problems);
    if (outcome.abstained)
      return { state: "failed", text, labels, failure: { code: "model-unavailable", message: text } };
    if (text.trim() === "" && outcome.result.artifacts.length === 0) {
      return {
        state: "failed",
        text: "",
        labels,
        failure: { code: "model-output", message: `${outcome.model} answered without a word.` },
      };
    }
    return {
      state: denied === undefined ? "done" : "partial",
      text,
      labels,
      ...(denied === undefined ? {} : { failure: denied }),
    };
  }
  const labels = joinLabels(["team"], outcome.labels);
  if (outcome.failure.code === "cancelled")
    return { ...cancelled(outcome.failure.message), text: outcome.text, labels };
  // What had been said before the deadline stands; it only is not all.
  return {
    state: outcome.text.trim() === "" ? "failed" : "partial",
    text: outcome.text,
    labels,
    failure: outcome.failure,
  };
}

/** Nothing is said to a person who stopped the run; what was done stands in its journal. */
export function cancelled(message: string): Ending {
  return { state: "cancelled", text: "", labels: ["team"], failure: { code: "cancelled", message } };
}

/** A question as the last word of a run in which nobody can be asked. */
export function questionText({ question, choices }: Extract<AgentOutcome, { kind: "question" }>): string {
  return choices.length === 0 ? question : `${question}\n${choices.map((choice) => `- ${choice}`).join("\n")}`;
}
