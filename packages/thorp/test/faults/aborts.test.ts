/** A call that is stopped at any moment: all that was received is kept, nothing more is sent, the reserve is settled. */
import { describe, expect, it } from "vitest";
import { createTestGateway, testCall } from "../../src/gateway/call-model/test-directory.ts";
import { createHastyClock, createTestWorld, until } from "../../src/gateway/test-world.ts";
import type { TransportSink } from "../../src/models/transport/transport.ts";
import { modelOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";

const WORDS = Array.from({ length: 30 }, (_, at) => `word${at} `);
const PRICE = { input: 1_000_000, output: 2_000_000 };

/** A connection into which the test writes by hand. */
function byHand() {
  let sink: TransportSink | undefined;
  let destroyed = false;
  return {
    write: (text: string) => sink?.text(text),
    isOpen: () => sink !== undefined,
    wasDestroyed: () => destroyed,
    send: () => ({
      response: Promise.resolve({
        status: 200,
        headers: {},
        start(to: TransportSink) {
          sink = to;
        },
        pause() {},
        resume() {},
      }),
      destroy() {
        destroyed = true;
      },
    }),
  };
}

/** The words have arrived in the process; whether anybody has read them yet is left to chance. */
async function stopAfter(subject: Subject, count: number) {
  const clock = createHastyClock();
  const world = createTestWorld({ clock });
  const line = byHand();
  const { callModel } = createTestGateway({
    // Nothing rings by itself: the test decides when time is up.
    clock: { ...clock, after: () => () => {} },
    models: {
      near: {
        tier: "local",
        script: [],
        price: PRICE,
        languageModel: modelOf(subject, { send: line.send, clock: { ...clock, after: () => () => {} } }),
      },
      above: { tier: "frontier", script: () => ({ text: "never" }), price: PRICE },
    },
  });
  const live = await world.start((context) =>
    callModel(context, world.facts, testCall({ models: { local: "near", frontier: "above" } })),
  );
  await until(line.isOpen);
  const pieces = soundPieces(subject, { text: WORDS });
  for (const piece of pieces.slice(0, count)) line.write(piece);
  live.deliver({ type: "run-cancel", reason: "enough" });
  return { live, world, line };
}

describe.each(subjects)("%s", (subject) => {
  it.each([0, 1, 2, 7, 15, 29, 30])("stopped after %i words keeps them all", async (count) => {
    const { live, world, line } = await stopAfter(subject, count);
    const outcome = await live.result;
    const received = WORDS.slice(0, count).join("");
    expect(outcome).toMatchObject({ ok: false, failure: { code: "cancelled" }, text: received });
    const failed = await world.eventsOf("step-fail");
    expect(failed).toMatchObject([{ failure: { code: "cancelled" } }]);
    expect(failed[0]?.text ?? "").toBe(received);
    expect(world.frames.map((frame) => frame.delta).join("")).toBe(received);
    expect(line.wasDestroyed()).toBe(true);
    const [reserve] = await world.eventsOf("budget-reserve");
    expect(await world.eventsOf("budget-settle"), "in full: nobody counted").toMatchObject([{ cost: reserve?.amount }]);
    expect((await world.store.spend()).every((row) => row.reserved === 0)).toBe(true);
  });
});
