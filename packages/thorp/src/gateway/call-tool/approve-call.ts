/** Policy and approval: what may happen without asking, what a person is asked, what is refused. */
import type { Failure } from "../../base/errors.ts";
import type { RunContext } from "../../events/run-context.ts";
import { decidePolicy } from "../../guard/policy.ts";
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
  const question = { approval: `${context.path}#${call.step}`, prepared };
  const decision = decidePolicy({
    intent,
    context: turn.context,
    literals: literalsIn(prepared.input),
    personText: turn.personText,
    knownUrls: turn.knownUrls,
    approve: run.request.approve,
    folders: [run.request.workspace, run.request.out],
  });
  if (decision.verdict === "deny") return denied(prepared, decision.why, "The team's policy forbids it.");
  if (decision.verdict === "ask") {
    const refused = await askFor(context, run, { ...question, why: decision.why });
    if (refused !== undefined) return refused;
  }
  // What must not happen twice is asked about once for every time that a crash left it in doubt.
  const doubts = tool.repeatable ? 0 : context.interruptions(call.step);
  for (let doubt = 1; doubt <= doubts; doubt++) {
    const why = "it was under way when Thorp stopped, so it may have happened already";
    const refused = await askFor(context, run, { ...question, approval: `${question.approval}#again${doubt}`, why });
    if (refused !== undefined) return refused;
  }
  return undefined;
}

interface Question {
  readonly approval: string;
  readonly prepared: ReadyCall;
  readonly why: string;
}

async function askFor(
  context: RunContext,
  run: RunFacts,
  { approval, prepared, why }: Question,
): Promise<Failure | undefined> {
  const { tool, intent } = prepared;
  if (!run.request.interactive) return denied(prepared, why, "Nobody was there to approve it.");
  context.emit({
    type: "approval-ask",
    approval,
    tool: tool.name,
    effect: intent.effect,
    summary: intent.summary,
    why,
  });
  const answer = context.signalled(`answer ${approval}`, "approval-answer", (signal) => signal.approval === approval);
  const timeout = context.timer(`approval ${approval}`, APPROVAL_TIMEOUT_MS, { pauses: true });
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const winner = await context.race([answer, timeout, cancelled]);
  if (winner.name === cancelled.name) {
    return { code: "cancelled", message: "The run was cancelled before this was approved." };
  }
  if (winner.name !== answer.name) return denied(prepared, why, "Nobody answered in time.");
  const { allow } = winner.value as { allow: boolean };
  return allow ? undefined : denied(prepared, why, "It was not approved.");
}

function denied({ intent }: ReadyCall, why: string, reason: string): Failure {
  return {
    code: "approval-denied",
    message: `Not done: ${intent.summary} (${why}). ${reason}`,
  };
}
