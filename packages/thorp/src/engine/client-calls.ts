/** Tools of a program that asked: which calls a run waits for, and who brings their results first. */
import { ThorpError } from "../base/errors.ts";
import type { ClientResult } from "../events/client-terms.ts";
import type { EventOf, RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import type { LiveRuns } from "./live-runs.ts";

/**
 * What became of results that were brought.
 * resumed: the run goes on; `after` is the event from which on to follow it. gone: no run waits or waited for these
 * calls, or it has ended. taken: another request has brought them, and the run is at work with them. incomplete: other
 * calls of the same turn lack their results.
 */
export type ClientAnswer =
  | { readonly kind: "resumed"; readonly after: number }
  | { readonly kind: "gone" }
  | { readonly kind: "taken" }
  | { readonly kind: "incomplete"; readonly missing: readonly string[] };

/** The calls that a run waits for now; undefined when it waits for none, or has ended. */
export function openClientCalls(events: readonly RunEvent[]): (RunEvent & EventOf<"client-call-ask">) | undefined {
  let open: (RunEvent & EventOf<"client-call-ask">) | undefined;
  for (const event of events) {
    if (event.type === "client-call-ask") open = event;
    else if (event.type === "run-end" || (event.type === "client-call-answer" && event.ask === open?.ask))
      open = undefined;
  }
  return open;
}

/** Brings results of calls to a run; one of several askers wins, however close together they come. */
export type AnswerClientCalls = (run: string, results: readonly ClientResult[]) => Promise<ClientAnswer>;

/** What it needs of an engine. */
export interface ClientCallParts {
  readonly store: Pick<Store, "events" | "committed">;
  readonly runs: Pick<LiveRuns, "signal" | "resume">;
}

/** Between reading the journal and writing the answer others may come: what is claimed is known at once. */
export function createAnswerClientCalls({ store, runs }: ClientCallParts): AnswerClientCalls {
  const claimed = new Set<string>();
  return async (run, results) => {
    const events = await store.events(run);
    const ids = new Set(results.map(({ id }) => id));
    const asked = events.findLast(
      (event): event is RunEvent & EventOf<"client-call-ask"> =>
        event.type === "client-call-ask" && event.calls.some(({ id }) => ids.has(id)),
    );
    if (asked === undefined || events.some(({ type }) => type === "run-end")) return { kind: "gone" };
    const missing = asked.calls.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
    if (missing.length > 0) return { kind: "incomplete", missing };
    const key = `${run} ${asked.ask}`;
    if (claimed.has(key) || openClientCalls(events)?.ask !== asked.ask) return { kind: "taken" };
    claimed.add(key);
    try {
      // After a restart nobody may have taken the run up yet.
      await runs.resume(run);
      const own = results.filter(({ id }) => asked.calls.some((call) => call.id === id));
      if (!runs.signal(run, { type: "client-call-answer", ask: asked.ask, results: own }))
        throw new ThorpError("run-state", `Run ${run} is not under way here.`);
      await store.committed(run);
      return { kind: "resumed", after: asked.seq };
    } finally {
      claimed.delete(key);
    }
  };
}
