/**
 * Long conversations: the newest messages stay whole, what came before becomes a summary.
 *
 * Compaction happens at most once per run, before the first call, against the smallest window that the agent's models
 * have. It builds on the summary of an earlier run where there is one: what was said long ago is carried on in it, and
 * a summary is made once for several runs instead of by each.
 */
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import { contentHash, type Json } from "../base/json.ts";
import { joinLabels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { HistoryMessage } from "../models/brief.ts";
import type { EarlierSummary, Environment } from "./environment.ts";

/** Share of the smallest window that history may fill. */
const HISTORY_SHARE = 0.35;
/** Messages that always stay whole: the last two exchanges. */
const KEPT_WHOLE = 4;

/** The history as it is when it fits. `window` is in tokens. */
export async function compactHistory(
  context: RunContext,
  environment: Environment,
  { agent, window }: { agent: Agent; window: number },
): Promise<readonly HistoryMessage[]> {
  const { history: whole, services } = environment;
  const tokensOf = (messages: readonly HistoryMessage[]): number =>
    services.countTokens(
      messages.map((message) => ({ role: "user", content: [{ type: "text", text: message.text }] })),
    );
  const limit = window * HISTORY_SHARE;
  if (whole.length <= KEPT_WHOLE || tokensOf(whole) <= limit) return whole;
  const before = await earlierSummary(context, environment);
  const earlier = before && summaryOf(before.summary, whole.slice(0, before.messages));
  const history = before === undefined || earlier === undefined ? whole : [earlier, ...whole.slice(before.messages)];
  if (history.length <= KEPT_WHOLE || tokensOf(history) <= limit) return history;

  let kept = history.slice(-KEPT_WHOLE);
  for (let start = history.length - KEPT_WHOLE - 1; start > 0; start--) {
    const longer = history.slice(start);
    if (tokensOf(longer) > limit * 0.7) break;
    kept = longer;
  }
  const older = history.slice(0, history.length - kept.length);
  const outcome = await runAgent(context, services, {
    ...ownAssignment(environment, agent),
    purpose: "compact",
    history: older,
    stepPrefix: "compact-",
    toolless: true,
  });
  const summary = outcome.kind === "answer" && !outcome.abstained ? outcome.result.text.trim() : "";
  if (summary === "") return earlier === undefined ? kept : [earlier, ...kept];
  context.emit({ type: "history-compact", messages: whole.length - kept.length, summary });
  return [summaryOf(summary, older), ...kept];
}

/** A summary comes from where all that it stands for came from. */
function summaryOf(summary: string, messages: readonly HistoryMessage[]): HistoryMessage {
  const labels = joinLabels(...messages.map((message) => message.labels ?? []));
  return { role: "team", text: `Earlier in this conversation: ${summary}`, labels };
}

/** Recorded, so that a recovery works with the same one. Nothing when runs that it stands for were deleted since. */
async function earlierSummary(
  context: RunContext,
  { history, earlierSummary: find }: Environment,
): Promise<EarlierSummary | undefined> {
  if (find === undefined) return undefined;
  const digest = contentHash(String(history.length));
  const found = await context.step<Json>({
    name: "earlier-summary",
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      return ((await find()) ?? null) as Json;
    },
  });
  const summary = (found ?? undefined) as EarlierSummary | undefined;
  return summary !== undefined && summary.messages <= history.length ? summary : undefined;
}
