import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { type BatcherOptions, createBatcher } from "./batcher.ts";

const bad = (text: string) => new ThorpError("model-refused", `${text} is bad`);
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A server that answers in capitals when it is told to, and refuses whatever begins with "bad". */
function scene(changes: Partial<BatcherOptions<string, string>> = {}) {
  const clock = createManualClock();
  const batches: (readonly string[])[] = [];
  const open: (() => void)[] = [];
  const batcher = createBatcher<string, string>({
    clock,
    maxSize: 4,
    maxParallel: 1,
    maxWaiting: 100,
    async run(items, signal) {
      batches.push(items);
      await new Promise<void>((resolve, reject) => {
        open.push(resolve);
        signal.addEventListener("abort", () => reject(new ThorpError("cancelled", "stopped")));
      });
      const wrong = items.find((item) => item.startsWith("bad"));
      if (wrong !== undefined) throw bad(wrong);
      return items.map((item) => item.toUpperCase());
    },
    ...changes,
  });
  /** Lets the server answer until nobody waits any more. */
  const answerAll = async () => {
    for (let idle = 0; idle < 3; ) {
      await settle();
      idle = open.length === 0 ? idle + 1 : 0;
      for (const answer of open.splice(0)) answer();
    }
  };
  return { clock, batcher, batches, open, answerAll };
}

const outcomesOf = async (calls: readonly Promise<string>[]) =>
  (await Promise.allSettled(calls)).map((call) => (call.status === "fulfilled" ? call.value : String(call.reason)));

describe("the size of a batch", () => {
  it("is one when nobody waits, and what has come together when all places are taken", async () => {
    const { batcher, batches, answerAll } = scene();
    const first = batcher.submit("a");
    await settle();
    const rest = ["b", "c", "d", "e", "f"].map((item) => batcher.submit(item));
    const outcomes = outcomesOf([first, ...rest]);
    await answerAll();
    expect(await outcomes).toEqual(["A", "B", "C", "D", "E", "F"]);
    expect(batches).toEqual([["a"], ["b", "c", "d", "e"], ["f"]]);
  });

  it("is as large as allowed for what comes in one turn, at so many places as there are", async () => {
    const { batcher, batches, answerAll } = scene({ maxParallel: 2 });
    const calls = Array.from({ length: 10 }, (_, at) => batcher.submit(`x${at}`));
    await settle();
    expect(batches.map((batch) => batch.length)).toEqual([4, 4]);
    await answerAll();
    await Promise.all(calls);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
  });

  it("is bounded, and so is what waits", async () => {
    const { batcher, answerAll } = scene({ maxWaiting: 2 });
    const calls = [batcher.submit("a"), batcher.submit("b"), batcher.submit("c")];
    await expect(calls[2]).rejects.toMatchObject({ code: "rate-limited" });
    const outcomes = outcomesOf(calls.slice(0, 2));
    await answerAll();
    expect(await outcomes).toEqual(["A", "B"]);
  });
});

describe("a failure", () => {
  it("of one item is its own", async () => {
    const { batcher, answerAll } = scene({ maxSize: 8 });
    const items = ["a", "b", "bad 1", "c", "d", "e", "bad 2", "f"];
    const calls = items.map((item) => batcher.submit(item));
    const outcomes = outcomesOf(calls);
    await answerAll();
    expect(await outcomes).toEqual([
      ...["A", "B", "ThorpError: bad 1 is bad", "C", "D", "E", "ThorpError: bad 2 is bad", "F"],
    ]);
  });

  it.each(["model-unavailable", "model-refused"] as const)(
    "of the server (%s) is everybody's, after few calls",
    async (code) => {
      let calls = 0;
      const { batcher, answerAll } = scene({
        maxSize: 64,
        run: () => {
          calls++;
          return Promise.reject(new ThorpError(code, "no"));
        },
      });
      const all = Array.from({ length: 64 }, (_, at) => batcher.submit(`${at}`));
      const outcomes = outcomesOf(all);
      await answerAll();
      expect(new Set(await outcomes)).toEqual(new Set(["ThorpError: no"]));
      expect(calls).toBeLessThan(30);
    },
  );

  it("for too many calls waits as long as the server asks, and sends fewer batches at once", async () => {
    let refusals = 2;
    let running = 0;
    const most: number[] = [];
    const { batcher, clock } = scene({
      maxSize: 1,
      maxParallel: 2,
      run: async (items) => {
        running++;
        most.push(running);
        await settle();
        running--;
        if (refusals-- > 0) throw new ThorpError("rate-limited", "slow down", { retryAfterMs: 700 });
        return items;
      },
    });
    const calls = ["a", "b", "c", "d"].map((item) => batcher.submit(item));
    while (clock.waiting < 2) await settle();
    clock.advance(699);
    await settle();
    expect(most).toEqual([1, 2]);
    clock.advance(1);
    expect(await Promise.all(calls)).toEqual(["a", "b", "c", "d"]);
  });
});

describe("an abort", () => {
  it("takes one item out, waiting or under way, and leaves the others", async () => {
    const { batcher, batches, answerAll } = scene();
    const aborts = [new AbortController(), new AbortController()];
    const calls = [batcher.submit("a", aborts[0]?.signal), batcher.submit("b")];
    await settle();
    calls.push(batcher.submit("c", aborts[1]?.signal), batcher.submit("d"));
    for (const abort of aborts) abort.abort(new Error("left"));
    const outcomes = outcomesOf(calls);
    await answerAll();
    expect(await outcomes).toEqual(["Error: left", "B", "Error: left", "D"]);
    expect(batches).toEqual([["a", "b"], ["d"]]);
    await expect(batcher.submit("e", AbortSignal.abort("gone"))).rejects.toBe("gone");
  });

  it("of everybody stops the call itself", async () => {
    const { batcher, batches, open } = scene();
    const abort = new AbortController();
    const calls = [batcher.submit("a", abort.signal), batcher.submit("b", abort.signal)];
    await settle();
    abort.abort("gone");
    await Promise.allSettled(calls);
    await settle();
    open.length = 0;
    const next = batcher.submit("c");
    await settle();
    expect(batches).toEqual([["a", "b"], ["c"]]);
    for (const answer of open) answer();
    expect(await next).toBe("C");
  });
});

it("everybody gets their own, whatever comes together", async () => {
  const items = fc.array(fc.oneof(fc.constant("bad"), fc.string({ maxLength: 3 })), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      async (all, maxSize, maxParallel) => {
        const { batcher, answerAll } = scene({ maxSize, maxParallel });
        // Few enough bad ones in a row that the server is not taken for the culprit.
        const few = all.map((item, at) => (item.startsWith("bad") && at % 5 !== 0 ? "good" : item));
        const calls = few.map((item) => batcher.submit(item));
        const outcomes = outcomesOf(calls);
        await answerAll();
        expect(await outcomes).toEqual(
          few.map((item) => (item.startsWith("bad") ? `ThorpError: ${item} is bad` : item.toUpperCase())),
        );
      },
    ),
    { numRuns: 50 },
  );
});
