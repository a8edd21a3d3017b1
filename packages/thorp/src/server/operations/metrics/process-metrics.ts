/** What the process uses of its machine. */
import { readdirSync } from "node:fs";
import { dataBytes, freeBytes } from "../data-folder.ts";
import { measureLag } from "../event-loop-lag.ts";
import type { Registry } from "./registry.ts";

/** What is measured beside the process itself. */
export interface ProcessMetricsOptions {
  /** The data folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
  readonly version: string;
}

/** Measures the delay of the event loop from now on. Returns the function that stops it. */
export function measureProcess(registry: Registry, { folder, version }: ProcessMetricsOptions): () => void {
  const lag = measureLag();
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
      const { p50, p99, most } = lag.look();
      return [
        { labels: { quantile: "0.5" }, value: p50 / 1000 },
        { labels: { quantile: "0.99" }, value: p99 / 1000 },
        { labels: { quantile: "1" }, value: most / 1000 },
      ];
    },
  );
  if (folder !== undefined) {
    gauge("thorp_disk_free_bytes", "Free space where the data folder lies.", () => freeBytes(folder));
    registry.collect({ name: "thorp_data_bytes", help: "Size of the files in the data folder.", type: "gauge" }, () =>
      dataBytes(folder).map(({ file, bytes }) => ({ labels: { file }, value: bytes })),
    );
  }
  return () => lag.close();
}
