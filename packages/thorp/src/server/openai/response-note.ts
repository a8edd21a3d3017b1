/** What a response says of the request that it answers; it is kept with the run, so that it can be said again later. */
import type { Json } from "../../base/json.ts";
import type { RunEvent } from "../../events/event.ts";

/** Everything in the shapes of the protocol. */
export interface ResponseNote {
  readonly protocol: "responses";
  readonly model: string;
  readonly instructions: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly previous: string | null;
  readonly background: boolean;
  readonly maxOutputTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly parallel: boolean;
  readonly tools: Json;
  readonly toolChoice: Json;
  readonly format: Json;
  readonly input: Json;
}

/** Undefined for a run that was not asked for in this protocol. */
export function noteOfRun([start]: readonly RunEvent[]): ResponseNote | undefined {
  const note = start?.type === "run-start" ? start.request.client?.note : undefined;
  const isOurs = typeof note === "object" && note !== null && "protocol" in note && note["protocol"] === "responses";
  return isOurs ? (note as unknown as ResponseNote) : undefined;
}
