/** Several servers of one model, some of which die, refuse, hang or are slow. */
import { describe, expect, it } from "vitest";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { createHastyClock } from "../bad-input/hasty-clock.ts";
import { hasToolResult } from "../bad-input/test-bench.ts";
import { cutShort, endOf, named, openPool, poolServer, serversOf } from "./pool-bench.ts";

const well = () => ({ text: "From the other one." });

/** Two servers; whichever is asked first does `reply`, once or for ever. */
async function pair(reply: ServerReply, { once = false } = {}) {
  let bad: number | undefined;
  let isDone = false;
  const script = (own: number) => () => {
    bad ??= own;
    if (bad !== own || (once && isDone)) return well();
    isDone = true;
    return reply;
  };
  return Promise.all([poolServer(script(0)), poolServer(script(1))]);
}

describe("a server that", () => {
  it.each<readonly [string, ServerReply, string]>([
    ["dies in mid-stream", cutShort, "model-unavailable"],
    ["answers 500", { status: 500, body: '{"error":"boom"}' }, "model-unavailable"],
    ["says that it has too much to do", { status: 429, body: '{"error":"slow down"}' }, "rate-limited"],
    ["does not have the model", { status: 404, body: '{"error":"model not found"}' }, "model-unknown"],
    ["refuses", { status: 403, body: '{"error":"not you"}' }, "model-refused"],
    ["talks nonsense", { body: "data: {{{\n\n" }, "model-output"],
  ])("%s costs one attempt, and another one answers without a pause", async (_name, reply, code) => {
    const servers = await pair(reply);
    const bench = await openPool({ near: servers.map(({ url }) => url) });
    const told = await bench.ask("What is it?");
    expect(told).toMatchObject({ end: { state: "done" }, text: "From the other one." });
    expect(told.all("step-start").map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(told.all("step-fail")).toMatchObject([{ attempt: 1, failure: { code } }]);
    expect(told.all("server-choose").map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(serversOf(told))).toEqual(new Set(servers.map(named)));
    expect(servers.map((server) => server.calls())).toEqual([1, 1]);
    expect(told.all("step-end").at(-1)?.result).not.toHaveProperty("fallbacks");
  });

  it("is dead is avoided after two failures, asked again when its wait is over, and used again when it is back", async () => {
    const clock = createHastyClock();
    let isDead = true;
    const script = (name: string) => () =>
      name === "a" && isDead ? { status: 500, body: '{"error":"boom"}' } : { text: `From ${name}.` };
    const [a, b] = [await poolServer(script("a")), await poolServer(script("b"))];
    const bench = await openPool({ near: [a.url, b.url], clock });
    for (let run = 0; run < 12; run++) expect((await bench.ask(`What is ${run}?`)).text).toBe("From b.");
    expect(a.calls()).toBeLessThanOrEqual(2);
    const before = a.calls();
    isDead = false;
    clock.skip(120_000);
    // The first request only lets it be asked in passing; then calls go there again.
    await bench.ask("Are you back?");
    for (let run = 0; run < 20 && a.calls() === before; run++) await bench.ask(`Anyone ${run}?`);
    expect(a.calls()).toBeGreaterThan(before);
  });

  it("nobody listens at is not tried at all while the other one is well", async () => {
    const b = await poolServer(well);
    const bench = await openPool({ near: ["http://127.0.0.1:9", b.url] });
    for (let run = 0; run < 6; run++) expect((await bench.ask(`What is ${run}?`)).text).toBe("From the other one.");
    expect(b.calls()).toBe(6);
  });
});

describe("all servers of a model", () => {
  it("that are down let the next tier answer, with every reason", async () => {
    const far = await poolServer(() => ({ text: "From afar." }));
    const bench = await openPool({ near: ["http://127.0.0.1:9", "http://127.0.0.1:7"], far: far.url });
    const told = await bench.ask("What is it?");
    expect(told.text).toBe("From afar.");
    const [start] = told.all("step-start");
    expect(JSON.stringify(start)).toMatch(/near\/one: its 2 servers are down \(near .*nothing listens there.*; near /);
  });

  it("are tried before the next tier is", async () => {
    const reply = () => ({ status: 500, body: '{"error":"boom"}' });
    const [a, b] = [await poolServer(reply), await poolServer(reply)];
    const far = await poolServer(() => ({ text: "From afar." }));
    const bench = await openPool({ near: [a.url, b.url], far: far.url, clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told.text).toBe("From afar.");
    expect(new Set(serversOf(told))).toEqual(new Set([named(a), named(b)]));
    expect(told.all("step-end").at(-1)?.result).toMatchObject({ fallbacks: [expect.stringMatching(/answered 500/)] });
  });
});

describe("calls at the same time", () => {
  it("spread over the servers, never more at one than it has slots", async () => {
    const most = { a: 0, b: 0 };
    const running = { a: 0, b: 0 };
    const servers = await Promise.all(
      (["a", "b"] as const).map((name) =>
        poolServer(() => {
          running[name]++;
          most[name] = Math.max(most[name], running[name]);
          setTimeout(() => running[name]--, 25);
          return { text: "Yes.", delayMs: 30 };
        }),
      ),
    );
    const bench = await openPool({ near: servers.map(({ url }) => url), slots: 2 });
    const ends = await Promise.all(Array.from({ length: 12 }, (_, at) => endOf(bench.engine, `What is ${at}?`)));
    expect(new Set(ends)).toEqual(new Set(["done"]));
    expect(most).toEqual({ a: 2, b: 2 });
    expect(Math.min(...servers.map((server) => server.calls()))).toBeGreaterThanOrEqual(4);
  });

  it("of one run stay with the server that knows their prompt", async () => {
    const script = (request: Parameters<typeof hasToolResult>[0]): ServerReply =>
      hasToolResult(request)
        ? { text: "It is 5." }
        : { toolCalls: [{ name: "calculate", input: { expression: "2 + 3" } }] };
    const servers = [await poolServer(script), await poolServer(script)];
    const bench = await openPool({ near: servers.map(({ url }) => url) });
    for (let run = 0; run < 8; run++) {
      const told = await bench.ask(`What is 2 + 3, the ${run}th time?`);
      expect(serversOf(told)).toHaveLength(2);
      expect(new Set(serversOf(told)).size).toBe(1);
    }
  });
});

it("a run that loses its only local server on the way ends on the next tier, with the reason in its log", async () => {
  const near = await poolServer((request) =>
    hasToolResult(request) ? cutShort : { toolCalls: [{ name: "calculate", input: { expression: "2 + 3" } }] },
  );
  const far = await poolServer(() => ({ text: "It is 5." }));
  const bench = await openPool({ near: [near.url], far: far.url, clock: createHastyClock() });
  const told = await bench.ask("What is 2 + 3?", {}, (event) => {
    if (event.type === "step-fail") void near.close();
  });
  expect(told).toMatchObject({ end: { state: "done" }, text: "It is 5." });
  const starts = told.all("step-start").flatMap(({ call }) => (call.kind === "model" ? [call.route.tier] : []));
  expect(starts[0]).toBe("local");
  expect(starts.at(-1)).toBe("frontier");
  expect(told.all("step-fail").at(-1)).toMatchObject({
    failure: { code: "model-unavailable", message: expect.stringMatching(/near\/one/) },
  });
  expect(told.all("step-end").at(-1)?.result).toMatchObject({
    model: "far/two",
    fallbacks: [expect.stringMatching(/near\/one: .*(nothing listens|closed the connection)/)],
  });
});
