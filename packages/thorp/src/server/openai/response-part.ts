/**
 * A run may be several responses: each time it waits for tools of the client one ends, and the next begins with what the
 * client brings. `resp_…` is the first of a run, `resp_…_1` the one after the first wait.
 */
import { ThorpError } from "../../base/errors.ts";
import type { RunEvent } from "../../events/event.ts";

/** Which part of which run. */
export interface ResponsePart {
  readonly run: string;
  readonly part: number;
}

/** Undefined for an id that is none of ours. */
export function partOfId(id: string): ResponsePart | undefined {
  const match = /^resp_([0-9a-z]{20})(?:_([1-9]\d{0,3}))?$/.exec(id);
  return match?.[1] === undefined ? undefined : { run: `run_${match[1]}`, part: Number(match[2] ?? 0) };
}

/** The way back. */
export function idOfPart({ run, part }: ResponsePart): string {
  return `resp_${run.replace(/^run_/, "")}${part === 0 ? "" : `_${part}`}`;
}

/** How often the client had answered when the event `after` was the last. */
export function partAfter(events: readonly RunEvent[], after: number): number {
  if (after === 0) return 0;
  return 1 + events.filter(({ type, seq }) => type === "client-call-answer" && seq <= after).length;
}

/** The event after which a part begins: the way back of `partAfter`. */
export function beginOfPart(events: readonly RunEvent[], { part }: ResponsePart): number {
  if (part === 0) return 0;
  const answers = events.filter(({ type }) => type === "client-call-answer");
  return (answers[part - 1]?.seq ?? 1) - 1;
}

/** The events of one part, in order. Throws `run-unknown` when there is no such part. */
export function eventsOfPart(events: readonly RunEvent[], { run, part }: ResponsePart): readonly RunEvent[] {
  let at = 0;
  const own = events.filter((event) => {
    if (event.type === "client-call-answer") at++;
    return at === part;
  });
  if (own.length > 0) return own;
  throw new ThorpError("run-unknown", `There is no response ${idOfPart({ run, part })}.`);
}
