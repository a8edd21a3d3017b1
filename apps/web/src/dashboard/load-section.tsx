/** What goes on at this moment: calls that run and wait, and what they take of the machine. */
import type { Load } from "@thorp/client";
import { lazy, Suspense, useMemo } from "react";
import { bytesText, durationText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Section } from "../ui/page.tsx";
import { Tile, Tiles } from "./tile.tsx";
import { type Points, wholeText } from "./usage-shape.ts";
import { useLoad } from "./use-load.ts";

const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));
const words = texts.dashboard;

export function LoadSection() {
  const { value: load, looks, error } = useLoad();
  const queue = useMemo(() => pointsOf(looks, ({ calls }) => calls.running + calls.waiting), [looks]);
  const cpu = useMemo(() => pointsOf(looks, ({ process }) => (process.cpu ?? 0) * 100), [looks]);
  if (error !== undefined) return <Failure error={error} />;
  if (load === undefined) return <Waiting rows={3} label={texts.common.loading} />;
  return (
    <section aria-label={words.load} className="space-y-4">
      <LoadTiles load={load} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Section title={words.queueNow} about={words.lastMinutes}>
          <Suspense fallback={<div className="h-44" />}>
            <TimeChart title={words.queueNow} data={queue} step="moment" format={wholeText} />
          </Suspense>
          <Servers servers={load.calls.servers} />
        </Section>
        <Section title={words.cpuNow} about={words.lastMinutes}>
          <Suspense fallback={<div className="h-44" />}>
            <TimeChart title={words.cpuNow} data={cpu} step="moment" format={percentText} />
          </Suspense>
        </Section>
      </div>
    </section>
  );
}

function LoadTiles({ load: { calls, process, machine } }: { readonly load: Load }) {
  const { cpu, lag, memory, uptimeMs } = process;
  const { freeDisk, data } = machine;
  return (
    <Tiles>
      <Tile name={words.queue} value={calls.waiting} more={words.underWay(calls.running)} />
      <Tile
        name={words.cpu}
        value={cpu === undefined ? "…" : percentText(cpu * 100)}
        more={words.lag(lag === undefined ? "…" : durationText(lag.p99))}
      />
      <Tile name={words.memory} value={bytesText(memory)} more={words.freeOf(bytesText(machine.freeMemory))} />
      <Tile
        name={words.disk}
        value={freeDisk === undefined ? "–" : bytesText(freeDisk)}
        more={data === undefined ? words.upFor(durationText(uptimeMs)) : words.holds(bytesText(data))}
      />
    </Tiles>
  );
}

function Servers({ servers }: { readonly servers: Load["calls"]["servers"] }) {
  if (servers.length === 0) return null;
  return (
    <ul aria-label={words.servers} className="figures mt-2 space-y-1 border-t border-line pt-2 text-xs">
      {servers.map(({ server, running, slots }) => (
        <li key={server} className="flex justify-between gap-4">
          <span className="truncate">{server}</span>
          <span className="text-dim">{texts.catalogue.servers.slots(running, slots)}</span>
        </li>
      ))}
    </ul>
  );
}

function pointsOf(looks: readonly Load[], figure: (load: Load) => number): Points {
  return [looks.map(({ at }) => at / 1000), looks.map(figure)];
}

function percentText(percent: number): string {
  return `${Math.round(percent)} %`;
}
