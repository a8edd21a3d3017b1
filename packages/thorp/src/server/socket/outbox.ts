/**
 * What waits to be sent over one connection.
 *
 * Events go with the others of their turn of the loop, replies at once; live text of a subscription is joined and goes
 * 40 ms after the last, the first at once. It is bounded: `room` holds subscriptions back while too much waits here or in
 * the system's buffer, and a client that asks on and on without reading the replies is cut off.
 */
import type { Clock } from "../../base/clock.ts";
import type { WireFrame, WireUpdate } from "../../wire/run-update.ts";
import type { ServerMessage } from "../../wire/socket.ts";
import type { SocketTransport } from "./transport.ts";

/** Bytes that may wait in the system's buffer before subscriptions are held back, and before the client is cut off. */
const SLOW_BYTES = 256 * 1024;
const DEAF_BYTES = 4 * 1024 * 1024;
/** Characters of live text that may wait here. */
const MOST_CHARACTERS = 64 * 1024;
/** Events of one message. */
const MOST_TOGETHER = 64;
/** Milliseconds between two deliveries of live text. */
const FRAME_GAP = 40;

/** One connection's way out. */
export interface Outbox {
  /** Sends at once, behind everything that waits. */
  reply(message: ServerMessage): void;
  update(id: string, update: WireUpdate): void;
  /** Resolves when a subscription may bring its next update; false: the connection is gone. */
  room(): Promise<boolean>;
  /** Of live text that waits here. */
  heldCharacters(): number;
  close(): void;
}

/** Counts for the metrics. */
export interface OutboxCounters {
  /** Frames that were joined to one that waited. */
  onCoalesced(): void;
}

/** Nothing waits yet. */
export function createOutbox(transport: SocketTransport, clock: Clock, { onCoalesced }: OutboxCounters): Outbox {
  const waitingById = new Map<string, Waiting>();
  const waiters = new Set<() => void>();
  let characters = 0;
  let flushedAt = -Infinity;
  let cancelFlush: (() => void) | undefined;
  /** Set while events wait for the end of this turn of the loop. */
  let soon: NodeJS.Immediate | undefined;
  let isClosed = false;

  const hasRoom = (): boolean => characters < MOST_CHARACTERS && transport.bufferedBytes() < SLOW_BYTES;
  const wake = (): void => {
    if (waiters.size === 0 || !(isClosed || hasRoom())) return;
    const woken = [...waiters];
    waiters.clear();
    for (const waiter of woken) waiter();
  };
  const send = (message: ServerMessage): void => {
    if (isClosed) return;
    if (transport.bufferedBytes() > DEAF_BYTES) return transport.destroy();
    transport.send(JSON.stringify(message), wake);
  };
  const flush = (): void => {
    cancelFlush?.();
    cancelFlush = undefined;
    clearImmediate(soon);
    soon = undefined;
    flushedAt = clock.now();
    for (const [id, { updates }] of waitingById) send({ type: "updates", id, updates });
    waitingById.clear();
    characters = 0;
    wake();
  };

  return {
    reply(message) {
      if (waitingById.size > 0) flush();
      send(message);
    },
    update(id, update) {
      if (isClosed) return;
      let waiting = waitingById.get(id);
      if (waiting === undefined) waitingById.set(id, (waiting = { updates: [], frames: new Map() }));
      if (update.kind === "event") {
        waiting.updates.push(update);
        waiting.frames.clear();
        // What was committed together goes out together.
        if (waiting.updates.length >= MOST_TOGETHER) flush();
        else soon ??= setImmediate(flush);
        return;
      }
      if (addFrame(waiting, update)) onCoalesced();
      characters += update.delta.length;
      const gap = flushedAt + FRAME_GAP - clock.now();
      if (gap <= 0) flush();
      else cancelFlush ??= clock.after(gap, flush);
    },
    room() {
      if (isClosed) return Promise.resolve(false);
      if (hasRoom()) return Promise.resolve(true);
      return new Promise((resolve) => waiters.add(() => resolve(!isClosed)));
    },
    heldCharacters: () => characters,
    close() {
      isClosed = true;
      cancelFlush?.();
      clearImmediate(soon);
      waitingById.clear();
      characters = 0;
      wake();
    },
  };
}

interface Waiting {
  readonly updates: WireUpdate[];
  /** The last frame of each text among the updates, by what it is a piece of. */
  readonly frames: Map<string, WireFrame>;
}

/** True when it was joined to the one before. */
function addFrame({ updates, frames }: Waiting, frame: WireFrame): boolean {
  const key = `${frame.path}#${frame.step}@${frame.attempt}.${frame.type}`;
  const before = frames.get(key);
  if (before !== undefined && before.offset + before.delta.length === frame.offset) {
    before.delta += frame.delta;
    return true;
  }
  const own = { ...frame };
  frames.set(key, own);
  updates.push(own);
  return false;
}
