/** An event as its row has it. */
import type { SQLOutputValue } from "node:sqlite";
import { ThorpError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { EventBody } from "../../events/event.ts";
import type { EventVersions } from "../upcast.ts";

/** A row of the table `event`. */
export interface EventRow {
  /** Key of the run. */
  readonly run: number;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the event types that wrote it; see `EventVersions`. */
  readonly version: number;
  readonly type: string;
  /** The body as JSON. */
  readonly data: string;
}

/** What a query must select for `eventRowFrom`. */
export const eventColumns = "event.run, event.seq, event.at, event.version, event.type, event.data";

/** Takes the columns as they are: they must be those of the table. */
export function eventRowFrom(columns: Record<string, SQLOutputValue>): EventRow {
  // The tables are STRICT: the columns have these types.
  return columns as unknown as EventRow;
}

/** The body in its current form, made for the caller alone. Throws `data-corrupt` when it cannot be read. */
export function bodyFrom(
  { type, version, data }: Pick<EventRow, "type" | "version" | "data">,
  versions: EventVersions,
): EventBody {
  let body: Json;
  try {
    body = JSON.parse(data) as Json;
  } catch (cause) {
    throw new ThorpError("data-corrupt", `An event ${type} holds no valid JSON.`, { cause });
  }
  return (version === versions.current ? body : versions.upcast(type, version, body)) as unknown as EventBody;
}
