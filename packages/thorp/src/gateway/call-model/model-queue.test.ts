import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createModelQueue, type QueueTicket } from "./model-queue.ts";

const open = new AbortController().signal;
const ticket = (options: Partial<QueueTicket> = {}): QueueTicket => ({
  line: "s",
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
      (slot) => {
        order.push(name);
        slot.release();
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
    free.release();
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
    free.release();
    await settle();
    // 30 s bring it from -2 to 1, before all that has just come.
    expect(order).toEqual(["background", "normal", "new and normal"]);
  });

  it("does not let a background call overtake before its time", async () => {
    const { free, order, wait, clock } = await busy();
    void wait("background", { priority: -2 });
    clock.advance(19_999);
    void wait("normal");
    free.release();
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
    free.release();
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
    const slot = await queue.acquire(ticket({ signal: abort.signal }));
    const next = queue.acquire(ticket());
    abort.abort();
    slot.release();
    (await next).release();
  });
});

describe("slots", () => {
  it("belong to a server", async () => {
    const queue = createModelQueue(createManualClock());
    await queue.acquire(ticket({ line: "a" }));
    await queue.acquire(ticket({ line: "b" }));
    expect(queue.waiting("a") + queue.waiting("unknown")).toBe(0);
  });

  it("are given back once, however often that is said", async () => {
    const { queue, free } = await busy();
    free.release();
    free.release();
    await queue.acquire(ticket());
    void queue.acquire(ticket());
    expect(queue.waiting("s")).toBe(1);
  });

  it("are at least one", async () => {
    const queue = createModelQueue(createManualClock());
    for (const slots of [0, Number.NaN, -1]) (await queue.acquire(ticket({ slots }))).release();
  });

  it("of a model with few are respected beside one with many, and it is not overtaken for ever", async () => {
    const queue = createModelQueue(createManualClock());
    const many = await Promise.all([1, 2, 3].map(() => queue.acquire(ticket({ slots: 4 }))));
    let few = false;
    const waiting = queue.acquire(ticket({ slots: 1 })).then((slot) => {
      few = true;
      return slot;
    });
    let fourth = false;
    const behind = queue.acquire(ticket({ slots: 4 })).then((slot) => {
      fourth = true;
      return slot;
    });
    many[0]?.release();
    many[1]?.release();
    await settle();
    expect([few, fourth]).toEqual([false, false]);
    many[2]?.release();
    (await waiting).release();
    (await behind).release();
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
          const place = queue.acquire({ line: server, slots, priority, deadlineAt: deadline, signal: abort.signal });
          clock.advance(pause);
          if (gives === "up") abort.abort();
          try {
            const slot = await place;
            running.set(server, (running.get(server) ?? 0) + 1);
            most = Math.max(most, running.get(server) ?? 0);
            for (let turn = 0; turn < holds; turn++) await settle();
            running.set(server, (running.get(server) ?? 0) - 1);
            slot.release();
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

describe("several servers of one line", () => {
  const pool = (options: Partial<QueueTicket> = {}) => ticket({ servers: ["a", "b"], ...options });

  it("give a call the server that is chosen when a slot is free, not before", async () => {
    const queue = createModelQueue(createManualClock());
    const [first, second] = [await queue.acquire(pool()), await queue.acquire(pool())];
    expect([first.server, second.server]).toEqual(["a", "b"]);
    const waiting = queue.acquire(pool());
    expect([queue.waiting("s"), queue.running("a"), queue.running("b")]).toEqual([1, 1, 1]);
    second.release();
    expect((await waiting).server).toBe("b");
  });

  it("show their load to the choice, the busy ones left out", async () => {
    const queue = createModelQueue(createManualClock());
    const seen: unknown[] = [];
    const choose: QueueTicket["choose"] = (free) => {
      seen.push(free);
      return free.at(-1)?.server;
    };
    for (let call = 0; call < 3; call++) await queue.acquire(pool({ slots: 2, choose }));
    expect(seen).toEqual([
      [
        { server: "a", running: 0, slots: 2 },
        { server: "b", running: 0, slots: 2 },
      ],
      [
        { server: "a", running: 0, slots: 2 },
        { server: "b", running: 1, slots: 2 },
      ],
      [{ server: "a", running: 0, slots: 2 }],
    ]);
  });

  it("keep a call waiting whose servers are all busy, though another one is free", async () => {
    const queue = createModelQueue(createManualClock());
    const onlyB: QueueTicket["choose"] = (free) => free.find(({ server }) => server === "b")?.server;
    const first = await queue.acquire(pool({ choose: onlyB }));
    const waiting = queue.acquire(pool({ choose: onlyB }));
    expect(queue.waiting("s")).toBe(1);
    first.release();
    expect((await waiting).server).toBe("b");
  });
});

describe("a server that is overloaded", () => {
  it("gets half as many calls at once, and one more for each round that it serves", async () => {
    const queue = createModelQueue(createManualClock());
    const four = () => Promise.all([1, 2, 3, 4].map(() => queue.acquire(ticket({ slots: 4 }))));
    const burst = await four();
    // All of one burst say the same: it counts once.
    for (const slot of burst) slot.release("overloaded");
    const slots = [await queue.acquire(ticket({ slots: 4 })), await queue.acquire(ticket({ slots: 4 }))];
    void queue.acquire(ticket({ slots: 4 }));
    expect([queue.running("s"), queue.waiting("s")]).toEqual([2, 1]);
    for (const slot of slots) slot.release("served");
    void queue.acquire(ticket({ slots: 4 }));
    void queue.acquire(ticket({ slots: 4 }));
    expect([queue.running("s"), queue.waiting("s")]).toEqual([2, 1]);
  });
});
