import type { RunUpdate } from "@thorp/client";
import { describe, expect, it } from "vitest";
import { createStoryFeed } from "./story-feed.ts";

const update = (type: string, rest: object = {}): RunUpdate =>
  ({ kind: "event", run: "run_1", seq: 1, at: 1, path: "", type, ...rest }) as never;
const frame = (delta: string, offset: number): RunUpdate =>
  ({ kind: "frame", type: "text", run: "run_1", path: "", step: "m", attempt: 1, offset, delta }) as never;

/** Updates, or promises of some. */
function scripted(updates: readonly unknown[]) {
  let opened = 0;
  const signals: AbortSignal[] = [];
  async function* follow(_run: string, options?: { readonly signal?: AbortSignal }) {
    opened++;
    if (options?.signal) signals.push(options.signal);
    for (const next of updates) yield await next;
  }
  return { client: { follow: follow as never }, opened: () => opened, signals };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("createStoryFeed", () => {
  it("shows many updates at once, and follows a run once for all who look", async () => {
    const pictures: (() => void)[] = [];
    const { client, opened } = scripted([update("run-start"), frame("a", 0), frame("b", 1)]);
    const feed = createStoryFeed({ client, schedule: (show) => pictures.push(show) });
    let seen = 0;
    feed.subscribe("run_1", () => seen++);
    feed.subscribe("run_1", () => {});
    await settled();
    expect([pictures.length, opened(), seen]).toEqual([1, 1, 0]);
    pictures[0]?.();
    expect(seen).toBe(1);
    expect(feed.read("run_1")).toMatchObject({ isKnown: true, story: { answer: { text: "ab" } } });
  });

  it("ends with the last who looks, and keeps what is over", async () => {
    const never = new Promise<RunUpdate>(() => {});
    const live = scripted([update("run-start"), never]);
    const feed = createStoryFeed({ client: live.client, schedule: (show) => show() });
    const leave = feed.subscribe("run_1", () => {});
    await settled();
    leave();
    expect(live.signals[0]?.aborted).toBe(true);
    expect(feed.read("run_1").isKnown).toBe(false);

    const over = scripted([update("run-end", { state: "done" })]);
    const second = createStoryFeed({ client: over.client, schedule: (show) => show() });
    second.subscribe("run_1", () => {})();
    const again = second.subscribe("run_1", () => {});
    await settled();
    again();
    second.subscribe("run_1", () => {});
    expect(second.read("run_1").story.state).toBe("done");
    expect(over.opened()).toBeLessThanOrEqual(2);
  });

  it("says when a run ends, and when it cannot be followed", async () => {
    const turns: string[] = [];
    const { client } = scripted([update("run-start"), update("run-end", { state: "failed" })]);
    const feed = createStoryFeed({
      client,
      schedule: (show) => show(),
      onTurn: (_run, { state }) => turns.push(state),
    });
    feed.subscribe("run_1", () => {});
    await settled();
    expect(turns).toEqual(["failed"]);
    const broken = scripted([Promise.reject(new Error("gone"))]);
    const other = createStoryFeed({ client: broken.client, schedule: (show) => show() });
    other.subscribe("run_1", () => {});
    await settled();
    expect(other.read("run_1").error?.message).toBe("gone");
  });
});
