/** A person decides about content that the team's filters neither let through nor refuse. */
import type { Failure } from "../base/errors.ts";
import type { ContentFinding } from "../events/content-finding.ts";
import type { SignalEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import { kindsIn } from "../guard/content/blocked-content.ts";
import type { RunFacts } from "./call-model/run-facts.ts";

/** What is asked about. */
export interface ContentQuestion {
  /** Unique in its run. */
  readonly id: string;
  /** `the answer`, `the result of fetch_page`. */
  readonly what: string;
  readonly findings: readonly ContentFinding[];
  /** The text itself: whoever decides has to see it. */
  readonly shown: string;
}

/** As long as any other approval. */
const TIMEOUT_MS = 30 * 60_000;
const MOST_SHOWN = 2000;

/** Undefined when it may be used; else why not. Where nobody is there to ask it may not. */
export async function askAboutContent(
  context: RunContext,
  run: RunFacts,
  { id, what, findings, shown }: ContentQuestion,
): Promise<Failure | undefined> {
  const kinds = kindsIn(findings, "ask");
  const refused = (why: string): Failure => ({
    code: "content-blocked",
    message: `Not let through: ${what}, in which the filters of team ${run.team} found ${kinds}. ${why}`,
  });
  if (!run.request.interactive) return refused("Nobody was there to allow it.");
  context.emit({
    type: "approval-ask",
    approval: id,
    tool: "content filter",
    effect: "read",
    summary: `use ${what}`,
    input: { text: shown.slice(0, MOST_SHOWN) },
    why: `the filters of team ${run.team} found ${kinds}`,
  });
  const answer = context.signalled(`answer ${id}`, "approval-answer", (signal) => signal.approval === id);
  const timeout = context.timer(`approval ${id}`, TIMEOUT_MS, { pauses: true });
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const winner = await context.race([answer, timeout, cancelled]);
  if (winner.name === cancelled.name) return { code: "cancelled", message: "The run was cancelled." };
  if (winner.name !== answer.name) return refused("Nobody answered in time.");
  const { allow, reason } = winner.value as Extract<SignalEvent, { type: "approval-answer" }>;
  return allow ? undefined : refused(reason ?? "A person said no.");
}
