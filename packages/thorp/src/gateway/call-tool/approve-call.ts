/** Policy and approval: what may happen without asking, what a person is asked, what is refused. */
import type { Failure } from "../../base/errors.ts";
import type { RunContext } from "../../events/run-context.ts";
import { decidePolicy, type PolicyDecision } from "../../guard/policy.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import { literalsIn, type PreparedCall } from "./prepare-call.ts";
import type { ToolTurn } from "./tool-call.ts";

type ReadyCall = Extract<PreparedCall, { ok: true }>;

/** How long a question waits for its answer before it counts as a no. */
const APPROVAL_TIMEOUT_MS = 30 * 60_000;

/** Undefined when the call may run; else why not. */
export async function approveCall(
  context: RunContext,
  run: RunFacts,
  { prepared, turn }: { prepared: ReadyCall; turn: ToolTurn },
): Promise<Failure | undefined> {
  const { call, tool, intent } = prepared;
  const again = !tool.repeatable && context.interrupted(call.step);
  const decision: PolicyDecision = again
    ? { verdict: "ask", why: "it was under way when Thorp stopped, so it may have happened already" }
    : decidePolicy({
        intent,
        context: turn.context,
        literals: literalsIn(prepared.input),
        personText: turn.personText,
        knownUrls: turn.knownUrls,
        approve: run.request.approve,
        folders: [run.request.workspace, run.request.out],
      });
  if (decision.verdict === "allow") return undefined;
  const denied = (reason: string): Failure => ({
    code: "approval-denied",
    message: `Not done: ${intent.summary} (${decision.why}). ${reason} Go on without it and say that it was not done.`,
  });
  if (decision.verdict === "deny") return denied("The team's policy forbids it.");
  if (!run.request.interactive) return denied("Nobody was there to approve it.");
  const approval = `${context.path}#${call.step}${again ? "#again" : ""}`;
  context.emit({
    type: "approval-ask",
    approval,
    tool: tool.name,
    effect: intent.effect,
    summary: intent.summary,
    why: decision.why,
  });
  const answer = context.signalled(`answer ${approval}`, "approval-answer", (signal) => signal.approval === approval);
  const timeout = context.timer(`approval ${approval}`, APPROVAL_TIMEOUT_MS, { pauses: true });
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const winner = await context.race([answer, timeout, cancelled]);
  if (winner.name === "signal:run-cancel")
    return { code: "cancelled", message: "The run was cancelled before this was approved." };
  if (winner.name !== answer.name) return denied("Nobody answered in time.");
  const { allow } = winner.value as { allow: boolean };
  return allow ? undefined : denied("The person said no.");
}
