/** Feedback and figures over HTTP. */
import { expect, it } from "vitest";
import { serverEvents } from "../../src/server/test-server.ts";
import { openApi } from "./api-bench.ts";

it("keeps what a person thinks of an answer, with the call and the route that it is about", async () => {
  const api = await openApi();
  const { run, conversation } = await api.ask({ text: "What is it?" });
  const path = `/api/runs/${run}/feedback`;
  const say = (body: object) => api.call("PUT", path, body);
  expect((await say({ rating: "down", reason: "too short", edited: "It is 42.", prefer: "stronger" })).status).toBe(
    204,
  );
  const about = { agent: "solo", purpose: "understand", model: "one", tier: "local", path: "" };
  expect((await api.call("GET", path)).body).toMatchObject({
    feedback: [{ run, rating: "down", reason: "too short", edited: "It is 42.", prefer: "stronger", about }],
  });
  expect((await say({ rating: "up" })).status).toBe(204);
  const shown = (await api.call("GET", `/api/conversations/${conversation}/exchanges`)).body.exchanges[0];
  expect(shown).toMatchObject({ feedback: [{ rating: "up" }], model: "one", tier: "local" });
  expect((await say({})).status).toBe(204);
  expect((await api.call("GET", path)).body).toEqual({ feedback: [] });
  expect((await say({ rating: "best" })).status).toBe(400);
  expect((await api.call("PUT", "/api/runs/run_0/feedback", { rating: "up" })).body.code).toBe("run-unknown");
  expect((await api.call("POST", `/api/runs/${run}/replay`, {})).body).toEqual({ differences: [] });
});

it("counts what was asked, what it took and what failed, and streams the figures as they change", async () => {
  const api = await openApi({
    one: (_call, said) => (/broken/.test(said) ? { error: new Error("gone") } : { text: "Yes." }),
  });
  const stop = new AbortController();
  const stream = await fetch(`${api.server.url}/api/usage/stream`, { signal: stop.signal });
  const seen: { runs: { begun: number } }[] = [];
  const reading = (async () => {
    for await (const { data } of serverEvents(stream)) {
      seen.push(JSON.parse(data) as { runs: { begun: number } });
      if (seen.at(-1)?.runs.begun === 1) return;
    }
  })();
  await api.ask({ text: "Hello" });
  await reading;
  stop.abort();
  expect(seen[0]?.runs.begun).toBe(0);
  await api.ask({ text: "broken" });
  const { body } = await api.call("GET", "/api/usage?window=7d");
  expect(body).toMatchObject({
    runs: { begun: 2, byState: { done: 1 }, ms: { p50: expect.any(Number) } },
    calls: { failed: 1, cached: 0, cost: 0, firstMs: { p99: expect.any(Number) } },
    byTier: expect.arrayContaining([expect.objectContaining({ key: "local" })]),
    byDay: [expect.objectContaining({ key: new Date().toISOString().slice(0, 10) })],
    failures: [expect.objectContaining({ calls: 1 })],
    running: 0,
    waiting: 0,
  });
});
