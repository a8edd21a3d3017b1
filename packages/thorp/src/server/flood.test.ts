/** Many thousand requests of one client, as fast as it can: it is told to wait, and all others are served. */
import { Agent, request as send } from "node:http";
import { expect, it } from "vitest";
import { testServer } from "./test-server.ts";

const FLOOD = 10_000;
const AT_ONCE = 200;

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

function get(url: string, headers: Record<string, string>, agent: Agent): Promise<Told> {
  return new Promise((resolve, reject) => {
    const asked = send(url, { headers, agent }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

it("answers 429 with RateLimit headers, serves others meanwhile, and holds no more than before", async () => {
  await using server = await testServer({ limits: { user: 0, key: 100, address: 0 } });
  const { users, keys } = server.thorp.accounts;
  const bearer = async (name: string) => {
    const { id } = users.find(name) ?? (await users.create({ name, role: "admin" }, { who: "test" }));
    const { key } = await keys.create({ user: id, name: "x", scopes: ["runs:read", "admin"] }, { who: "test" });
    return { authorization: `Bearer ${key}` };
  };
  const [loud, quiet] = [await bearer("loud"), await bearer("quiet")];
  const [many, few] = [new Agent({ keepAlive: true, maxSockets: AT_ONCE }), new Agent({ keepAlive: true })];
  const metric = async (name: string) => {
    const text = await (await fetch(`${server.url}/metrics`, { headers: quiet })).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
  };
  try {
    // A new connection stands behind those that the flood opens; here it is about requests.
    expect((await get(`${server.url}/api/runs`, quiet, few)).status).toBe(200);
    const byStatus = new Map<number, number>();
    let left = FLOOD;
    let isLate = false;
    let answered = 0;
    const flood = Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0 || isLate) {
          const { status, headers } = await get(`${server.url}/api/runs`, loud, many);
          answered++;
          byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
          if (status !== 429) continue;
          expect(headers["ratelimit-policy"]).toBe('"key";q=100;w=60');
          expect(headers["ratelimit"]).toMatch(/^"key";r=0;t=\d+$/);
          expect(Number(headers["retry-after"])).toBeGreaterThan(0);
        }
      }),
    );
    // How many of the flood were answered before somebody else was: no measure of the machine, but of turns.
    isLate = true;
    const passedBy: number[] = [];
    await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(AT_ONCE);
    for (let at = 0; at < 10; at++) {
      const before = answered;
      expect((await get(`${server.url}/api/runs`, quiet, few)).status).toBe(200);
      passedBy.push(answered - before);
    }
    isLate = false;
    expect(Math.max(...passedBy)).toBeLessThan(AT_ONCE * 10);
    await flood;
    expect([...byStatus.keys()].sort((one, other) => one - other)).toEqual([200, 429]);
    expect((byStatus.get(200) ?? 0) + (byStatus.get(429) ?? 0)).toBe(answered);
    expect(answered).toBeGreaterThanOrEqual(FLOOD);
    // What comes back while it lasts is little beside what was asked.
    expect(byStatus.get(429) ?? 0).toBeGreaterThan(FLOOD * 0.9);
    expect((await get(`${server.url}/api/runs`, quiet, few)).status).toBe(200);
    many.destroy();
    await expect.poll(() => metric("thorp_connections"), { timeout: 10_000 }).toBeLessThan(20);
  } finally {
    many.destroy();
    few.destroy();
  }
}, 120_000);

it("from many addresses remembers as many as it says", async () => {
  const { createRateLimits } = await import("./access/rate-limits.ts");
  const { createThrottle } = await import("./access/throttle.ts");
  const throttle = createThrottle({ burst: 5, everyMs: 1000, now: () => 0, most: 1000 });
  for (let at = 0; at < 50_000; at++) throttle.count(`address ${at}`);
  expect(throttle.size()).toBe(1000);
  const take = createRateLimits({ user: 0, key: 0, address: 2 }, () => 0);
  const nobody = { kind: "nobody" } as const;
  const refused = Array.from({ length: 4 }, () => take(nobody, "1.2.3.4").refusal !== undefined);
  expect(refused).toEqual([false, false, true, true]);
});
