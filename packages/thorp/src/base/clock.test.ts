import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { type Clock, createSystemClock, sleep } from "./clock.ts";

describe("sleep", () => {
  it("ends when its time has come", async () => {
    const clock = createManualClock();
    let isOver = false;
    const slept = sleep(clock, 100).then(() => {
      isOver = true;
    });
    clock.advance(99);
    await Promise.resolve();
    expect(isOver).toBe(false);
    clock.advance(1);
    await slept;
  });

  it("rejects with the signal's reason and gives up its timer", async () => {
    const clock = createManualClock();
    const abort = new AbortController();
    const slept = sleep(clock, 100, abort.signal);
    abort.abort("enough");
    await expect(slept).rejects.toBe("enough");
    expect(clock.waiting).toBe(0);
    await expect(sleep(clock, 100, abort.signal)).rejects.toBe("enough");
    expect(clock.waiting).toBe(0);
  });

  it("works with a clock that wakes at once", async () => {
    const eager: Clock = { now: () => 0, after: (_ms, wake) => (wake(), () => {}) };
    await sleep(eager, 0, new AbortController().signal);
  });
});

describe("the system's clock", () => {
  it("wakes, unless it is told not to", async () => {
    const clock = createSystemClock();
    let woken = 0;
    clock.after(0, () => woken++)();
    await new Promise<void>((resolve) => clock.after(-5, resolve));
    expect(woken).toBe(0);
  });
  it("does not wake at once for what is too far away", async () => {
    let isWoken = false;
    const cancel = createSystemClock().after(0x8000_0000, () => {
      isWoken = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isWoken).toBe(false);
    cancel();
  });
});
