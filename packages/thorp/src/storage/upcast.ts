/**
 * Old events in new programs. Each row of a journal carries the version of the event types that wrote it; what is read
 * passes through the upcasters from that version to the current one. Stored rows are never rewritten.
 */
import { ThorpError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";

/** Turns the data of an event of version n into that of version n + 1; n is its place in the list, from 1. */
export type Upcaster = (type: string, data: Json) => Json;

/** Reads events of every release up to this one. */
export interface EventVersions {
  /** The version that new events are written with. */
  readonly current: number;
  /** `data` is the parsed body of an event of `version`. Throws `storage-failed` for a version that is not known yet. */
  upcast(type: string, version: number, data: Json): Json;
}

/** The list grows by one with each change of an event type that old readers would not understand. */
const upcasters: readonly Upcaster[] = [];

/** One upcaster leads from each version to the next; the first starts at version 1. */
export function createEventVersions(steps: readonly Upcaster[] = upcasters): EventVersions {
  const current = steps.length + 1;
  return {
    current,
    upcast(type, version, data) {
      if (version > current)
        throw new ThorpError(
          "storage-failed",
          `An event ${type} was written by a newer Thorp (version ${version}, known ${current}).`,
          {
            hint: "Install the newest Thorp.",
          },
        );
      return steps.slice(version - 1).reduce((older, step) => step(type, older), data);
    },
  };
}
