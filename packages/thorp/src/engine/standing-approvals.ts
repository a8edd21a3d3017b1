/**
 * Approvals that hold for later calls: whoever allowed one call so is not asked about the next of its kind.
 *
 * The answer is given from outside, as a person would, so that the journal shows each question with its answer and
 * recovery and replay see the same inputs.
 */
import type { RunEvent, SignalEvent } from "../events/event.ts";
import { type Grant, grantCovers, grantFrom, type StandingAnswer, type StandingAsk } from "../guard/standing.ts";
import type { Store } from "../storage/store.ts";
import { openAsks } from "./open-asks.ts";

/** What it listens to and how it answers. */
export interface StandingOptions {
  readonly store: Pick<Store, "onCommit" | "events">;
  readonly signal: (run: string, signal: SignalEvent) => boolean;
}

/** False for an answer that would hold for more than its ask offers. */
export function mayStand(ask: StandingAsk, answer: StandingAnswer): boolean {
  return answer.scope === undefined || grantFrom(ask, answer) !== undefined;
}

/** Answers from now on; returns the function that stops it. */
export function keepStandingApprovals({ store, signal }: StandingOptions): () => void {
  const granted = new Map<string, readonly Grant[]>();

  const answer = (ask: RunEvent): void => {
    if (ask.type !== "approval-ask" || !granted.get(ask.run)?.some((grant) => grantCovers(grant, ask))) return;
    signal(ask.run, { type: "approval-answer", approval: ask.approval, allow: true, by: "policy" });
  };
  const readRun = async (run: string): Promise<void> => {
    const events = await store.events(run);
    const grants = grantsIn(events);
    if (grants.length === 0) return;
    granted.set(run, grants);
    for (const ask of openAsks(events)) answer(ask);
  };

  return store.onCommit((events) => {
    for (const event of events) {
      if (event.type === "run-end") granted.delete(event.run);
      else if (event.type === "approval-ask") answer(event);
      else if (event.type === "run-recover" || (event.type === "approval-answer" && event.scope === "run"))
        // A store that cannot be read says so to everybody who asks it something.
        void readRun(event.run).catch(() => {});
    }
  });
}

function grantsIn(events: readonly RunEvent[]): readonly Grant[] {
  const asks = new Map(
    events.flatMap((event) => (event.type === "approval-ask" ? [[event.approval, event] as const] : [])),
  );
  return events.flatMap((event) => {
    if (event.type !== "approval-answer" || event.scope !== "run" || !event.allow) return [];
    const ask = asks.get(event.approval);
    return (ask && grantFrom(ask, event)) ?? [];
  });
}
