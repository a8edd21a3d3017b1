/** All metrics of a server: requests, sockets, runs, models, caches, and the process. */
import type { Clock } from "../../../base/clock.ts";
import type { Thorp } from "../../../engine/thorp.ts";
import type { SocketFigures } from "../../socket/socket-server.ts";
import { serverLoads } from "../server-loads.ts";
import { measureProcess } from "./process-metrics.ts";
import { createRegistry, type Registry, type Sample } from "./registry.ts";
import { countRuns } from "./run-metrics.ts";

/** What is looked at. */
export interface ServerMetricsOptions {
  readonly thorp: Thorp;
  readonly version: string;
  readonly clock: Clock;
  readonly sockets: () => SocketFigures;
  /** Connections of any kind, and the bytes that wait in them. */
  readonly connections: () => { readonly open: number; readonly bufferedBytes: number };
}

/** One answered request. */
export interface AnsweredRequest {
  /** Id of the route, or `page` and `other`. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts from its making to `close`. */
export interface ServerMetrics {
  onRequest(request: AnsweredRequest): void;
  /** The page for Prometheus. */
  text(): Promise<string>;
  close(): void;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Model servers are asked what they hold at most so often. */
const MEMORY_AGE_MS = 30_000;

/** Asks model servers only when somebody looks. */
export function createServerMetrics({
  thorp,
  version,
  clock,
  sockets,
  connections,
}: ServerMetricsOptions): ServerMetrics {
  const registry = createRegistry();
  const { operations } = thorp;
  const stops = [measureProcess(registry, { folder: operations.folder, version }), countRuns(registry, operations)];
  const requests = registry.counter({ name: "thorp_http_requests_total", help: "Requests, by route and status." });
  const seconds = registry.histogram({
    name: "thorp_http_request_seconds",
    help: "From a request to the end of its answer; streams take as long as they take.",
    buckets: REQUEST_SECONDS,
  });
  collectConnections(registry, { sockets, connections, readers: () => operations.readers() });
  collectQueues(registry, thorp);
  /** What only a promise tells, as of the last look. */
  let runs: readonly Sample[] = [];
  let caches: readonly Sample[] = [];
  let memory: readonly Sample[] = [];
  let memoryAt = -Infinity;
  registry.collect({ name: "thorp_runs", help: "Runs that have not ended, by state.", type: "gauge" }, () => runs);
  registry.collect({ name: "thorp_cache_requests_total", help: "Looks into a cache.", type: "counter" }, () => caches);
  registry.collect(
    { name: "thorp_model_server_memory_bytes", help: "Memory of loaded models, where a server tells.", type: "gauge" },
    () => memory,
  );
  const lookAtMemory = async (): Promise<void> => {
    if (clock.now() - memoryAt < MEMORY_AGE_MS) return;
    memoryAt = clock.now();
    memory = (await thorp.modelAdmin.loaded()).flatMap(({ server, models }) =>
      models.flatMap(({ model, bytes, bytesOnGpu }) => [
        ...(bytes === undefined ? [] : [{ labels: { server, model, kind: "all" }, value: bytes }]),
        ...(bytesOnGpu === undefined ? [] : [{ labels: { server, model, kind: "gpu" }, value: bytesOnGpu }]),
      ]),
    );
  };

  return {
    onRequest({ route, method, status, seconds: took }) {
      requests.add({ route, method, status: String(status) });
      seconds.observe({ route, method }, took);
    },
    async text() {
      // In the background: a server that does not answer must not keep the page waiting.
      lookAtMemory().catch(() => {});
      const [unfinished, summaries] = await Promise.all([
        thorp.listRuns({ unfinished: true, limit: 10_000 }).catch(() => []),
        thorp.listCaches().catch(() => []),
      ]);
      runs = (["running", "waiting"] as const).map((state) => ({
        labels: { state },
        value: unfinished.filter((run) => run.state === state).length,
      }));
      caches = summaries.flatMap(({ name, hits, misses }) => [
        { labels: { cache: name, result: "hit" }, value: hits },
        { labels: { cache: name, result: "miss" }, value: misses },
      ]);
      return registry.text();
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}

type Looks = Pick<ServerMetricsOptions, "sockets" | "connections"> & {
  readonly readers: Thorp["operations"]["readers"];
};

function collectConnections(registry: Registry, { sockets, connections, readers }: Looks): void {
  const gauge = (name: string, help: string, value: () => number): void =>
    registry.collect({ name, help, type: "gauge" }, () => [{ value: value() }]);
  const counter = (name: string, help: string, value: () => number): void =>
    registry.collect({ name, help, type: "counter" }, () => [{ value: value() }]);
  gauge("thorp_connections", "Open connections of any kind.", () => connections().open);
  gauge("thorp_connection_buffered_bytes", "Bytes that clients have not taken.", () => connections().bufferedBytes);
  gauge("thorp_sockets", "Open WebSockets.", () => sockets().open);
  counter("thorp_sockets_opened_total", "WebSockets that were opened.", () => sockets().opened);
  counter("thorp_sockets_refused_total", "Upgrades that were refused.", () => sockets().refused);
  counter("thorp_frames_coalesced_total", "Pieces of text joined on WebSockets.", () => sockets().coalesced);
  gauge("thorp_run_readers", "Streams and subscriptions that follow a run.", () => readers().readers);
  gauge("thorp_run_reader_waiting_events", "Events that readers have not taken.", () => readers().events);
  gauge("thorp_run_reader_waiting_characters", "Text that readers have not taken.", () => readers().characters);
  counter(
    "thorp_run_readers_fallen_behind_total",
    "Times that waiting updates were dropped and read anew.",
    () => readers().falls,
  );
}

function collectQueues(registry: Registry, { operations }: Thorp): void {
  registry.collect({ name: "thorp_model_queue_waiting", help: "Calls that wait for a slot.", type: "gauge" }, () =>
    operations.queues().map(({ line, waiting }) => ({ labels: { line }, value: waiting })),
  );
  registry.collect({ name: "thorp_model_slots", help: "Calls that a model server takes at once.", type: "gauge" }, () =>
    serverLoads(operations.queues()).map(({ server, slots }) => ({ labels: { server }, value: slots })),
  );
  registry.collect(
    { name: "thorp_model_slots_in_use", help: "Calls under way at a model server.", type: "gauge" },
    () => serverLoads(operations.queues()).map(({ server, running }) => ({ labels: { server }, value: running })),
  );
}
