/**
 * Approvals that hold for later calls: whoever allowed one call so is not asked about the next of its kind.
 *
 * The answer is given from outside, as a person would, so that the journal shows each question with its answer and
 * recovery and replay see the same inputs.
 */
import { type ApprovalRule, type ApprovalRules, approvalOwners } from "../accounts/accounts.ts";
import type { RunEvent, SignalEvent } from "../events/event.ts";
import { type Grant, grantCovers, grantFrom, type StandingAnswer, type StandingAsk } from "../guard/standing.ts";
import type { Store } from "../storage/store.ts";
import { openAsks } from "./open-asks.ts";

/** What it listens to and how it answers. */
export interface StandingOptions {
  readonly store: Pick<Store, "onCommit" | "events" | "run">;
  readonly rules: ApprovalRules;
  readonly signal: (run: string, signal: SignalEvent) => boolean;
}

/** False for an answer that would hold for more than its ask offers. */
export function mayStand(ask: StandingAsk, answer: StandingAnswer): boolean {
  return answer.scope === undefined || grantFrom(ask, answer) !== undefined;
}

/** Answers from now on; returns the function that stops it. */
export function keepStandingApprovals({ store, signal, rules }: StandingOptions): () => void {
  const granted = new Map<string, readonly Grant[]>();

  const allow = ({ run, approval }: Ask): void =>
    void signal(run, { type: "approval-answer", approval, allow: true, by: "policy" });
  const answer = (ask: RunEvent): void => {
    if (ask.type !== "approval-ask") return;
    if (granted.get(ask.run)?.some((grant) => grantCovers(grant, ask))) allow(ask);
    else if (rules.list().some((rule) => grantCovers(rule, ask))) void answerByRule(ask).catch(() => {});
  };
  /** Whose run it is stands in its row. */
  const answerByRule = async (ask: Ask): Promise<void> => {
    const run = await store.run(ask.run);
    if (run === undefined) return;
    const holds = ({ conversation }: ApprovalRule): boolean =>
      conversation === undefined || conversation === run.conversation;
    if (rules.holdingFor(run.owner).some((rule) => holds(rule) && grantCovers(rule, ask))) allow(ask);
  };
  const keep = async (given: RunEvent & { readonly type: "approval-answer" }): Promise<void> => {
    const ask = (await store.events(given.run)).find(
      (event) => event.type === "approval-ask" && event.approval === given.approval,
    );
    const grant = ask?.type === "approval-ask" ? grantFrom(ask, given) : undefined;
    const run = await store.run(given.run);
    if (ask?.type !== "approval-ask" || grant === undefined || run === undefined) return;
    const where = given.scope === "conversation" ? { conversation: run.conversation } : {};
    await rules.add(
      { user: run.owner, ...where, ...grant, summary: ask.summary },
      { who: run.owner ?? approvalOwners.personal },
    );
  };
  const readRun = async (run: string): Promise<void> => {
    const events = await store.events(run);
    const grants = grantsIn(events);
    if (grants.length > 0) granted.set(run, grants);
    for (const ask of openAsks(events)) answer(ask);
  };

  return store.onCommit((events) => {
    for (const event of events) {
      if (event.type === "run-end") granted.delete(event.run);
      else if (event.type === "approval-ask") answer(event);
      // A store that cannot be read says so to everybody who asks it something.
      else if (event.type === "run-recover" || isStanding(event)) void readRun(event.run).catch(() => {});
      if (isStanding(event) && event.scope !== "run") void keep(event).catch(() => {});
    }
  });
}

type Ask = RunEvent & { readonly type: "approval-ask" };

/** Whoever allows more than one call allows it for the rest of the run too. */
function isStanding(event: RunEvent): event is RunEvent & { readonly type: "approval-answer" } {
  return event.type === "approval-answer" && event.allow && event.scope !== undefined;
}

function grantsIn(events: readonly RunEvent[]): readonly Grant[] {
  const asks = new Map(
    events.flatMap((event) => (event.type === "approval-ask" ? [[event.approval, event] as const] : [])),
  );
  return events.flatMap((event) => {
    if (!isStanding(event)) return [];
    const ask = asks.get(event.approval);
    return (ask && grantFrom(ask, event)) ?? [];
  });
}
