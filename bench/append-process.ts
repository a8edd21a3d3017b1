/** What the store makes of events, without the rest: started by the benchmark with a folder as its argument. */
import { createSystemClock } from "../packages/thorp/src/base/clock.ts";
import { openSqliteStore } from "../packages/thorp/src/storage/sqlite/sqlite-store.ts";
import type { AppendFigures } from "./measure/append-figures.ts";

const LANES = 50;
const EVENTS_PER_LANE = 400;
const SINGLE = 300;

const clock = createSystemClock();
const store = await openSqliteStore({ folder: process.argv[2] ?? "", clock, logger: () => {} });
const append = (run: string, number: number) =>
  store.append({
    run,
    at: clock.now(),
    body: {
      path: "t1",
      type: "race-end",
      winner: `the ${number}th winner of a race, with words to make it as long as most`,
    },
  });

// One run that waits for each commit: what a priced call waits for.
const waits: number[] = [];
for (let i = 0; i < SINGLE; i++) {
  const began = performance.now();
  append("single", i);
  await store.committed("single");
  waits.push(performance.now() - began);
}
waits.sort((a, b) => a - b);

// Many runs at once, four events between two waits: group commit.
const cpuBefore = process.cpuUsage();
const began = performance.now();
await Promise.all(
  Array.from({ length: LANES }, async (_, lane) => {
    for (let i = 0; i < EVENTS_PER_LANE; i++) {
      append(`lane-${lane}`, i);
      if (i % 4 === 3) await store.committed(`lane-${lane}`);
    }
  }),
);
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
const events = LANES * EVENTS_PER_LANE;
await store.close();
const figures: AppendFigures = {
  commitMs: waits[waits.length >> 1] ?? 0,
  commitMsP99: waits[Math.floor(waits.length * 0.99)] ?? 0,
  eventsPerSecond: (events * 1000) / wall,
  cpuUsPerEvent: (user + system) / events,
};
console.log(JSON.stringify(figures));
