import { expect, test } from "vitest";
import type { EventBody } from "../events/event.ts";
import { modelCall, runEnd } from "../testing/store-events.ts";
import { createMemoryProjection } from "./memory/memory-projection.ts";
import { createRunTrace, followEvent, type ProjectionSink, projectEvent } from "./projector.ts";

/** Records the calls of one member of the sink. */
function recorder(member: keyof ProjectionSink<string>) {
  const calls: unknown[][] = [];
  const sink = new Proxy({} as ProjectionSink<string>, {
    get: (_target, name) => (name === member ? (...call: unknown[]) => calls.push(call) : () => {}),
  });
  return { sink, calls };
}

test("reads results tolerantly: what is missing or no number counts as nothing", () => {
  const [start] = modelCall({ run: "a", path: "", step: "s", at: 10, ms: 5, cost: 0 });
  const results = [null, "text", [], { usage: null }, { usage: { inputTokens: "9" }, costMicro: -5 }, { ok: false }];
  for (const result of results) {
    const { sink, calls } = recorder("addModelCall");
    const trace = createRunTrace();
    projectEvent(sink, trace, { run: "a", seq: 1, at: 10, body: start.body });
    const end: EventBody = { type: "step-end", path: "", step: "s", attempt: 1, result };
    projectEvent(sink, trace, { run: "a", seq: 2, at: 15, body: end });
    const ok = JSON.stringify(result) !== '{"ok":false}';
    expect(calls).toEqual([["a", 2, expect.objectContaining({ inputTokens: 0, outputTokens: 0, cost: 0, ok, ms: 5 })]]);
  }
});

test("rounds what is reserved and what is released alike", () => {
  const projection = createMemoryProjection();
  const money = { path: "", step: "s", scopes: ["day:1"] };
  const amount = 10.2 as never;
  const bodies: EventBody[] = [
    { ...money, type: "budget-reserve", amount },
    { ...money, type: "budget-settle", reserved: amount, cost: 3.1 as never },
  ];
  for (const [i, body] of bodies.entries()) projection.project({ run: "a", seq: i + 1, at: 1, body });
  expect(projection.spend.get("day:1")).toEqual({ scope: "day:1", spent: 4, reserved: 0 });
});

test("a trace that only followed the events goes on like one that projected them", () => {
  const [start, end] = modelCall({ run: "a", path: "", step: "s", at: 10, ms: 5, cost: 2 });
  const { sink, calls } = recorder("addModelCall");
  const trace = createRunTrace();
  followEvent(trace, { run: "a", seq: 1, at: 10, body: start.body });
  projectEvent(sink, trace, { run: "a", seq: 2, at: 15, body: end.body });
  expect(calls).toHaveLength(1);
});

test("a trace holds nothing of a run that has ended", () => {
  const [start] = modelCall({ run: "a", path: "", step: "s", at: 10, ms: 5, cost: 2 });
  const trace = createRunTrace();
  followEvent(trace, { run: "a", seq: 1, at: 10, body: start.body });
  followEvent(trace, { run: "a", seq: 2, at: 11, body: runEnd("failed") });
  expect(trace.steps.size).toBe(0);
});
