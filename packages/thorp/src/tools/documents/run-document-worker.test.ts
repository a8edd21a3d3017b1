import { expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { runDocumentWorker } from "./run-document-worker.ts";
import { makePdf } from "./test-files.ts";

const clock = createSystemClock();
const never = new AbortController().signal;
const wish = { characters: 10_000 };

/** A small file whose one page unpacks to 256 MiB of blanks. */
const bomb = () =>
  ({ kind: "pdf", bytes: makePdf(["hello"], { padding: Buffer.alloc(256 << 20, 0x20) }), wish }) as const;

it("stops a page that unpacks to more than the memory it may use", async () => {
  const reading = await runDocumentWorker(bomb(), { clock, signal: never, memoryBytes: 120 << 20 });
  expect(reading).toEqual({ problem: "reading it needs too much memory and was stopped" });
});

it("stops what takes too long, and what is no longer wanted, while this thread goes on", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 20);
  const order = bomb();
  expect(await runDocumentWorker(order, { clock, signal: never, timeoutMs: 400, memoryBytes: 8 * 2 ** 30 })).toEqual({
    problem: "reading it took longer than 0.4 s and was stopped",
  });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  await expect(runDocumentWorker(order, { clock, signal: stop.signal })).rejects.toMatchObject({ code: "cancelled" });
  await expect(runDocumentWorker(order, { clock, signal: stop.signal })).rejects.toMatchObject({ code: "cancelled" });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});
