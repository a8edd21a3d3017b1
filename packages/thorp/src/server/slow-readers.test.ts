/** Readers that never read, over server-sent events and over a WebSocket: the bytes that are held for them are counted. */
import { expect, it } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { createRunFollowers } from "../engine/run-followers.ts";
import type { Thorp } from "../engine/thorp.ts";
import { createTokenBus } from "../events/token-bus.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { message, runEnd, runStart } from "../testing/store-events.ts";
import { eventStream } from "./event-stream.ts";
import { createSession } from "./socket/session.ts";
import { createStreamPace } from "./stream-pace.ts";

const clock = createSystemClock();
const PIECE = "x".repeat(1000);
const turn = () => new Promise((resolve) => setImmediate(resolve));

function world() {
  const store = createMemoryStore();
  const bus = createTokenBus();
  const followers = createRunFollowers(store, bus);
  let written = 0;
  return {
    store,
    followers,
    /** A megabyte of text and 100 events. */
    async write() {
      for (let at = 0; at < 100; at++) {
        store.append({ run: "run_a", at: 2, body: message("person", PIECE) });
        for (let piece = 0; piece < 10; piece++) {
          bus.publish({
            ...{ run: "run_a", path: "", step: "s", attempt: 1, kind: "text" },
            offset: written,
            delta: PIECE,
          });
          written += PIECE.length;
        }
        await store.committed("run_a");
        await turn();
      }
    },
    async begin() {
      store.append({ run: "run_a", at: 1, body: runStart() });
      await store.committed("run_a");
    },
  };
}

it("an event stream that nobody reads holds one update, its queue, and no more", async () => {
  const { store, followers, write, begin } = world();
  await begin();
  const signal = new AbortController().signal;
  const reader = eventStream(followers.follow("run_a", {}), { clock, signal, pace: createStreamPace() }).getReader();
  // As far as it takes to be live; from then on it is not read.
  for (let seen = ""; !seen.includes("run-start"); ) seen += new TextDecoder().decode((await reader.read()).value);
  for (let round = 0; round < 10; round++) {
    await write();
    const { events, characters } = followers.holding();
    expect(events).toBeLessThanOrEqual(256);
    expect(characters).toBeLessThanOrEqual(64 * 1024);
  }
  store.append({ run: "run_a", at: 3, body: runEnd("done") });
  await store.committed("run_a");
  let rest = "";
  for (let result = await reader.read(); !result.done; result = await reader.read())
    rest += new TextDecoder().decode(result.value);
  const ids = [...rest.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(Array.from({ length: 1001 }, (_, at) => at + 2));
}, 60_000);

it("a socket that takes nothing holds a bounded number of bytes, and gets every event when it does", async () => {
  const { store, followers, write, begin } = world();
  await begin();
  const waiting: { readonly bytes: number; readonly sent: () => void }[] = [];
  const texts: string[] = [];
  let isTaking = false;
  const bufferedBytes = () => waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  const session = createSession({
    transport: {
      send(text, sent) {
        texts.push(text);
        if (isTaking) return sent();
        waiting.push({ bytes: text.length, sent });
      },
      bufferedBytes,
      ping() {},
      close() {},
      destroy() {},
    },
    thorp: {
      findRun: async () => ({}),
      follow: (run: string, how: object) => followers.follow(run, how),
    } as unknown as Thorp,
    demandWriter() {},
    news: { listen: () => () => {}, close() {} },
    clock,
    isDraining: () => false,
    welcome: { type: "welcome", version: "0", heartbeatMs: 1, maxBytes: 1 },
    messagesPerSecond: 10,
    counters: { onCoalesced() {} },
  });
  session.onMessage(JSON.stringify({ type: "subscribe", id: "s", to: { kind: "run", run: "run_a" } }));
  for (let round = 0; round < 10; round++) {
    await write();
    expect(bufferedBytes()).toBeLessThan(256 * 1024 + 128 * 1024);
    expect(session.heldCharacters()).toBeLessThan(128 * 1024);
    expect(followers.holding().characters).toBeLessThanOrEqual(64 * 1024);
    expect(followers.holding().events).toBeLessThanOrEqual(256);
  }
  isTaking = true;
  for (const { sent } of waiting.splice(0)) sent();
  store.append({ run: "run_a", at: 3, body: runEnd("done") });
  await expect.poll(() => texts.at(-1)).toBe('{"type":"end","id":"s","why":"run-end"}');
  const seqs = texts.flatMap((text) => {
    const { updates = [] } = JSON.parse(text) as { updates?: { kind: string; seq: number }[] };
    return updates.flatMap(({ kind, seq }) => (kind === "event" ? [seq] : []));
  });
  expect(seqs).toEqual(Array.from({ length: 1002 }, (_, at) => at + 1));
  session.close();
}, 60_000);
