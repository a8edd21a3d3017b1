/**
 * A response as server-sent events, which a client that has lost the stream goes on with.
 *
 * How a model's words are cut into deltas differs from one look to the next, so an event's number is its place in the
 * response: one for each event, and for a delta one for each letter of it. Numbers grow, with gaps, and the same place
 * has the same number in every stream. Words of an attempt that died with its server are not in the record; then what
 * follows is told whole, under numbers of its own.
 */
import type { RunEvent } from "../../events/event.ts";
import type { Attended } from "./attend-run.ts";
import type { OpenAiError } from "./openai-error.ts";
import type { ResponseBuilder, ResponseEvent } from "./response-builder.ts";

/** Where a client goes on. */
export interface ResumedPlace {
  /** The number of the last event that it has. */
  readonly after: number;
  /** False: what it has may differ from what is in the record. */
  readonly isSame: boolean;
}

/** Each a whole event. Without a place it begins at the beginning. */
export async function* responseLines(
  { deltas }: Attended,
  builder: ResponseBuilder,
  { after, isSame }: ResumedPlace = { after: -1, isSame: true },
): AsyncGenerator<string> {
  let place = isSame ? -1 : after;
  const lineOf = (event: ResponseEvent): string => {
    const delta = event["delta"];
    const length = typeof delta === "string" ? Math.max(1, delta.length) : 1;
    place += length;
    if (place <= after) return "";
    const seen = Math.max(0, after - (place - length));
    return eventLine(typeof delta === "string" && seen > 0 ? { ...event, delta: delta.slice(seen) } : event, place);
  };
  const begin = isSame ? builder.begin() : [];
  const lines = begin.map(lineOf).join("");
  if (lines !== "") yield lines;
  for await (const delta of deltas) {
    const more = builder.take(delta).map(lineOf).join("");
    if (more !== "") yield more;
  }
}

/** An attempt at an answer has died: its words are not in the record. */
export function wasTriedAgain(events: readonly RunEvent[]): boolean {
  return events.some((event) => event.type === "step-start" && event.path === "" && event.attempt > 1);
}

/** The last event of a stream that breaks. */
export function errorEvent({ error: { code, message, param } }: OpenAiError): string {
  return eventLine({ type: "error", code, message, param }, 0);
}

function eventLine(event: ResponseEvent, number: number): string {
  return `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: number })}\n\n`;
}
