/** Events that go to the writer together, in columns, and come back numbered. */
import type { RunEvent } from "../../events/event.ts";
import type { AppendEvent } from "../store.ts";
import type { PostedBatch } from "./writer-protocol.ts";

/** Grows by `addEvent`; the objects stay on this side. */
export interface EventBatch {
  readonly runs: string[];
  readonly refs: number[];
  readonly ats: number[];
  readonly types: string[];
  readonly data: string[];
  readonly events: AppendEvent[];
  /** For each run its place in `runs`. */
  readonly places: Map<string, number>;
}

/** Empty; one batch goes to the writer once. */
export function createEventBatch(): EventBatch {
  return { runs: [], refs: [], ats: [], types: [], data: [], events: [], places: new Map() };
}

/** `data` is the body as JSON. */
export function addEvent(batch: EventBatch, event: AppendEvent, data: string): void {
  let place = batch.places.get(event.run);
  if (place === undefined) {
    place = batch.runs.push(event.run) - 1;
    batch.places.set(event.run, place);
  }
  batch.refs.push(place);
  batch.ats.push(event.at);
  batch.types.push(event.body.type);
  batch.data.push(data);
  batch.events.push(event);
}

/** What is posted of a batch. */
export function postedBatch({ runs, refs, ats, types, data }: EventBatch): PostedBatch {
  return { runs, refs, ats, types, data };
}

/** How many events each run of the batch has, by place. */
export function eventsPerRun({ runs, refs }: EventBatch): readonly number[] {
  const counts = new Array<number>(runs.length).fill(0);
  for (const place of refs) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/**
 * The events with their numbers, from the number of the first event of each run. Runs whose number is not positive
 * were deleted: their events are left out.
 */
export function numberedEvents({ runs, refs, events }: EventBatch, first: readonly number[]): readonly RunEvent[] {
  const next = [...first];
  const numbered: RunEvent[] = [];
  for (let i = 0; i < events.length; i++) {
    const place = refs[i] ?? 0;
    const seq = next[place] ?? 0;
    const event = events[i];
    if (seq <= 0 || event === undefined) continue;
    next[place] = seq + 1;
    numbered.push({ ...event.body, run: runs[place] ?? event.run, seq, at: event.at });
  }
  return numbered;
}
