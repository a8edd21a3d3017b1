/**
 * Approvals that hold for the rest of a run: whoever allowed one call of a tool so is not asked about the next.
 *
 * The answer is given from outside, as a person would, so that the journal shows each question with its answer and
 * recovery and replay see the same inputs.
 */
import type { RunEvent, SignalEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import { openAsks } from "./open-asks.ts";

/** What it listens to and how it answers. */
export interface StandingOptions {
  readonly store: Pick<Store, "onCommit" | "events">;
  readonly signal: (run: string, signal: SignalEvent) => boolean;
}

/** What cannot be undone is asked about every time. */
const ONE_BY_ONE: ReadonlySet<string> = new Set(["send", "pay", "delete", "exec"]);

/** False for effects that a person has to allow one by one. */
export function mayStand(effect: string): boolean {
  return !ONE_BY_ONE.has(effect);
}

/** Answers from now on; returns the function that stops it. */
export function keepStandingApprovals({ store, signal }: StandingOptions): () => void {
  /** Tools and effects by run. */
  const granted = new Map<string, Set<string>>();

  const answer = (ask: RunEvent): void => {
    if (ask.type !== "approval-ask" || !granted.get(ask.run)?.has(grantOf(ask))) return;
    signal(ask.run, { type: "approval-answer", approval: ask.approval, allow: true, by: "policy" });
  };
  const readRun = async (run: string): Promise<void> => {
    const events = await store.events(run);
    const grants = grantsIn(events);
    if (grants.size === 0) return;
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

function grantsIn(events: readonly RunEvent[]): Set<string> {
  const asks = new Map(
    events.flatMap((event) => (event.type === "approval-ask" ? [[event.approval, event] as const] : [])),
  );
  return new Set(
    events.flatMap((event) => {
      if (event.type !== "approval-answer" || event.scope !== "run" || !event.allow) return [];
      const ask = asks.get(event.approval);
      return ask !== undefined && mayStand(ask.effect) ? [grantOf(ask)] : [];
    }),
  );
}

function grantOf({ tool, effect }: { readonly tool: string; readonly effect: string }): string {
  return `${tool} ${effect}`;
}
