/** The clock of the machine is set a year ahead and a year back while the server runs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clock, createSystemClock } from "../base/clock.ts";
import { silentLogger } from "../base/logger.ts";
import type { Backups } from "../engine/backups.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { createThrottle } from "./access/throttle.ts";
import { scheduleBackups } from "./operations/backup-schedule.ts";
import { serverEvents, type TestServer, testServer } from "./test-server.ts";

const YEAR = 365 * 86_400_000;
const actor = { who: "test" };
const password = "correct horse battery";

let offset = 0;
/** Timers count real time, as those of Node do: setting the clock moves none of them. */
const clock: Clock = { ...createSystemClock(), now: () => Date.now() + offset };
let server: TestServer;
beforeEach(async () => {
  offset = 0;
  server = await testServer({ clock, limits: { user: 0, key: 3, address: 0 }, serve: { clock } });
});
afterEach(() => server[Symbol.asyncDispose]());

const status = async (path: string, headers: Record<string, string>) =>
  (await fetch(`${server.url}${path}`, { headers })).status;

describe.each([
  ["ahead", YEAR],
  ["back", -YEAR],
])("a clock that is set a year %s", (_way, jump) => {
  it("ends sessions, keeps keys by their dates, and lets nobody wait for a year", async () => {
    const { users, keys } = server.thorp.accounts;
    const ada = await users.create({ name: "ada", role: "admin" }, actor);
    await users.setPassword(ada.id, password, { actor });
    const login = await fetch(`${server.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "ada", password }),
    });
    const cookie = { cookie: login.headers.get("set-cookie")?.split(";")[0] ?? "" };
    const keyFor = async (expiresAt?: number) => {
      const request = { user: ada.id, name: "x", scopes: ["runs:read" as const] };
      const { key } = await keys.create({ ...request, ...(expiresAt === undefined ? {} : { expiresAt }) }, actor);
      return { authorization: `Bearer ${key}` };
    };
    const [lasting, short] = [await keyFor(), await keyFor(clock.now() + YEAR / 2)];
    expect(await status("/api/runs", cookie)).toBe(200);
    expect([await status("/api/runs", lasting), await status("/api/runs", short)]).toEqual([200, 200]);
    for (let more = 0; more < 2; more++) await status("/api/runs", lasting);
    expect(await status("/api/runs", lasting)).toBe(429);

    offset = jump;
    expect(await status("/api/runs", cookie)).toBe(401);
    expect(await status("/api/runs", short)).toBe(jump > 0 ? 401 : 200);
    const answer = await fetch(`${server.url}/api/runs`, { headers: lasting });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([200, null]);
    offset = 0;
    expect(await status("/api/runs", cookie)).toBe(200);
  });

  it("leaves runs and streams as they are", async () => {
    const ask = async () => {
      const answer = await fetch(`${server.url}/api/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: "What is 6 * 7?" }),
      });
      return ((await answer.json()) as { run: string }).run;
    };
    const types = async (run: string) => {
      const seen: (string | undefined)[] = [];
      for await (const { event } of serverEvents(await fetch(`${server.url}/api/runs/${run}/stream`))) seen.push(event);
      return seen;
    };
    const before = await ask();
    offset = jump;
    expect((await types(before)).length).toBeGreaterThan(0);
    const after = await ask();
    for (const run of [before, after]) {
      for await (const _ of server.thorp.follow(run));
      const { run: row, failure } = await server.thorp.showRun(run);
      // A deadline is a time of day: one that lay in the year that was passed over is missed.
      if (run === before && jump > 0 && row.state === "failed") expect(failure?.code).toBe("deadline");
      else expect(row.state).toBe("done");
      expect(await server.thorp.replay(run)).toEqual([]);
    }
    expect(await server.thorp.accounts.audit.verify()).toEqual([]);
  });
});

it("no bucket is empty for longer than it takes to fill", () => {
  let now = YEAR;
  const throttle = createThrottle({ burst: 3, everyMs: 1000, now: () => now });
  for (let at = 0; at < 4; at++) throttle.count("a");
  now = 0;
  expect(throttle.blockedFor("a")).toBe(0);
  for (const left of [2, 1, 0]) expect(throttle.count("a")).toMatchObject({ ok: true, remaining: left });
  expect(throttle.count("a")).toMatchObject({ ok: false, retryAfterMs: 1000, resetMs: 3000 });
});

it("backups go on by the schedule, also one of two months", async () => {
  const timers = createManualClock(YEAR * 50);
  let set = 0;
  const made: number[] = [];
  const now = () => timers.now() + set;
  const backups: Backups = {
    create: async () => {
      made.push(now());
      return { name: `b${made.length}` } as never;
    },
    list: async () => [],
    verify: async () => undefined as never,
    prune: async () => [],
  };
  const everyMs = 60 * 86_400_000;
  const stop = scheduleBackups({
    ...{ backups, everyMs, keep: 3, version: "0", logger: silentLogger },
    clock: { now, after: (ms, wake) => timers.after(ms, wake) },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 3_600_000) {
      timers.advance(Math.min(left, 3_600_000));
      await settle();
    }
  };
  await settle();
  await pass(1000);
  expect(made).toHaveLength(1);
  await pass(everyMs);
  expect(made).toHaveLength(2);
  set = -YEAR;
  await pass(everyMs + 7_200_000);
  expect(made).toHaveLength(3);
  set = YEAR;
  await pass(7_200_000);
  expect(made).toHaveLength(4);
  stop();
});
