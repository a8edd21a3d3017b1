/**
 * A run as one growing text, for protocols that cannot take a word back.
 *
 * Words of the top agent are passed on as they come. A step that is tried again, and a plan after a preamble, begin a
 * new paragraph; what the final message has beyond all that was passed on comes at the end. What the team does
 * meanwhile is told as reasoning, which clients show apart.
 */
import type { Failure } from "../../base/errors.ts";
import type { RunUpdate } from "../../engine/thorp.ts";

/** What comes next; `end` is the last. */
export type AnswerDelta =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | {
      readonly kind: "end";
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly failure?: Failure;
      /** False: not a word was said. */
      readonly hasText: boolean;
    };

/** Ends with the run. */
export async function* answerDeltas(updates: AsyncIterable<RunUpdate>): AsyncGenerator<AnswerDelta> {
  let shown = "";
  let writing = { key: "", text: "" };
  let usage = { inputTokens: 0, outputTokens: 0 };
  for await (const update of updates) {
    if (update.kind === "frame") {
      const { path, step, attempt, kind, delta } = update.frame;
      if (path !== "" || kind !== "text") continue;
      const key = `${step}@${attempt}`;
      const gap = key !== writing.key && shown !== "" ? "\n\n" : "";
      writing = { key, text: (key === writing.key ? writing.text : "") + delta };
      shown += gap + delta;
      yield { kind: "text", text: gap + delta };
      continue;
    }
    const { event } = update;
    usage = withUsage(usage, event);
    const told = progressOf(event);
    if (told !== undefined) yield { kind: "reasoning", text: `${told}\n` };
    if (event.type === "message-add" && event.role === "team") {
      // Whoever came late, or an answer that was never streamed.
      const rest = event.text.startsWith(writing.text) ? event.text.slice(writing.text.length) : `\n\n${event.text}`;
      if (rest !== "") yield { kind: "text", text: rest };
      shown += rest;
    }
    if (event.type === "run-end")
      yield {
        kind: "end",
        ...usage,
        hasText: shown !== "",
        ...(event.failure === undefined ? {} : { failure: event.failure }),
      };
  }
}

type RunEvent = Extract<RunUpdate, { kind: "event" }>["event"];

function withUsage(sum: { inputTokens: number; outputTokens: number }, event: RunEvent) {
  if (event.type !== "step-end" || typeof event.result !== "object" || event.result === null) return sum;
  const { usage } = event.result as { usage?: { inputTokens?: number; outputTokens?: number } };
  return {
    inputTokens: sum.inputTokens + (usage?.inputTokens ?? 0),
    outputTokens: sum.outputTokens + (usage?.outputTokens ?? 0),
  };
}

function progressOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case "plan-accept":
      return event.path === "" ? "The plan runs." : undefined;
    case "plan-propose":
    case "plan-revise":
      return event.path === "" ? `Plan: ${event.plan.tasks.map((task) => task.goal).join("; ")}` : undefined;
    case "task-start":
      return `${event.path}: ${event.task.agent} begins`;
    case "task-end":
      return `${event.path}: ${event.state}${event.failure === undefined ? "" : ` (${event.failure.message})`}`;
    default:
      return undefined;
  }
}
