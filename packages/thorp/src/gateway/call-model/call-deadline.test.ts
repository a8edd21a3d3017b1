import { describe, expect, it } from "vitest";
import { createManualClock } from "../../testing/manual-clock.ts";
import { callDeadline } from "./call-deadline.ts";

describe("callDeadline", () => {
  it("without a deadline is the signal itself", () => {
    const { signal } = new AbortController();
    expect(callDeadline(createManualClock(), signal, undefined).signal).toBe(signal);
  });

  it("aborts at the deadline, and not before", () => {
    const clock = createManualClock();
    const { signal } = callDeadline(clock, new AbortController().signal, clock.now() + 100);
    clock.advance(99);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.reason).toMatchObject({ code: "deadline" });
  });

  it("has aborted already when the deadline has passed", () => {
    const clock = createManualClock();
    const { signal, release } = callDeadline(clock, new AbortController().signal, clock.now());
    expect(signal.reason).toMatchObject({ code: "deadline" });
    release();
    expect(clock.waiting).toBe(0);
  });

  it("passes a stop on, with its reason, also one from before", () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const { signal } = callDeadline(clock, stop.signal, clock.now() + 100);
    stop.abort("stop");
    expect(signal.reason).toBe("stop");
    expect(callDeadline(clock, stop.signal, clock.now() + 100).signal.reason).toBe("stop");
  });

  it("leaves no timer and no listener behind", () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const { signal, release } = callDeadline(clock, stop.signal, clock.now() + 100);
    release();
    stop.abort();
    expect([signal.aborted, clock.waiting]).toEqual([false, 0]);
  });
});
