/** What the process uses of its machine. */
import { readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Registry } from "./registry.ts";

/** What is measured beside the process itself. */
export interface ProcessMetricsOptions {
  /** The data folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
  readonly version: string;
}

const FILES = ["core.db", "core.db-wal", "memory.db", "cache.db", "thorp.log"];
const NANO = 1e9;

/** Measures the delay of the event loop from now on. Returns the function that stops it. */
export function measureProcess(registry: Registry, { folder, version }: ProcessMetricsOptions): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const gauge = (name: string, help: string, value: () => number): void =>
    registry.collect({ name, help, type: "gauge" }, () => [{ value: value() }]);

  registry.collect({ name: "thorp_build_info", help: "Always 1; the labels say what runs.", type: "gauge" }, () => [
    { labels: { version, node: process.versions.node }, value: 1 },
  ]);
  registry.collect(
    { name: "thorp_process_cpu_seconds_total", help: "CPU time of all threads.", type: "counter" },
    () => {
      const { user, system } = process.cpuUsage();
      return [
        { labels: { mode: "user" }, value: user / 1e6 },
        { labels: { mode: "system" }, value: system / 1e6 },
      ];
    },
  );
  gauge("thorp_process_resident_memory_bytes", "Memory that the process has of the machine.", () =>
    process.memoryUsage.rss(),
  );
  registry.collect({ name: "thorp_process_heap_bytes", help: "Memory of JavaScript objects.", type: "gauge" }, () => {
    const { heapUsed, heapTotal, external } = process.memoryUsage();
    return [
      { labels: { kind: "used" }, value: heapUsed },
      { labels: { kind: "total" }, value: heapTotal },
      { labels: { kind: "external" }, value: external },
    ];
  });
  gauge("thorp_process_uptime_seconds", "Since the process began.", () => process.uptime());
  // Only Linux tells; elsewhere the metric is not there.
  gauge(
    "thorp_process_open_file_handles",
    "Files and connections that are open.",
    () => readdirSync("/proc/self/fd").length,
  );
  registry.collect(
    { name: "thorp_event_loop_lag_seconds", help: "How late the event loop was since the last look.", type: "gauge" },
    () => {
      const [half, most, all] = [delay.percentile(50), delay.percentile(99), delay.max];
      delay.reset();
      return [
        { labels: { quantile: "0.5" }, value: half / NANO },
        { labels: { quantile: "0.99" }, value: most / NANO },
        { labels: { quantile: "1" }, value: all / NANO },
      ];
    },
  );
  if (folder !== undefined) {
    gauge("thorp_disk_free_bytes", "Free space where the data folder lies.", () => freeBytes(folder));
    registry.collect({ name: "thorp_data_bytes", help: "Size of the files in the data folder.", type: "gauge" }, () =>
      FILES.flatMap((file) => {
        const found = statSync(join(folder, file), { throwIfNoEntry: false });
        return found === undefined ? [] : [{ labels: { file }, value: found.size }];
      }),
    );
  }
  return () => delay.disable();
}

/** Throws where the system does not tell. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
