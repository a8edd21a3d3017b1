/** Policy and approval: what may happen without asking, what a person is asked, what is refused. */
import type { Failure } from "../../base/errors.ts";
import { type Json, stableStringify } from "../../base/json.ts";
import type { SignalEvent } from "../../events/event.ts";
import type { RunContext } from "../../events/run-context.ts";
import { decideCapability } from "../../guard/capability-policy.ts";
import { placeOf } from "../../guard/capability-rule.ts";
import { cleanJson } from "../../guard/clean-json.ts";
import { decidePolicy } from "../../guard/policy.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import { standingOf } from "../../guard/standing.ts";
import type { Standing } from "../../wire/standing.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import { literalsIn, type PreparedCall, prepareCall } from "./prepare-call.ts";
import type { ToolTurn } from "./tool-call.ts";

type ReadyCall = Extract<PreparedCall, { ok: true }>;

/** How long a question waits for its answer before it counts as a no. */
export const APPROVAL_TIMEOUT_MS = 30 * 60_000;

/** The call as it may run, or why it may not. `told` is the failure as the model reads it, who knows what it called. */
export type Approval =
  | { readonly ok: true; readonly prepared: ReadyCall }
  | { readonly ok: false; readonly failure: Failure; readonly told?: string };

interface Approvable extends Pick<Question, "prepared" | "secrets" | "preview"> {
  readonly turn: ToolTurn;
}

/** A person may allow other arguments than were asked for; they then stand for the call. */
export async function approveCall(
  context: RunContext,
  run: RunFacts,
  { prepared, turn, secrets, preview }: Approvable,
): Promise<Approval> {
  const { call, tool, intent, digest } = prepared;
  const folders = [run.request.workspace, run.request.out] as const;
  const stands = standingOf({ tool: tool.name, intent, digest, folders });
  const { personText } = turn;
  const question = { approval: `${context.path}#${call.step}`, prepared, secrets, stands, preview, personText };
  const decision = decidePolicy({
    tool: tool.name,
    intent,
    context: turn.context,
    literals: literalsIn(prepared.input),
    personText,
    knownUrls: turn.knownUrls,
    knownValues: turn.knownValues,
    approve: run.request.approve,
    folders,
    capabilities: turn.capabilities,
  });
  if (decision.verdict === "deny")
    return refused(prepared, { why: decision.why, reason: "The team's policy does not allow it.", personText });
  let approved: Approval = { ok: true, prepared };
  if (decision.verdict === "ask") {
    approved = await askFor(context, run, { ...question, why: decision.why });
    if (!approved.ok) return approved;
    // Other arguments may be what the team forbids; a person's yes does not lift that.
    const { intent: allowed } = approved.prepared;
    const rule = decideCapability(turn.capabilities, { tool: tool.name, intent: allowed, workspace: folders[0] });
    if (rule?.verdict === "deny")
      return denied(approved.prepared, `${placeOf(rule.rule)} forbids it`, "The team's policy does not allow it.");
  }
  // What must not happen twice is asked about once for every time that a crash left it in doubt.
  const doubts = tool.repeatable ? 0 : context.interruptions(call.step);
  for (let doubt = 1; doubt <= doubts; doubt++) {
    const why = "it was under way when Thorp stopped, so it may have happened already";
    const approval = `${question.approval}#again${doubt}`;
    approved = await askFor(context, run, { ...question, prepared: approved.prepared, approval, why, stands: [] });
    if (!approved.ok) return approved;
  }
  return approved;
}

interface Question {
  readonly approval: string;
  readonly prepared: ReadyCall;
  readonly why: string;
  readonly secrets: SecretFilter;
  readonly stands: readonly Standing[];
  /** What the call would change, where its arguments alone do not say it. */
  readonly preview: (prepared: ReadyCall) => Promise<string | undefined>;
  readonly personText: string;
}

async function askFor(context: RunContext, run: RunFacts, question: Question): Promise<Approval> {
  const { approval, prepared, why, secrets, stands, preview, personText } = question;
  const { tool, intent } = prepared;
  if (!run.request.interactive)
    return refused(prepared, { why, reason: "Nobody was there to approve it.", personText });
  const diff = intent.diff ?? (await preview(prepared));
  context.emit({
    type: "approval-ask",
    approval,
    tool: tool.name,
    effect: intent.effect,
    summary: secrets.clean(intent.summary),
    ...(diff === undefined ? {} : { diff: secrets.clean(diff) }),
    input: cleanJson(secrets, prepared.input),
    why,
    ...(stands.length > 0 && { stands }),
  });
  const answer = context.signalled(`answer ${approval}`, "approval-answer", (signal) => signal.approval === approval);
  const timeout = context.timer(`approval ${approval}`, APPROVAL_TIMEOUT_MS, { pauses: true });
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const winner = await context.race([answer, timeout, cancelled]);
  if (winner.name === cancelled.name) {
    return {
      ok: false,
      failure: { code: "cancelled", message: "The run was cancelled before this was approved." },
    };
  }
  if (winner.name !== answer.name) return denied(prepared, why, "Nobody answered in time.");
  const { allow, reason, input } = winner.value as Extract<SignalEvent, { type: "approval-answer" }>;
  if (!allow) return denied(prepared, why, reason ? `It was not approved: ${reason}` : "It was not approved.");
  return input === undefined ? { ok: true, prepared } : withInput(run, prepared, input);
}

/** The person's own arguments are held to the tool's shape like any others. */
function withInput({ request }: RunFacts, { call, tool, intent, labels }: ReadyCall, input: Json): Approval {
  const [other] = prepareCall({ ...call, input: stableStringify(input) }, [tool], request);
  if (other === undefined) return lost(call.tool);
  if (!other.ok) return { ok: false, failure: other.failure };
  const { uncaged } = intent;
  // Somebody may have changed one word of what came by reference.
  const prepared = labels === undefined ? other : { ...other, labels };
  return {
    ok: true,
    prepared: uncaged === undefined ? prepared : { ...prepared, intent: { ...other.intent, uncaged } },
  };
}

function lost(tool: string): Approval {
  return { ok: false, failure: { code: "tool-input", message: `The arguments given for ${tool} are none.` } };
}

/**
 * Refused without a person. A link that the person did not speak of was the model's own idea: the answer goes on without
 * it, and whether it holds without it is for the check. Anything else counts as part of the request that was not done.
 */
function refused(
  prepared: ReadyCall,
  { why, reason, personText }: { readonly why: string; readonly reason: string; readonly personText: string },
): Approval {
  const { intent } = prepared;
  const { urls = [] } = intent;
  const isOwnIdea = intent.effect === "fetch" && urls.length > 0 && !urls.some((url) => speaksOf(personText, url));
  if (!isOwnIdea) return denied(prepared, why, reason);
  const hint = "Write the address into the request to have it fetched; --yes does not cover it.";
  const words = wordsFor(prepared, why, reason);
  return { ok: false, failure: { code: "address-refused", message: words.message, hint }, told: words.told };
}

/** By the name of the host: whoever names a site may mean any page of it. */
function speaksOf(text: string, url: string): boolean {
  const host = URL.parse(url)?.hostname.replace(/^www\./, "");
  return !host || text.toLowerCase().includes(host);
}

function denied(prepared: ReadyCall, why: string, reason: string): Approval {
  const { message, told } = wordsFor(prepared, why, reason);
  return { ok: false, failure: { code: "approval-denied", message }, told };
}

/** What the call was, whole addresses and commands, is news to the person alone. */
function wordsFor({ intent, tool }: ReadyCall, why: string, reason: string): { message: string; told: string } {
  return {
    message: `Not done: ${intent.summary} (${why}). ${reason}`,
    told: `Not done: ${tool.name} (${why}). ${reason}`,
  };
}
