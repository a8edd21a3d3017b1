/** Readers that do not read: what they hold stays small, and nothing is lost when they read after all. */
import { expect, it } from "vitest";
import type { Frame } from "../events/frame.ts";
import { createTokenBus } from "../events/token-bus.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { appendRun, message, runEnd, runStart } from "../testing/store-events.ts";
import { createRunFollowers } from "./run-followers.ts";
import type { RunUpdate } from "./thorp.ts";

const world = () => {
  const store = createMemoryStore();
  const bus = createTokenBus();
  return { store, bus, followers: createRunFollowers(store, bus) };
};
const frameAt = (offset: number, delta: string): Frame => ({
  ...{ run: "a", path: "", step: "s", attempt: 1, kind: "text", offset, delta },
});
const seqsOf = (updates: readonly RunUpdate[]) =>
  updates.flatMap((update) => (update.kind === "event" ? [update.event.seq] : []));
/** What a page shows that sets each piece at its offset. */
const textOf = (updates: readonly RunUpdate[]) =>
  updates.reduce((text, update) => {
    if (update.kind === "event") return text;
    expect(update.frame.offset, "a gap").toBeLessThanOrEqual(text.length);
    return text.slice(0, update.frame.offset) + update.frame.delta;
  }, "");

it("holds little for a reader that does not read, and gives it everything when it does", async () => {
  const { store, bus, followers } = world();
  store.append({ run: "a", at: 1, body: runStart({ conversation: "c" }) });
  await store.committed("a");
  const reader = followers.follow("a", {})[Symbol.asyncIterator]();
  const seen: RunUpdate[] = [(await reader.next()).value as RunUpdate];
  // One that waits for the next update and gets it, so that the reader is live when it stops to read.
  const next = reader.next();
  bus.publish(frameAt(0, "begin "));
  seen.push((await next).value as RunUpdate);
  let written = "begin ";
  for (let round = 0; round < 200; round++) {
    for (let at = 0; at < 20; at++) {
      store.append({ run: "a", at: 2, body: message("person", `${round}.${at}`) });
      const delta = `${round}.${at} ${"x".repeat(500)}`;
      bus.publish(frameAt(written.length, delta));
      written += delta;
    }
    await store.committed("a");
    const { events, characters } = followers.holding();
    expect(events).toBeLessThanOrEqual(256);
    expect(characters).toBeLessThanOrEqual(64 * 1024);
  }
  expect(followers.holding()).toMatchObject({ readers: 1, falls: expect.any(Number) });
  expect(followers.holding().falls).toBeGreaterThan(0);
  // Reads on while the step is under way: all text that was written, without a gap or a double.
  while (textOf(seen).length < written.length) seen.push((await reader.next()).value as RunUpdate);
  expect(textOf(seen)).toBe(written);
  bus.endStep("a", "", "s");
  store.append({ run: "a", at: 3, body: runEnd("done") });
  await store.committed("a");
  for (let result = await reader.next(); !result.done; result = await reader.next()) seen.push(result.value);
  expect(seqsOf(seen)).toEqual(Array.from({ length: 4002 }, (_, at) => at + 1));
  expect(followers.holding().readers).toBe(0);
});

it("ends at once where the run has ended before", async () => {
  const { store, followers } = world();
  appendRun(store, "a", "c");
  await store.committed("a");
  const last = (await store.events("a")).length;
  const seen: RunUpdate[] = [];
  for await (const update of followers.follow("a", { after: last })) seen.push(update);
  expect(seen).toEqual([]);
});

it("ends when the run is deleted while it is behind", async () => {
  const { store, followers } = world();
  for (let at = 0; at < 100; at++)
    store.append({ run: "a", at: 1, body: at === 0 ? runStart({ conversation: "c" }) : message("person", `${at}`) });
  await store.committed("a");
  const reader = followers.follow("a", {})[Symbol.asyncIterator]();
  await reader.next();
  store.append({ run: "a", at: 2, body: message("person", "one more") });
  await store.committed("a");
  await store.deleteRun("a");
  let count = 1;
  while (!(await reader.next()).done) count++;
  expect(count).toBe(64);
});

it("misses nothing of a run that ends while its reader comes back", async () => {
  const { store, bus } = world();
  store.append({ run: "a", at: 1, body: runStart({ conversation: "c" }) });
  await store.committed("a");
  let pages = 0;
  const ending = {
    ...store,
    events: async (run: string, after?: number, limit?: number) => {
      const page = await store.events(run, after, limit);
      if (pages++ > 0) return page;
      store.append({ run: "a", at: 2, body: message("team", "done") });
      store.append({ run: "a", at: 3, body: runEnd("done") });
      await store.committed("a");
      return page;
    },
    onCommit: () => () => {},
  };
  const seen: RunUpdate[] = [];
  for await (const update of createRunFollowers(ending, bus).follow("a", { after: 1 })) seen.push(update);
  expect(seqsOf(seen)).toEqual([2, 3]);
});
