/** One event in one line: number, time since the start, where, what. */

import { oneLine } from "../../base/clean-text.ts";
import { formatMoney } from "../../base/money.ts";
import type { RunEvent } from "../../events/event.ts";
import { callNotices } from "../run-view/call-notices.ts";
import type { Paint } from "../terminal/paint.ts";

/** What lines have in common; `startedAt` is in milliseconds since 1970. */
export interface EventLook {
  /** Times are counted from here. */
  readonly startedAt: number;
  readonly paint: Paint;
}

const MOST_LETTERS = 200;

/** Safe for a terminal: texts of models are cleaned and cut. */
export function eventLine(event: RunEvent, { startedAt, paint }: EventLook): string {
  const seconds = `+${((event.at - startedAt) / 1000).toFixed(3)}`;
  const where = event.path === "" ? "run" : event.path;
  const detail = oneLine(detailOf(event));
  const shown = detail.length > MOST_LETTERS ? `${detail.slice(0, MOST_LETTERS)}…` : detail;
  const type =
    event.type === "step-fail" || (event.type === "task-end" && event.state === "failed")
      ? paint.red(event.type)
      : event.type;
  return `${paint.dim(`${String(event.seq).padStart(4)} ${seconds.padStart(9)}`)}  ${where}  ${paint.bold(type)}  ${shown}`.trimEnd();
}

function detailOf(event: RunEvent): string {
  switch (event.type) {
    case "run-start":
      return `${event.team}: ${event.request.text}`;
    case "call-start":
      return event.owner?.user ?? "";
    case "run-recover":
      return `for the ${event.recovery}. time without progress`;
    case "run-end":
      return `${event.state}${failureWords(event.failure)}`;
    case "run-undo":
      return `${event.restored.length} files restored, ${event.removed.length} removed, ${event.left.length} left`;
    case "conversation-rename":
      return event.title;
    case "message-add":
      return `${event.role}: ${event.text}`;
    case "plan-propose":
      return `by ${event.by}: ${planWords(event.plan)}${event.mended === undefined ? "" : ` (mended: ${event.mended.join("; ")})`}`;
    case "plan-revise":
      return `${event.reason}: ${planWords(event.plan)}`;
    case "plan-edit":
      return planWords(event.plan);
    case "feedback":
      return [event.rating, event.prefer, event.reason, event.edited].filter((word) => word !== undefined).join("; ");
    case "plan-accept":
      return `by ${event.by}`;
    case "plan-approve":
      return event.allow ? "yes" : "no";
    case "task-start":
      return `${event.task.agent}: ${event.task.goal}`;
    case "task-retry":
      return event.critique;
    case "task-escalate":
      return `to ${event.to}: ${event.reason}`;
    case "task-reassign":
      return `to ${event.agent}: ${event.reason}`;
    case "task-block":
      return event.reason;
    case "task-end":
      return `${event.state}${failureWords(event.failure)}${event.result === undefined ? "" : `: ${event.result.text}`}`;
    case "check-end":
      return `${event.verdict} by ${event.by}${event.reason === undefined ? "" : `: ${event.reason}`}`;
    case "history-compact":
      return `${event.messages} messages`;
    case "race-end":
      return event.winner;
    case "timer-set":
      return `${event.name} for ${new Date(event.due).toISOString()}`;
    default:
      return personOrStep(event);
  }
}

type RestEvent = Extract<
  RunEvent,
  | {
      type:
        | "run-cancel"
        | "approval-ask"
        | "approval-answer"
        | "question-ask"
        | "question-answer"
        | "client-call-ask"
        | "client-call-answer";
    }
  | { step: string }
>;

function personOrStep(event: RestEvent): string {
  switch (event.type) {
    case "run-cancel":
      return event.reason;
    case "approval-ask":
      return `${event.tool} (${event.effect}): ${event.summary}; ${event.why}`;
    case "approval-answer":
      return `${event.allow ? "yes" : "no"} by ${event.by}`;
    case "question-ask":
      return event.text;
    case "question-answer":
      return event.text;
    case "client-call-ask":
      return event.calls.map(({ tool, input }) => `${tool} ${input}`).join("; ");
    case "client-call-answer":
      return event.results.map(({ text }) => text).join("; ");
    case "step-start":
      return `${event.step}${event.attempt > 1 ? ` (try ${event.attempt})` : ""} ${callWords(event.call)}`;
    case "step-fail":
      return `${event.step} ${event.failure.code}: ${event.failure.message}`;
    case "step-end":
      return [event.step, ...callNotices(event.result), JSON.stringify(event.result)].join(" ");
    case "budget-reserve":
      return `${event.step} ${formatMoney(event.amount)}`;
    case "budget-settle":
      return `${event.step} ${formatMoney(event.cost)} of ${formatMoney(event.reserved)}`;
    case "server-choose":
      return `${event.step} takes ${event.server}`;
    case "policy-deny":
      return `${event.step} ${event.tool}: ${event.why}`;
    case "content-find":
      return `${event.step} ${event.category} in ${event.direction}: ${event.action} (${event.times})`;
    case "resource-wait":
      return `${event.step} ${event.tool} waits for ${event.resource}, ${event.ahead} before it`;
    case "file-change":
      return `${event.step} ${event.before === undefined ? "makes" : "changes"} ${event.file}`;
  }
}

function callWords(call: Extract<RunEvent, { type: "step-start" }>["call"]): string {
  if (call.kind === "model")
    return `${call.agent} -> ${call.route.model} (${call.purpose}; ${call.route.reasons.join("; ")})`;
  return call.kind === "tool" ? `${call.agent} -> ${call.tool} ${JSON.stringify(call.input)}` : "";
}

function planWords(plan: Extract<RunEvent, { type: "plan-propose" }>["plan"]): string {
  return plan.tasks.map(({ id, agent, goal }) => `${id} ${agent}: ${goal}`).join("; ");
}

function failureWords(failure: Extract<RunEvent, { type: "run-end" }>["failure"]): string {
  return failure === undefined ? "" : ` (${failure.code}: ${failure.message})`;
}
