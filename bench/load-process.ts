/**
 * The process that is measured: warms up, does so many runs at once, and tells what they cost.
 *
 * Started by `runLoad`, never by hand. CPU is that of the whole process, all its threads included.
 */

import type { LoadOptions, LoadResult } from "./measure/run-load.ts";
import { checkCalls, configureServer, statsOf } from "./measure/server-process.ts";
import { createSubject, type Subject } from "./measure/subject.ts";
import { checkAnswer, REQUEST } from "./measure/the-job.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as LoadOptions;
const { baseURL, runs, atOnce, warmRuns, pace } = options;

const subject = await createSubject(options.subject, options);
await configureServer(baseURL, { ttft: 0, tps: 0 });
await doRuns(subject, warmRuns, Math.min(warmRuns, 8));
await configureServer(baseURL, { ...pace, reset: true });
globalThis.gc?.();

let peak = rss();
const watch = setInterval(() => {
  peak = Math.max(peak, rss());
}, 50);
const cpuBefore = process.cpuUsage();
const began = performance.now();
const firsts = await doRuns(subject, runs, atOnce);
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
clearInterval(watch);
peak = Math.max(peak, rss());
checkCalls(await statsOf(baseURL), runs);
await subject.close?.();
const result: LoadResult = {
  cpuMs: (user + system) / 1000 / runs,
  runsPerSecond: (runs * 1000) / wall,
  firstToken: firsts.sort((a, b) => a - b)[Math.floor(firsts.length / 2)] ?? 0,
  peakRssMb: peak,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));

/** Milliseconds until the first token of each run's answer. */
async function doRuns(of: Subject, count: number, lanes: number): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const start = performance.now();
      let first: number | undefined;
      const answer = await of.run(REQUEST, () => {
        first ??= performance.now();
      });
      checkAnswer(answer);
      times.push((first ?? Infinity) - start);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return times;
}

function rss(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}
