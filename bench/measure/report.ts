/** The figures as a Markdown table, with what is aimed at and what others reach beside them. */
import { cpus, totalmem } from "node:os";
import type { CpuFigures, Figures } from "./figures.ts";
import { peerFigures } from "./peer-figures.ts";
import { type Sample, show } from "./statistics.ts";

interface Row {
  readonly what: string;
  readonly thorp: string;
  readonly bare: string;
  readonly goal?: string;
  /** Whether the goal is reached; undefined without a goal. */
  readonly isReached?: boolean;
  readonly peers?: string;
}

export function table(figures: Figures): string {
  const lines = rows(figures).map(
    ({ what, thorp, bare, goal = "", isReached, peers = "" }) =>
      `| ${what} | ${thorp} | ${bare} | ${goal}${isReached === undefined ? "" : isReached ? ", reached" : ", **missed**"} | ${peers} |`,
  );
  return ["| what | Thorp | bare fetch | goal | others |", "|---|---|---|---|---|", ...lines].join("\n");
}

export function goalsMissed(figures: Figures): readonly string[] {
  return rows(figures).flatMap((row) => (row.isReached === false ? [row.what] : []));
}

function rows(figures: Figures): readonly Row[] {
  const { cpuAlone, cpuCrowded } = figures;
  return [
    ...cpuRows(cpuAlone, "one run at a time"),
    ...cpuRows(cpuCrowded, "50 at once", { memory: 1.8, durable: 2.2 }),
    ...firstTokenRows(figures),
    ...sizeRows(figures),
    ...startRows(figures),
  ];
}

function cpuRows(
  cpu: CpuFigures,
  load: string,
  goals?: { readonly memory: number; readonly durable: number },
): readonly Row[] {
  const row = (where: string, ratio: Sample, goal: number | undefined): Row => ({
    what: `CPU per run, ${load}, ${where}, x bare fetch`,
    thorp: show(ratio),
    bare: "1",
    ...(goal === undefined ? {} : { goal: `<= ${goal}`, isReached: ratio.median <= goal }),
    ...(goal === undefined ? {} : { peers: where === "in memory" ? peerFigures.cpu : peerFigures.cpuDurable }),
  });
  return [
    row("in memory", cpu.memory, goals?.memory),
    row("with the journal", cpu.durable, goals?.durable),
    {
      what: `CPU per run, ${load}, ms: in memory / with the journal`,
      thorp: `${show(cpu.memoryMs, 1)} / ${show(cpu.durableMs, 1)}`,
      bare: show(cpu.bareMs, 1),
    },
    {
      what: `runs a second, ${load}: in memory / with the journal`,
      thorp: `${show(cpu.memoryRate, 0)} / ${show(cpu.durableRate, 0)}`,
      bare: show(cpu.bareRate, 0),
      ...(goals === undefined ? {} : { peers: peerFigures.runsPerSecond }),
    },
  ];
}

function firstTokenRows({ idealMs, oneBare, oneDurable, crowd }: Figures): readonly Row[] {
  const share = (ms: Sample) => (100 * idealMs) / ms.median;
  const percent = (ms: Sample) => `${share(ms).toFixed(1)} %`;
  return [
    {
      what: `first answer token at one paced run with the journal, share of the ideal ${idealMs} ms`,
      thorp: percent(oneDurable),
      bare: percent(oneBare),
      goal: ">= 98 %",
      isReached: share(oneDurable) >= 98,
      peers: peerFigures.oneRun,
    },
    {
      what: "first answer token at 500 paced runs at once with the journal, x bare fetch",
      thorp: `${show(crowd.ratio)}, ${show(crowd.durableMs, 0)} ms`,
      bare: `${show(crowd.bareMs, 0)} ms`,
      goal: "<= 1.2",
      isReached: crowd.ratio.median <= 1.2,
      peers: peerFigures.crowd,
    },
  ];
}

function sizeRows({ crowd, journal, addedBytes, bytesPerCall }: Figures): readonly Row[] {
  const kb = (bytes: number) => (bytes / 1000).toFixed(1);
  return [
    {
      what: "peak memory at 500 paced runs at once with the journal, less bare fetch, MB",
      thorp: show(crowd.memoryMb, 0),
      bare: show(crowd.bareMb, 0),
      goal: "<= 120",
      isReached: crowd.memoryMb.median <= 120,
      peers: peerFigures.memory,
    },
    {
      what: "journal per run, KB (event bodies alone; events)",
      thorp: `${kb(journal.fileBytes)} (${kb(journal.eventBytes)}; ${journal.events.toFixed(0)})`,
      bare: "",
      goal: "<= 25",
      isReached: journal.fileBytes <= 25_000,
      peers: peerFigures.journal,
    },
    {
      what: "bytes added to the team's own texts per call (whole request)",
      thorp: `${addedBytes.toFixed(0)} (${bytesPerCall.toFixed(0)})`,
      bare: "",
      goal: "<= 200",
      isReached: addedBytes <= 200,
      peers: peerFigures.added,
    },
  ];
}

function startRows({ coldStarts, appends }: Figures): readonly Row[] {
  const { bareFetch, engine, engineOnRules, cli } = coldStarts;
  return [
    {
      what: "cold start to the first answer token, ms: `thorp ask` on rules",
      thorp: show(cli, 0),
      bare: show(bareFetch, 0),
      goal: "<= 500",
      isReached: cli.median <= 500,
      peers: peerFigures.coldStart,
    },
    {
      what: "the same, a program over the engine: one model call / on rules",
      thorp: `${show(engine, 0)} / ${show(engineOnRules, 0)}`,
      bare: show(bareFetch, 0),
    },
    {
      what: "one event until it is on disk, ms: median (99th percentile)",
      thorp: `${appends.commitMs.toFixed(2)} (${appends.commitMsP99.toFixed(1)})`,
      bare: "",
    },
    {
      what: "events a second, 50 runs at once, every fourth waited for (CPU per event, µs)",
      thorp: `${appends.eventsPerSecond.toFixed(0)} (${appends.cpuUsPerEvent.toFixed(0)})`,
      bare: "",
    },
  ];
}

/** What it was measured on. */
export function machineNotes(loadBefore: number): string {
  const [cpu] = cpus();
  const model = cpu?.model.trim() || "unknown processor";
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}; load average before: ${loadBefore.toFixed(1)}.`;
}
