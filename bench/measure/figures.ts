/** All measurements, in the order in which they are made; each pair stands in one round, so that noise hits both. */
import { addedBytesPerCall } from "./added-bytes.ts";
import { type AppendFigures, appendFigures } from "./append-figures.ts";
import { type ColdStarts, coldStarts } from "./cold-start.ts";
import { type JournalSize, journalSize } from "./journal-size.ts";
import { type LoadRequest, type LoadResult, runLoad } from "./run-load.ts";
import { bodiesOf, configureServer, type ScriptedServer } from "./server-process.ts";
import { type Sample, sampleOf } from "./statistics.ts";
import { CALLS_PER_RUN, idealFirstToken, LIVE_TOOL_MS, livePace } from "./the-job.ts";

export interface Effort {
  readonly rounds: number;
  readonly coldRounds: number;
  readonly crowdRounds: number;
  readonly warmRuns: number;
  readonly singleRuns: number;
  readonly loadRuns: number;
}

export const fullEffort: Effort = {
  rounds: 5,
  coldRounds: 5,
  crowdRounds: 5,
  warmRuns: 40,
  singleRuns: 100,
  loadRuns: 300,
};
export const quickEffort: Effort = {
  rounds: 1,
  coldRounds: 1,
  crowdRounds: 1,
  warmRuns: 30,
  singleRuns: 40,
  loadRuns: 150,
};

/** What so many runs at once cost. */
export interface CpuFigures {
  /** CPU per run in milliseconds. */
  readonly bareMs: Sample;
  readonly memoryMs: Sample;
  readonly durableMs: Sample;
  /** By bare fetch of the same round. */
  readonly memory: Sample;
  readonly durable: Sample;
  readonly bareRate: Sample;
  readonly memoryRate: Sample;
  readonly durableRate: Sample;
}

export interface CrowdFigures {
  /** Milliseconds until the first answer token, median of the runs. */
  readonly bareMs: Sample;
  readonly durableMs: Sample;
  readonly ratio: Sample;
  /** Thorp's peak less that of bare fetch. */
  readonly memoryMb: Sample;
  readonly bareMb: Sample;
}

export interface Figures {
  readonly cpuAlone: CpuFigures;
  readonly cpuCrowded: CpuFigures;
  readonly idealMs: number;
  /** Milliseconds, one paced run at a time. */
  readonly oneBare: Sample;
  readonly oneDurable: Sample;
  readonly crowd: CrowdFigures;
  readonly journal: JournalSize;
  readonly addedBytes: number;
  readonly bytesPerCall: number;
  readonly coldStarts: ColdStarts;
  readonly appends: AppendFigures;
}

const atFullSpeed = { ttft: 0, tps: 0 };

export async function measureAll(
  server: ScriptedServer,
  effort: Effort,
  say: (words: string) => void,
): Promise<Figures> {
  const { baseURL } = server;
  const base = { baseURL, warmRuns: effort.warmRuns, pace: atFullSpeed };
  say("CPU, one run at a time");
  const cpuAlone = await measureCpu({ ...base, runs: effort.singleRuns, atOnce: 1 }, effort.rounds);
  say("CPU, 50 runs at once");
  const cpuCrowded = await measureCpu({ ...base, runs: effort.loadRuns, atOnce: 50 }, effort.rounds);
  say("first token, one paced run at a time");
  const one = await measureOne(baseURL, effort);
  say("first token and memory, 500 paced runs at once");
  const crowd = await measureCrowd(baseURL, effort.crowdRounds);
  say("journal and prompts");
  let journal: JournalSize | undefined;
  const keepJournal = (dir: string) => {
    journal = journalSize(dir);
  };
  await runLoad({ ...base, subject: "thorp", persist: true, runs: effort.loadRuns, atOnce: 50 }, keepJournal);
  if (journal === undefined) throw new Error("no journal was left");
  const bodies = await bodiesOfOneRun(baseURL);
  say("cold starts");
  await configureServer(baseURL, { ...atFullSpeed, reset: true });
  const starts = await coldStarts(baseURL, effort.coldRounds);
  say("appends");
  const appends = await appendFigures();
  return {
    cpuAlone,
    cpuCrowded,
    ...one,
    crowd,
    journal,
    addedBytes: addedBytesPerCall(bodies),
    bytesPerCall: bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) / bodies.length,
    coldStarts: starts,
    appends,
  };
}

type Load = Omit<LoadRequest, "subject" | "persist">;

async function measureCpu(load: Load, rounds: number): Promise<CpuFigures> {
  const bare: LoadResult[] = [];
  const memory: LoadResult[] = [];
  const durable: LoadResult[] = [];
  const steps = [
    async () => bare.push(await runLoad({ ...load, subject: "bare-fetch", persist: false })),
    async () => memory.push(await runLoad({ ...load, subject: "thorp", persist: false })),
    async () => durable.push(await runLoad({ ...load, subject: "thorp", persist: true })),
  ];
  for (let round = 0; round < rounds; round++) {
    // Another one goes first each time: what the machine does besides falls on all alike.
    for (let step = 0; step < steps.length; step++) await steps[(round + step) % steps.length]?.();
  }
  const ratios = (results: readonly LoadResult[]) =>
    sampleOf(results.map((result, round) => result.cpuMs / (bare[round]?.cpuMs ?? NaN)));
  return {
    bareMs: sampleOf(bare.map((result) => result.cpuMs)),
    memoryMs: sampleOf(memory.map((result) => result.cpuMs)),
    durableMs: sampleOf(durable.map((result) => result.cpuMs)),
    memory: ratios(memory),
    durable: ratios(durable),
    bareRate: sampleOf(bare.map((result) => result.runsPerSecond)),
    memoryRate: sampleOf(memory.map((result) => result.runsPerSecond)),
    durableRate: sampleOf(durable.map((result) => result.runsPerSecond)),
  };
}

async function measureOne(
  baseURL: string,
  { rounds, warmRuns }: Effort,
): Promise<Pick<Figures, "idealMs" | "oneBare" | "oneDurable">> {
  const load = { baseURL, warmRuns, runs: 1, atOnce: 1, pace: livePace, toolMs: LIVE_TOOL_MS };
  const bare: number[] = [];
  const durable: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push((await runLoad({ ...load, subject: "bare-fetch", persist: false })).firstToken);
    durable.push((await runLoad({ ...load, subject: "thorp", persist: true })).firstToken);
  }
  return { idealMs: idealFirstToken(livePace, LIVE_TOOL_MS), oneBare: sampleOf(bare), oneDurable: sampleOf(durable) };
}

async function measureCrowd(baseURL: string, rounds: number): Promise<CrowdFigures> {
  const load = { baseURL, warmRuns: 1, runs: 500, atOnce: 500, pace: livePace, toolMs: LIVE_TOOL_MS };
  const bare: LoadResult[] = [];
  const durable: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await runLoad({ ...load, subject: "bare-fetch", persist: false }));
    durable.push(await runLoad({ ...load, subject: "thorp", persist: true }));
  }
  const compare = (by: (thorp: LoadResult, floor: LoadResult) => number) =>
    sampleOf(durable.map((result, round) => by(result, bare[round] ?? result)));
  return {
    bareMs: sampleOf(bare.map((result) => result.firstToken)),
    durableMs: sampleOf(durable.map((result) => result.firstToken)),
    ratio: compare((thorp, floor) => thorp.firstToken / floor.firstToken),
    memoryMb: compare((thorp, floor) => thorp.peakRssMb - floor.peakRssMb),
    bareMb: sampleOf(bare.map((result) => result.peakRssMb)),
  };
}

async function bodiesOfOneRun(baseURL: string): Promise<readonly string[]> {
  await configureServer(baseURL, { keepBodies: true });
  await runLoad({ baseURL, subject: "thorp", persist: false, warmRuns: 0, runs: 1, atOnce: 1, pace: atFullSpeed });
  const bodies = await bodiesOf(baseURL);
  await configureServer(baseURL, { keepBodies: false });
  if (bodies.length !== CALLS_PER_RUN) throw new Error(`${bodies.length} bodies were kept instead of ${CALLS_PER_RUN}`);
  return bodies;
}
