import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ThorpError } from "../base/errors.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { createHealth, PROBE_LIMIT_MS, type Probe } from "./health.ts";
import {
  admit,
  FIRST_WAIT_MS,
  type HealthEvent,
  healthAfter,
  LONGEST_WAIT_MS,
  TRIAL_MS,
  unknownHealth,
} from "./health-state.ts";

const down = new ThorpError("model-unavailable", "ollama cannot be reached: nothing listens there");

function scene(probe: Probe = async () => {}) {
  const clock = createManualClock();
  let probes = 0;
  const health = createHealth({
    clock,
    dice: () => 0.5,
    probe: (provider, signal) => {
      probes++;
      return probe(provider, signal);
    },
  });
  return { clock, health, probes: () => probes };
}

describe("the circuit", () => {
  test("opens after two failures in a row, not after one", () => {
    const { health } = scene();
    health.noteFailure("ollama", down);
    health.admit("ollama");
    health.noteSuccess("ollama");
    health.noteFailure("ollama", down);
    health.admit("ollama");
    health.noteFailure("ollama", down);
    expect(() => health.admit("ollama")).toThrow(
      expect.objectContaining({
        code: "model-unavailable",
        message: `ollama is down: ${down.message}`,
        retryAfterMs: FIRST_WAIT_MS,
      }),
    );
    health.admit("openrouter");
  });

  test.each(["rate-limited", "model-refused", "context-length", "model-unknown", "model-output"] as const)(
    "stays closed for %s, which only a server that is up can say",
    (code) => {
      const { health } = scene();
      for (let i = 0; i < 5; i++) health.noteFailure("openrouter", new ThorpError(code, "x"));
      health.admit("openrouter");
      expect(health.of("openrouter").state).toBe("up");
    },
  );

  test("learns nothing from a cancelled call", () => {
    const { health } = scene();
    health.noteFailure("ollama", down);
    health.noteFailure("ollama", new ThorpError("cancelled", "enough"));
    health.noteFailure("ollama", new DOMException("aborted", "AbortError"));
    expect(health.of("ollama")).toMatchObject({ state: "unknown", failures: 1 });
  });

  test("lets one call try after the wait, and closes when it succeeds", () => {
    const { health, clock } = scene();
    for (let i = 0; i < 2; i++) health.noteFailure("ollama", down);
    clock.advance(FIRST_WAIT_MS);
    health.admit("ollama");
    expect(health.of("ollama").circuit).toBe("half-open");
    expect(() => health.admit("ollama")).toThrow(/is down/);
    health.noteSuccess("ollama");
    health.admit("ollama");
    expect(health.of("ollama")).toMatchObject({ state: "up", circuit: "closed", openings: 0 });
  });

  test("waits twice as long each time, up to a minute", () => {
    const { health, clock } = scene();
    const waits: number[] = [];
    health.noteFailure("ollama", down);
    for (let i = 0; i < 8; i++) {
      health.noteFailure("ollama", down);
      const wait = health.of("ollama").retryAt - clock.now();
      waits.push(wait);
      clock.advance(wait);
      health.admit("ollama");
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, LONGEST_WAIT_MS, LONGEST_WAIT_MS, LONGEST_WAIT_MS]);
  });

  test("does not wait longer for calls that were under way when it opened", () => {
    const { health } = scene();
    for (let i = 0; i < 2; i++) health.noteFailure("ollama", down);
    const { retryAt } = health.of("ollama");
    for (let i = 0; i < 50; i++) health.noteFailure("ollama", down);
    expect(health.of("ollama").retryAt).toBe(retryAt);
  });

  test("frees the place of a trial that was cancelled or never reported on", () => {
    const { health, clock } = scene();
    for (let i = 0; i < 2; i++) health.noteFailure("ollama", down);
    clock.advance(FIRST_WAIT_MS);
    health.admit("ollama");
    health.noteFailure("ollama", new ThorpError("cancelled", "enough"));
    health.admit("ollama");
    clock.advance(TRIAL_MS);
    health.admit("ollama");
  });
});

test("a circuit whose wait is over shows as half-open, so that who only looks lets a call try", () => {
  const { health, clock } = scene();
  for (let i = 0; i < 2; i++) health.noteFailure("openrouter", down);
  expect(health.of("openrouter").circuit).toBe("open");
  clock.advance(FIRST_WAIT_MS);
  expect(health.of("openrouter")).toMatchObject({ state: "down", circuit: "half-open" });
  health.noteFailure("openrouter", down);
  expect(health.of("openrouter").circuit).toBe("open");
});

describe("a check", () => {
  test("says up, and is not repeated while it is fresh", async () => {
    const { health, probes, clock } = scene();
    expect(await health.check("ollama")).toMatchObject({ state: "up", at: clock.now() });
    await health.check("ollama");
    expect(probes()).toBe(1);
    clock.advance(10_000);
    await health.check("ollama");
    expect(probes()).toBe(2);
  });

  test("says down with the reason, then at once as long as the circuit is open", async () => {
    const { health, probes } = scene(() => Promise.reject(down));
    expect(await health.check("ollama")).toMatchObject({ state: "down", reason: down.message, circuit: "open" });
    await health.check("ollama");
    expect(probes()).toBe(1);
    expect(() => health.admit("ollama")).toThrow(/is down/);
  });

  test("gives up after a second and a half", async () => {
    let aborted = false;
    const { health, clock } = scene(
      (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            aborted = true;
            reject(new ThorpError("cancelled", "x"));
          }),
        ),
    );
    const checking = health.check("ollama");
    clock.advance(PROBE_LIMIT_MS);
    expect(await checking).toMatchObject({ state: "down", reason: "did not answer within 1.5 s" });
    expect(aborted).toBe(true);
  });

  test("takes a server that asks for a key as up", async () => {
    const { health } = scene(() => Promise.reject(new ThorpError("model-refused", "401")));
    expect((await health.check("openrouter")).state).toBe("up");
  });

  test("is one check however many ask", async () => {
    const { health, probes } = scene(() => new Promise((resolve) => setImmediate(resolve)));
    await Promise.all([health.check("ollama"), health.check("ollama"), health.check("ollama"), health.check("vllm")]);
    expect(probes()).toBe(2);
  });

  test("closes the circuit again", async () => {
    const { health, clock } = scene();
    for (let i = 0; i < 2; i++) health.noteFailure("ollama", down);
    clock.advance(FIRST_WAIT_MS);
    await health.check("ollama");
    health.admit("ollama");
    expect(health.of("ollama").circuit).toBe("closed");
  });
});

test("whatever happens, an open circuit opens again within the longest wait, and one success closes it", () => {
  const event: fc.Arbitrary<HealthEvent> = fc.constantFrom<HealthEvent>(
    { type: "success" },
    { type: "failure", reason: "x" },
    { type: "answered" },
    { type: "nothing" },
    { type: "check", isUp: true },
    { type: "check", isUp: false },
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(event, fc.nat(70_000), fc.boolean())),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (steps, dice) => {
        let health = unknownHealth;
        let now = 1000;
        for (const [each, wait, isCall] of steps) {
          now += wait;
          if (isCall) health = admit(health, now).health;
          health = healthAfter(health, each, { now, dice });
          expect(health.circuit === "closed" || health.retryAt <= now + Math.max(TRIAL_MS, LONGEST_WAIT_MS * 1.5)).toBe(
            true,
          );
          expect(healthAfter(health, { type: "success" }, { now, dice }).circuit).toBe("closed");
        }
      },
    ),
  );
});
