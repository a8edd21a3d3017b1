import { expect, it } from "vitest";
import { testServer } from "../test-server.ts";
import { createRateLimits } from "./rate-limits.ts";
import { createThrottle } from "./throttle.ts";

const actor = { who: "test" };

it("tells what is left, and refuses what is too much until some time has passed", () => {
  let now = 1000;
  const take = createRateLimits({ user: 3, key: 100, address: 0 }, () => now);
  const caller = { kind: "user", user: "u", role: "member", key: "k" } as const;
  expect(take(caller, "1.2.3.4").headers).toEqual({
    "ratelimit-policy": '"user";q=3;w=60, "key";q=100;w=60',
    ratelimit: '"user";r=2;t=20, "key";r=99;t=1',
  });
  take(caller, "1.2.3.4");
  expect(take(caller, "1.2.3.4").refusal).toBeUndefined();
  expect(take(caller, "5.6.7.8").refusal).toMatchObject({ code: "rate-limited", retryAfterMs: 20_000 });
  expect(take({ ...caller, user: "v" }, "1.2.3.4").refusal).toBeUndefined();
  now += 20_000;
  expect(take(caller, "1.2.3.4").refusal).toBeUndefined();
  expect(take(caller, "1.2.3.4").refusal).toBeDefined();
});

it("remembers a bounded number of subjects, whatever comes", () => {
  const throttle = createThrottle({ burst: 2, everyMs: 1000, now: () => 0 });
  for (let i = 0; i < 100_000; i++) throttle.count(`10.0.${i >> 8}.${i & 255}`);
  expect(throttle.size()).toBe(10_000);
  for (let i = 0; i < 100_000; i++) throttle.count("same");
  expect(throttle.size()).toBe(10_000);
});

it("answers 429 with Retry-After to somebody who asks too often, in the shape of the route's clients", async () => {
  await using server = await testServer({ limits: { user: 5, key: 5, address: 0 } });
  const { users, keys } = server.thorp.accounts;
  const { id: user } = await users.create({ name: "ada", role: "admin" }, actor);
  const { key } = await keys.create({ user, name: "t", scopes: ["runs:read", "v1"] }, actor);
  const ask = (path: string) => fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await ask("/api/runs")).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  const refused = await ask("/v1/models");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("ratelimit")).toMatch(/^"user";r=0;t=\d+/);
  expect(refused.headers.get("x-ratelimit-remaining-requests")).toBe("0");
  expect(await refused.json()).toMatchObject({ error: { type: "rate_limit_error" } });
  // Whether the server lives is not a question of limits.
  expect((await ask("/livez")).status).toBe(200);
});

it("does not limit the one person of a server without users", async () => {
  await using server = await testServer({ limits: { user: 1, key: 1, address: 1 } });
  for (let i = 0; i < 3; i++) expect((await fetch(`${server.url}/api/runs`)).status).toBe(200);
});
