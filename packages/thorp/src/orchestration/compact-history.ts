/**
 * Long conversations: the newest messages stay whole, what came before becomes a summary.
 *
 * Compaction happens once per run, before the first call, against the smallest window that the agent's models have.
 */
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Agent } from "../agents/team.ts";
import type { RunContext } from "../events/run-context.ts";
import type { HistoryMessage } from "../models/brief.ts";
import type { Environment } from "./environment.ts";

/** Share of the smallest window that history may fill. */
const HISTORY_SHARE = 0.35;
/** Messages that always stay whole: the last two exchanges. */
const KEPT_WHOLE = 4;

export async function compactHistory(context: RunContext, environment: Environment, { agent, window }: { agent: Agent; window: number }): Promise<readonly HistoryMessage[]> {
  const { history, services } = environment;
  const tokensOf = (messages: readonly HistoryMessage[]): number =>
    services.countTokens(messages.map((message) => ({ role: "user", content: [{ type: "text", text: message.text }] })));
  const limit = window * HISTORY_SHARE;
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
  if (summary === "") return kept;
  context.emit({ type: "history-compact", messages: older.length, summary });
  return [{ role: "team", text: `Earlier in this conversation: ${summary}` }, ...kept];
}
