import { expect, test } from "vitest";
import { ThorpError } from "../base/errors.ts";
import { createCommitProgress } from "./commit-progress.ts";

const diskFull = new ThorpError("disk-full", "The disk is full.");

/** What has become of a promise once everything that is ready has run. */
function stateOf(promise: Promise<unknown>): Promise<"open" | "done" | "failed"> {
  const settled = promise.then(
    () => "done" as const,
    () => "failed" as const,
  );
  return Promise.race([settled, new Promise<"open">((resolve) => setImmediate(() => resolve("open")))]);
}

test("waits for what was appended before, not for what comes later", async () => {
  const progress = createCommitProgress();
  progress.appended("a");
  progress.appended("a");
  const early = progress.committed("a");
  progress.appended("a");
  const late = progress.committed("a");
  progress.acknowledged("a", 1);
  expect(await stateOf(early)).toBe("open");
  progress.acknowledged("a", 1);
  expect(await stateOf(early)).toBe("done");
  expect(await stateOf(late)).toBe("open");
  progress.acknowledged("a", 1);
  expect(await stateOf(late)).toBe("done");
});

test("makes one promise for all who wait for the same event", () => {
  const progress = createCommitProgress();
  progress.appended("a");
  expect(progress.committed("a")).toBe(progress.committed("a"));
});

test("rejects those who wait and refuses everything after a failure, with the first error", async () => {
  const progress = createCommitProgress();
  progress.appended("a");
  const waiting = progress.committed("a");
  progress.fail(diskFull);
  progress.fail(new ThorpError("storage-failed", "later"));
  await expect(waiting).rejects.toBe(diskFull);
  await expect(progress.committed("nobody")).rejects.toBe(diskFull);
  expect(() => progress.appended("b")).toThrow(diskFull);
});

test("refuses one run alone", async () => {
  const progress = createCommitProgress();
  progress.appended("a");
  progress.appended("b");
  const [first, second] = [progress.committed("a"), progress.committed("b")];
  progress.refused("a", 1, diskFull);
  progress.acknowledged("b", 1);
  await expect(first).rejects.toBe(diskFull);
  await second;
  progress.appended("a");
  progress.acknowledged("a", 1);
  await progress.committed("a");
});
