/** Health, metrics and scheduled backups of a real server. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createScriptedModel } from "../../testing/scripted-model.ts";
import { openSocket } from "../socket/test-socket.ts";
import { serverEvents, testServer } from "../test-server.ts";
import { createRegistry } from "./metrics/registry.ts";
import { readyChecks } from "./ready-checks.ts";

const teamFolders = [join(fileURLToPath(new URL("../../../test", import.meta.url)), "bad-input", "teams")];
const modelled = {
  teamFolders,
  team: "solo",
  languageModels: {
    one: createScriptedModel({ script: () => ({ text: "Hello there, you.", usage: { input: 10, output: 4 } }) }),
  },
};

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads Prometheus' text format 0.0.4 as strictly as its specification: throws for anything that it does not allow. */
function parseMetrics(page: string): readonly Series[] {
  const typeByFamily = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const all: Series[] = [];
  let family = "";
  if (!page.endsWith("\n")) throw new Error("the last line does not end");
  for (const line of page.slice(0, -1).split("\n")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line) ?? [];
    if (kind === "HELP") {
      if (helped.has(name)) throw new Error(`${name} comes twice`);
      helped.add(name);
      family = name;
    } else if (kind === "TYPE") {
      if (name !== family || !/^(?:counter|gauge|histogram)$/.test(rest)) throw new Error(line);
      typeByFamily.set(name, rest);
    } else {
      const [, series = "", pairs = "", text = ""] =
        /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (\S+)$/.exec(line) ?? [];
      const own = typeByFamily.get(family) === "histogram" ? series.replace(/_(?:bucket|sum|count)$/, "") : series;
      if (series === "" || own !== family || !Number.isFinite(Number(text))) throw new Error(`not allowed: ${line}`);
      if (seen.has(series + pairs)) throw new Error(`twice: ${line}`);
      seen.add(series + pairs);
      const labels = Object.fromEntries(
        [...pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key, value]),
      );
      all.push({ name: series, labels: labels as Record<string, string>, value: Number(text) });
    }
  }
  checkHistograms(all, typeByFamily);
  return all;
}

function checkHistograms(all: readonly Series[], typeByFamily: ReadonlyMap<string, string>): void {
  for (const [name, type] of typeByFamily) {
    if (type === "counter" && !name.endsWith("_total")) throw new Error(`${name} is a counter without _total`);
    if (type !== "histogram") continue;
    const byLabels = Map.groupBy(
      all.filter((series) => series.name === `${name}_bucket`),
      ({ labels: { le: _le, ...labels } }) => JSON.stringify(labels),
    );
    for (const [labels, buckets] of byLabels) {
      const values = buckets.map(({ value }) => value);
      if (values.some((value, at) => value < (values[at - 1] ?? 0))) throw new Error(`${name} falls`);
      const count = all.find((series) => series.name === `${name}_count` && JSON.stringify(series.labels) === labels);
      if (buckets.at(-1)?.labels["le"] !== "+Inf" || count?.value !== values.at(-1))
        throw new Error(`${name} has no end`);
    }
  }
}

const valueOf = (all: readonly Series[], name: string, labels: Record<string, string> = {}): number | undefined =>
  all.find(
    (series) => series.name === name && Object.entries(labels).every(([key, value]) => series.labels[key] === value),
  )?.value;

describe("/metrics", () => {
  it("is what Prometheus reads, says what happened, and names no id", async () => {
    await using server = await testServer(modelled);
    const asked = await fetch(`${server.url}/api/runs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"text":"Hello"}',
    });
    const { run } = (await asked.json()) as { run: string };
    for await (const _ of serverEvents(await fetch(`${server.url}/api/runs/${run}/stream`)));
    await fetch(`${server.url}/nowhere`);
    const socket = await openSocket(server.url);
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const page = await response.text();
    const all = parseMetrics(page);
    expect(new Set(all.map(({ name }) => name.slice(0, 6)))).toEqual(new Set(["thorp_"]));
    expect(page).not.toMatch(/run_[0-9a-z]{10}|con_[0-9a-z]{10}|req_/);
    expect(valueOf(all, "thorp_build_info", { version: "0.0.0-test" })).toBe(1);
    expect(valueOf(all, "thorp_http_requests_total", { route: "runs.ask", method: "POST", status: "202" })).toBe(1);
    expect(valueOf(all, "thorp_http_requests_total", { route: "other", status: "404" })).toBe(1);
    expect(valueOf(all, "thorp_http_request_seconds_count", { route: "runs.ask" })).toBe(1);
    expect(valueOf(all, "thorp_runs_started_total")).toBe(1);
    expect(valueOf(all, "thorp_runs_ended_total", { state: "done" })).toBe(1);
    expect(valueOf(all, "thorp_runs", { state: "running" })).toBe(0);
    expect(valueOf(all, "thorp_model_calls_total", { outcome: "ok" })).toBe(1);
    expect(valueOf(all, "thorp_model_tokens_total", { kind: "output" })).toBe(4);
    expect(valueOf(all, "thorp_model_first_token_seconds_count")).toBe(1);
    expect(valueOf(all, "thorp_sockets")).toBe(1);
    for (const name of [
      "thorp_process_cpu_seconds_total",
      "thorp_process_resident_memory_bytes",
      "thorp_process_heap_bytes",
      "thorp_event_loop_lag_seconds",
      "thorp_disk_free_bytes",
      "thorp_data_bytes",
      "thorp_process_open_file_handles",
      "thorp_model_slots",
      "thorp_cache_requests_total",
      "thorp_connections",
    ])
      expect(valueOf(all, name), name).toBeGreaterThanOrEqual(0);
    socket.socket.close();
  });

  it("has a bounded number of label sets, and writes strange ones so that they can be read", () => {
    const registry = createRegistry();
    const counter = registry.counter({ name: "thorp_x_total", help: "A\nb\\c" });
    counter.add({ model: 'a"b\\c\nd' });
    for (let at = 0; at < 1000; at++) counter.add({ model: `m${at}` });
    const all = parseMetrics(registry.text());
    expect(all.length).toBeLessThanOrEqual(301);
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBe(1001);
    expect(valueOf(all, "thorp_x_total", { model: "other" })).toBe(701);
  });
});

describe("/readyz", () => {
  it("names its checks", async () => {
    await using server = await testServer(modelled);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${server.url}/readyz?verbose`)).json()).toMatchObject({
      ok: true,
      checks: [
        { name: "record", ok: true },
        { name: "disk", ok: true, detail: expect.stringMatching(/^\d+ MB free$/) },
        { name: "taking work", ok: true },
      ],
    });
  });

  it("says no when the record cannot be written any more", async () => {
    await using server = await testServer({ ...modelled, maxPageCount: 60 });
    const ask = () =>
      fetch(`${server.url}/api/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: "x".repeat(150_000) }),
      });
    for (let tries = 0; tries < 10 && (await ask()).status < 500; tries++);
    const response = await fetch(`${server.url}/readyz?verbose`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ok: false,
      checks: [{ name: "record", ok: false, detail: "disk-full" }, {}, {}],
    });
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });

  it("says no while winding down", async () => {
    const checks = await readyChecks({
      operations: { folder: undefined, checkStore: async () => {} },
      isDraining: true,
    });
    expect(checks.at(-1)).toEqual({ name: "taking work", ok: false, detail: "winding down" });
  });
});

it("makes backups by the clock and keeps as many as it should", async () => {
  await using server = await testServer({ ...modelled, serve: { backup: { everyMs: 20, keep: 2 } } });
  const list = async () => (await server.thorp.operations.backups.list()).map(({ name }) => name);
  await expect.poll(async () => (await list()).length).toBe(2);
  const first = await list();
  await expect.poll(async () => (await list()).every((name) => !first.includes(name))).toBe(true);
  expect((await list()).length).toBeLessThanOrEqual(3);
});
