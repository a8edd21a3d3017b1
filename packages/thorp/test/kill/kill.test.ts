import { describe, expect, it } from "vitest";
import { createSeededDice } from "../../src/base/dice.ts";
import type { Frame } from "../../src/events/frame.ts";
import { type ChildMessage, type KilledRun, type KillPoint, killRun } from "./kill-run.ts";
import { ANSWER } from "./scripted-team.ts";

const dice = createSeededDice("kill suite");
const upTo = (most: number): number => 1 + Math.floor(dice() * most);

/** Kills at the n-th message that matches. */
function nth(stage: string, n: number, matches: (message: ChildMessage) => boolean): KillPoint {
  let count = 0;
  return { stage, delayMs: 0, when: (message) => matches(message) && ++count === n };
}

const isEvent = (type: string) => (message: ChildMessage) => message.kind === "event" && message.event.type === type;
const isTool = (message: ChildMessage) =>
  message.kind === "event" && message.event.type === "step-start" && message.event.call.kind === "tool";
const isFrame = (root: boolean) => (message: ChildMessage) =>
  message.kind === "frame" && (message.frame.path === "") === root;

/** Fifty moments, drawn over the events of the run. */
const points: readonly KillPoint[] = [
  ...[0, 1, 2, 4, 8].map(
    (delayMs): KillPoint => ({
      stage: "before the first event",
      delayMs,
      when: (message) => message.kind === "asking",
    }),
  ),
  ...Array.from({ length: 9 }, () => nth("stream", upTo(120), isFrame(false))),
  ...Array.from({ length: 14 }, () => nth("commit", upTo(110), (message) => message.kind === "event")),
  ...Array.from({ length: 9 }, () => nth("tool", upTo(12), isTool)),
  ...Array.from({ length: 7 }, (_, i) => nth("approval", 1 + (i % 2), isEvent("approval-ask"))),
  ...Array.from({ length: 6 }, () => nth("synthesis", upTo(38), isFrame(true))),
];

function check(killed: KilledRun): void {
  expect(killed.lost, "the run is still there").toBe(false);
  expect(
    killed.seen.map((event) => event.seq),
    "every event once",
  ).toEqual(killed.seen.map((_, index) => index + 1));
  // A call that may have happened is not made again unless somebody says so; the careful person of this suite says no
  // when the line is in the ledger already, and the run then ends partial, as it says.
  const declined = killed.seen.some(
    (event) => event.type === "approval-answer" && !event.allow && event.approval.includes("#again"),
  );
  const end = killed.seen.at(-1);
  expect(end, "the run ended by itself").toMatchObject({ type: "run-end", state: declined ? "partial" : "done" });
  expect(
    killed.callsAfter.filter((key) => killed.finished.has(key)),
    "no finished call was repeated",
  ).toEqual([]);
  expect([...killed.ledger].sort(), "what must not happen twice happened once").toEqual([
    "write line 11",
    "write line 6",
  ]);
  expect(killed.seen.findLast((event) => event.type === "message-add")).toMatchObject({ text: ANSWER.join("") });
  checkFrames(killed);
}

/** Deltas of one attempt follow one another without gap, and those of the last attempt are the text that was recorded. */
function checkFrames({ seen, frames }: KilledRun): void {
  const textByAttempt = new Map<string, string>();
  for (const frame of frames.filter((candidate) => candidate.kind === "text")) {
    const key = attemptKey(frame);
    const before = textByAttempt.get(key) ?? "";
    expect(frame.offset, `offset of ${key}`).toBe(before.length);
    textByAttempt.set(key, before + frame.delta);
  }
  for (const event of seen) {
    if (event.type !== "step-end") continue;
    const { text } = event.result as { text?: string };
    const live = textByAttempt.get(`${event.path}#${event.step}@${event.attempt}`);
    // The process may have died after the commit and before its last frames were sent.
    if (live !== undefined && text !== undefined)
      expect(text.startsWith(live), `text of ${event.path}#${event.step}`).toBe(true);
  }
}

function attemptKey({ path, step, attempt }: Frame): string {
  return `${path}#${step}@${attempt}`;
}

describe("kill -9", () => {
  it("has at least five kills in every stage", () => {
    const counts = new Map<string, number>();
    for (const { stage } of points) counts.set(stage, (counts.get(stage) ?? 0) + 1);
    expect(points).toHaveLength(50);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5);
  });

  describe.concurrent("a run of twelve tasks goes on by itself", { timeout: 60_000 }, () => {
    it.each(points.map((point, index) => [index + 1, point.stage, point] as const))(
      "kill %i: %s",
      async (_index, _stage, point) => {
        const killed = await killRun(point);
        check(killed);
      },
    );
  });

  it("loses the run when the journal is switched off", { timeout: 60_000 }, async () => {
    const killed = await killRun(
      nth("commit", 30, (message) => message.kind === "event"),
      "off",
    );
    expect(killed.killed).toBe(true);
    expect(() => check(killed)).toThrow();
  });
});
