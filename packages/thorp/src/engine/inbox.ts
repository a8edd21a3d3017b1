/** Everything that waits for a person, over all runs: approvals, questions, plans. */
import type { Json } from "../base/json.ts";
import type { RunEvent } from "../events/event.ts";
import { APPROVAL_TIMEOUT_MS } from "../gateway/call-tool/approve-call.ts";
import type { RunRow, Store } from "../storage/store.ts";
import type { Standing } from "../wire/standing.ts";
import { openAsks } from "./open-asks.ts";
import { planViewOf } from "./plan-view.ts";

interface Waiting {
  readonly run: RunRow;
  /** The task that waits; empty for the run itself. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One thing that waits. Its answer is a signal to the run. */
export type InboxItem = Waiting &
  (
    | {
        readonly kind: "approval";
        readonly approval: string;
        readonly tool: string;
        readonly effect: string;
        readonly summary: string;
        /** What is changed, as lines that begin with `-` and `+`. */
        readonly diff?: string;
        /** The real arguments, secrets masked; absent in runs that older releases recorded. */
        readonly input?: Json;
        readonly why: string;
        /** When silence becomes a no, in milliseconds since 1970. */
        readonly expiresAt: number;
        /** It can be allowed for the rest of the run. */
        readonly mayStand: boolean;
        /** The ways in which an answer may hold for later calls, the usual one first. */
        readonly stands: readonly Standing[];
      }
    | {
        readonly kind: "question";
        readonly question: string;
        readonly text: string;
        readonly choices: readonly string[];
      }
    | { readonly kind: "plan"; readonly revision: number; readonly tasks: number }
  );

/** More runs do not wait at once without something being wrong. */
const MOST_RUNS = 1000;

/** The oldest first. */
export async function readInbox(store: Pick<Store, "runs" | "events">): Promise<readonly InboxItem[]> {
  const runs = await store.runs({ state: "waiting", unfinished: true, limit: MOST_RUNS });
  const items: InboxItem[] = [];
  for (const run of runs) items.push(...waitingIn(run, await store.events(run.id)));
  return items.sort((a, b) => a.at - b.at);
}

/** Events after which the inbox may be another. */
export function changesInbox({ type, path }: RunEvent): boolean {
  switch (type) {
    case "approval-ask":
    case "approval-answer":
    case "question-ask":
    case "question-answer":
    case "plan-approve":
    case "plan-edit":
    case "run-end":
      return true;
    case "plan-propose":
      return path === "";
    default:
      return false;
  }
}

function waitingIn(run: RunRow, events: readonly RunEvent[]): readonly InboxItem[] {
  const asks = openAsks(events).map((event): InboxItem => {
    const waiting = { run, path: event.path, at: event.at };
    if (event.type === "question-ask")
      return { ...waiting, kind: "question", question: event.question, text: event.text, choices: event.choices ?? [] };
    const { approval, tool, effect, summary, input, diff, why, stands = [] } = event;
    const expiresAt = event.at + APPROVAL_TIMEOUT_MS;
    return {
      ...waiting,
      kind: "approval",
      approval,
      tool,
      effect,
      summary,
      ...(diff === undefined ? {} : { diff }),
      ...(input === undefined ? {} : { input }),
      why,
      expiresAt,
      mayStand: stands.some(({ scopes }) => scopes.includes("run")),
      stands,
    };
  });
  const proposed = events.findLast((event) => event.type === "plan-propose" && event.path === "");
  const [start] = events;
  const waits = start?.type === "run-start" && start.request.approvePlan === true && start.request.interactive;
  const view = waits && proposed !== undefined ? planViewOf(events) : undefined;
  const isAnswered = events.some(({ type }) => type === "plan-approve");
  if (view?.state !== "proposed" || isAnswered || proposed === undefined) return asks;
  const { revision, plan } = view;
  return [...asks, { run, path: "", at: proposed.at, kind: "plan", revision, tasks: plan.tasks.length }];
}
