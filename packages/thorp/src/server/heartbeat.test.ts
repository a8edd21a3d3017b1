/** Signs of life on silent streams, and none where nobody needs them. */
import { expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { eventLines } from "./openai/event-lines.ts";
import { valueStream } from "./value-stream.ts";

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Values that come when the test says so. */
function comingValues() {
  let give: (value: string) => void = () => {};
  const values: AsyncIterableIterator<string> = {
    next: () => new Promise((resolve) => (give = (value) => resolve({ done: false, value }))),
    return: async () => ({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => values,
  };
  return { values, give: (value: string) => give(value) };
}

it("beats while nothing is said, not while something is, and ends with the reader", async () => {
  const clock = createManualClock();
  const { values, give } = comingValues();
  const reader = valueStream(values, { event: "x", clock }).getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await read()).toBe("retry: 1000\n\n");
  await tick();
  clock.advance(10_000);
  expect(await read()).toBe(": here\n\n");
  give("a");
  expect(await read()).toBe('event: x\ndata: "a"\n\n');
  await tick();
  // Said a moment ago: the next beat is one later.
  clock.advance(10_000);
  give("b");
  expect(await read()).toBe('event: x\ndata: "b"\n\n');
  await reader.cancel();
  expect(clock.waiting).toBe(0);
});

it("does not pile up before a reader that takes nothing", async () => {
  const clock = createManualClock();
  const { values } = comingValues();
  const lines = values as AsyncGenerator<string>;
  const response = eventLines({ lines, clock, onLeave: () => {}, headers: {} });
  await tick();
  for (let beats = 0; beats < 50; beats++) clock.advance(10_000);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(": here\n\n");
  const more = await Promise.race([reader?.read(), tick().then(() => "nothing")]);
  expect(more).toBe("nothing");
  await reader?.cancel();
});
