import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createModelQueue, type QueueTicket } from "./model-queue.ts";

const open = new AbortController().signal;
const ticket = (options: Partial<QueueTicket> = {}): QueueTicket => ({
  server: "s",
  slots: 1,
  priority: 0,
  signal: open,
  ...options,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose one slot is taken; `order` is filled as the waiting calls get their turn. */
async function busy() {
  const clock = createManualClock();
  const queue = createModelQueue(clock);
  const free = await queue.acquire(ticket());
  const order: string[] = [];
  const wait = (name: string, options: Partial<QueueTicket> = {}) =>
    queue.acquire(ticket(options)).then(
      (release) => {
        order.push(name);
        release();
      },
      () => order.push(`${name} left`),
    );
  return { clock, queue, free, order, wait };
}

describe("the order", () => {
  it("is by priority, then deadline, then arrival", async () => {
    const { free, order, wait, clock } = await busy();
    void wait("late");
    clock.advance(1);
    void wait("soon", { deadlineAt: clock.now() + 1000 });
    void wait("sooner", { deadlineAt: clock.now() + 500 });
    void wait("background", { priority: -1 });
    void wait("urgent", { priority: 5 });
    clock.advance(1);
    void wait("latest");
    free();
    await settle();
    expect(order).toEqual(["urgent", "sooner", "soon", "late", "latest", "background"]);
  });

  it("rises by one level every ten seconds, so that nothing starves", async () => {
    const { free, order, wait, clock } = await busy();
    void wait("background", { priority: -2 });
    clock.advance(29_999);
    void wait("normal");
    clock.advance(1);
    void wait("new and normal");
    free();
    await settle();
    // 30 s bring it from -2 to 1, before all that has just come.
    expect(order).toEqual(["background", "normal", "new and normal"]);
  });

  it("does not let a background call overtake before its time", async () => {
    const { free, order, wait, clock } = await busy();
    void wait("background", { priority: -2 });
    clock.advance(19_999);
    void wait("normal");
    free();
    await settle();
    expect(order).toEqual(["normal", "background"]);
  });
});

describe("a call that is given up", () => {
  it("leaves its place and rejects with the signal's reason", async () => {
    const { queue, free, order, wait } = await busy();
    const abort = new AbortController();
    const left = queue.acquire(ticket({ priority: 9, signal: abort.signal }));
    void wait("other");
    expect(queue.waiting("s")).toBe(2);
    abort.abort("no longer");
    await expect(left).rejects.toBe("no longer");
    expect(queue.waiting("s")).toBe(1);
    free();
    await settle();
    expect(order).toEqual(["other"]);
  });

  it("is not even put in the queue when it was given up before", async () => {
    const { queue } = await busy();
    await expect(queue.acquire(ticket({ signal: AbortSignal.abort("gone") }))).rejects.toBe("gone");
    expect(queue.waiting("s")).toBe(0);
  });

  it("still gives back a slot that it had got", async () => {
    const queue = createModelQueue(createManualClock());
    const abort = new AbortController();
    const release = await queue.acquire(ticket({ signal: abort.signal }));
    const next = queue.acquire(ticket());
    abort.abort();
    release();
    (await next)();
  });
});

describe("slots", () => {
  it("belong to a server", async () => {
    const queue = createModelQueue(createManualClock());
    await queue.acquire(ticket({ server: "a" }));
    await queue.acquire(ticket({ server: "b" }));
    expect(queue.waiting("a") + queue.waiting("unknown")).toBe(0);
  });

  it("are given back once, however often that is said", async () => {
    const { queue, free } = await busy();
    free();
    free();
    await queue.acquire(ticket());
    void queue.acquire(ticket());
    expect(queue.waiting("s")).toBe(1);
  });

  it("are at least one", async () => {
    const queue = createModelQueue(createManualClock());
    for (const slots of [0, Number.NaN, -1]) (await queue.acquire(ticket({ slots })))();
  });

  it("of a model with few are respected beside one with many, and it is not overtaken for ever", async () => {
    const queue = createModelQueue(createManualClock());
    const many = await Promise.all([1, 2, 3].map(() => queue.acquire(ticket({ slots: 4 }))));
    let few = false;
    const waiting = queue.acquire(ticket({ slots: 1 })).then((release) => {
      few = true;
      return release;
    });
    let fourth = false;
    const behind = queue.acquire(ticket({ slots: 4 })).then((release) => {
      fourth = true;
      return release;
    });
    many[0]?.();
    many[1]?.();
    await settle();
    expect([few, fourth]).toEqual([false, false]);
    many[2]?.();
    (await waiting)();
    (await behind)();
  });

  it("are passed on when the call at the head gives up", async () => {
    const queue = createModelQueue(createManualClock());
    await queue.acquire(ticket({ slots: 2 }));
    const abort = new AbortController();
    const head = queue.acquire(ticket({ slots: 1, priority: 5, signal: abort.signal }));
    const behind = queue.acquire(ticket({ slots: 2 }));
    abort.abort("left");
    await expect(head).rejects.toBe("left");
    await behind;
  });

  it("are never exceeded, and everybody who stays gets a turn", async () => {
    const action = fc.record({
      server: fc.constantFrom("a", "b"),
      priority: fc.integer({ min: -2, max: 3 }),
      deadline: fc.option(fc.nat({ max: 1000 }), { nil: undefined }),
      gives: fc.constantFrom("up", "on", "on", "on"),
      holds: fc.nat({ max: 3 }),
      pause: fc.nat({ max: 15_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (actions, slots) => {
        const clock = createManualClock();
        const queue = createModelQueue(clock);
        const running = new Map<string, number>();
        let most = 0;
        let ended = 0;
        const calls = actions.map(async ({ server, priority, deadline, gives, holds, pause }) => {
          const abort = new AbortController();
          const place = queue.acquire({ server, slots, priority, deadlineAt: deadline, signal: abort.signal });
          clock.advance(pause);
          if (gives === "up") abort.abort();
          try {
            const release = await place;
            running.set(server, (running.get(server) ?? 0) + 1);
            most = Math.max(most, running.get(server) ?? 0);
            for (let turn = 0; turn < holds; turn++) await settle();
            running.set(server, (running.get(server) ?? 0) - 1);
            release();
          } catch {
            // It gave up while it waited.
          }
          ended++;
        });
        await Promise.all(calls);
        expect(most).toBeLessThanOrEqual(slots);
        expect(ended).toBe(actions.length);
        expect(queue.waiting("a") + queue.waiting("b")).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
