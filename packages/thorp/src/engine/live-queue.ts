/**
 * What a reader of a run has not taken yet: events in order, and text joined per step.
 *
 * It is bounded. Beyond its limits it lets everything go and says so; the reader then takes events from the store and
 * text from the bus, where both are kept anyway.
 */
import type { RunEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { RunUpdate } from "./thorp.ts";

/** More than a reader that keeps up ever has waiting. */
const MOST_EVENTS = 256;
/** Of live text that waits. */
const MOST_CHARACTERS = 64 * 1024;

/** A queue that holds at most so much; `false` says that it has just let everything go. */
export interface LiveQueue {
  addEvent(event: RunEvent): boolean;
  addFrame(frame: Frame): boolean;
  /** Everything that waits, which is then no longer held. */
  take(): readonly RunUpdate[];
  isEmpty(): boolean;
  held(): { readonly events: number; readonly characters: number };
}

/** What a frame is a piece of. */
export function frameKey({ path, step, attempt, kind }: Frame): string {
  return `${path}#${step}@${attempt}.${kind}`;
}

/** Empty. */
export function createLiveQueue(): LiveQueue {
  let updates: RunUpdate[] = [];
  let events = 0;
  let characters = 0;
  /** A reader that is slow gets the frames of a text joined, not one by one. */
  const waitingByKey = new Map<string, { frame: Frame }>();
  const empty = (): void => {
    updates = [];
    events = 0;
    characters = 0;
    waitingByKey.clear();
  };
  const isWithin = (): boolean => {
    if (events <= MOST_EVENTS && characters <= MOST_CHARACTERS) return true;
    empty();
    return false;
  };
  return {
    addEvent(event) {
      updates.push({ kind: "event", event });
      events++;
      return isWithin();
    },
    addFrame(frame) {
      const key = frameKey(frame);
      const waiting = waitingByKey.get(key);
      if (waiting !== undefined) waiting.frame = { ...waiting.frame, delta: waiting.frame.delta + frame.delta };
      else {
        const update = { kind: "frame" as const, frame };
        waitingByKey.set(key, update);
        updates.push(update);
      }
      characters += frame.delta.length;
      return isWithin();
    },
    take() {
      const taken = updates;
      empty();
      return taken;
    },
    isEmpty: () => updates.length === 0,
    held: () => ({ events, characters }),
  };
}
