/** Embeddings that cost money, by the official client against a real server: budgets, records, statistics, metrics. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, expect, it, onTestFinished } from "vitest";
import type { MicroDollars } from "../../base/money.ts";
import { type ScriptedServer, type ScriptedServerOptions, startScriptedServer } from "../../testing/scripted-server.ts";
import { type TestServer, testServer } from "../test-server.ts";

const actor = { who: "test" };
const folder = mkdtempSync(join(tmpdir(), "thorp-paid-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The scripted server counts seven tokens whatever it is sent: at this price a call costs seven dollar cents. */
const PRICE = 10_000;
const SEVEN = 0.07;

interface World {
  readonly provider: ScriptedServer;
  readonly server: TestServer;
  readonly dir: string;
}

async function paidWorld(options: ScriptedServerOptions = {}, more: object = {}): Promise<World> {
  const provider = await startScriptedServer(options);
  const dir = mkdtempSync(join(folder, "world-"));
  const file = join(dir, "models.yaml");
  writeFileSync(
    file,
    `providers:\n  paid: { kind: openai, url: "${provider.url}/v1", key: PAID_KEY, tier: frontier, slots: 1, context: 8192 }\nmodels:\n  - { id: paid/e, context: 8192, capabilities: [embedding], price: { input: ${PRICE}, output: 0 } }\n`,
  );
  const server = await testServer({ dir, catalogues: [file], env: { PAID_KEY: "sk-paid-1234567890" }, ...more });
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await provider.close();
  });
  return { provider, server, dir };
}

async function person({ server }: World, name: string, role: "admin" | "member" = "member") {
  const { users, keys } = server.thorp.accounts;
  const user = await users.create({ name, role }, actor);
  const key = await keys.create({ user: user.id, name: "test", scopes: ["v1", "runs:read", "admin"] }, actor);
  return { user, key, client: clientOf(server, key.key) };
}

const clientOf = ({ url }: TestServer, apiKey = "any") => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const sent = ({ provider }: World) => provider.requests.filter(({ path }) => path === "/v1/embeddings");
const forever = { from: 0, to: Number.MAX_SAFE_INTEGER };
const used = async ({ server }: World) => (await server.thorp.accounts.budgets.list()).map((budget) => budget.used);
/** When the last call is on disk. */
const usedAfter = async (here: World, calls: number) => {
  await expect.poll(async () => (await here.server.thorp.usage(forever)).calls.calls).toBe(calls);
  return used(here);
};

it("come as numbers or bytes, of texts or tokens, in the length that is wanted", async () => {
  const here = await paidWorld();
  const embed = (rest: object) =>
    clientOf(here.server).embeddings.create({ model: "paid/e", input: "x", ...rest } as never);
  const bytes = await embed({ input: "A cold day" });
  const floats = await embed({ input: "A cold day", encoding_format: "float" });
  const [wide, narrow] = [floats, bytes].map(({ data }) => data[0]?.embedding as unknown as readonly number[]);
  expect(wide).toHaveLength(16);
  for (const [at, value] of (wide ?? []).entries()) expect(narrow?.[at]).toBeCloseTo(value, 6);
  const several = await embed({ input: ["one", "two", "one"], dimensions: 8 });
  expect(several.data.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(several.data[0]?.embedding).toEqual(several.data[2]?.embedding);
  expect(sent(here).at(-1)?.body).toMatchObject({ model: "e", dimensions: 8, input: ["one", "two", "one"] });
  const tokens = await embed({ input: [1, 2, 3] });
  expect(tokens.data).toHaveLength(1);
  expect(
    (
      await embed({
        input: [
          [1, 2, 3],
          [4, 5],
        ],
      })
    ).data.map(({ embedding }) => embedding)[0],
  ).toEqual(tokens.data[0]?.embedding);
  expect(
    sent(here)
      .slice(-2)
      .map(({ body }) => body["input"]),
  ).toEqual([[[1, 2, 3]], [[4, 5]]]);
  await expect(embed({ input: [1.5] })).rejects.toMatchObject({ status: 400 });
});

it("are charged to user, key, provider and day, and counted by statistics, budgets and metrics", async () => {
  const here = await paidWorld();
  const ann = await person(here, "ann", "admin");
  const bob = await person(here, "bob");
  const { budgets } = here.server.thorp.accounts;
  await budgets.set({ of: "user", name: ann.user.id, per: "day", limit: 5 }, actor);
  await budgets.set({ of: "key", name: ann.key.id, per: "month", limit: 5 }, actor);
  await budgets.set({ of: "team", name: "alma", per: "ever", limit: 5 }, actor);
  await budgets.set({ of: "everyone", name: "", per: "day", limit: 5 }, actor);
  await ann.client.embeddings.create({ model: "paid/e", input: "Ann's text" });
  await bob.client.embeddings.create({ model: "paid/e", input: "Bob's text" });
  await usedAfter(here, 2);
  const listed = await budgets.list();
  expect(Object.fromEntries(listed.map(({ of, used: sum }) => [of, sum]))).toEqual({
    user: SEVEN,
    key: SEVEN,
    team: 0,
    everyone: 2 * SEVEN,
  });
  const usage = await here.server.thorp.usage(forever);
  expect(usage.byModel).toEqual([
    { key: "paid/e", calls: 2, failed: 0, cached: 0, inputTokens: 14, outputTokens: 0, cost: 140_000 },
  ]);
  expect(usage.byAgent).toMatchObject([{ key: "embeddings", calls: 2 }]);
  expect(usage.runs.begun).toBe(0);
  const own = await fetch(`${here.server.url}/api/usage`, { headers: { authorization: `Bearer ${bob.key.key}` } });
  expect(await own.json()).toMatchObject({ calls: { calls: 1, cost: SEVEN } });
  expect(await here.server.thorp.listRuns({})).toEqual([]);
  const auth = { authorization: `Bearer ${ann.key.key}` };
  const metrics = await (await fetch(`${here.server.url}/metrics`, { headers: auth })).text();
  expect(metrics).toContain('thorp_model_calls_total{model="paid/e",tier="frontier",outcome="ok"} 2');
  expect(metrics).toContain('thorp_model_tokens_total{model="paid/e",tier="frontier",kind="input"} 14');
  expect(metrics).toContain('thorp_model_cost_usd_total{model="paid/e",tier="frontier"} 0.14');
  expect(metrics).not.toMatch(/thorp_runs_started_total [1-9]/);
});

it("cost nothing the second time, and that is recorded too", async () => {
  const here = await paidWorld();
  await here.server.thorp.accounts.budgets.set({ of: "everyone", name: "", per: "ever", limit: 0.5 }, actor);
  const client = clientOf(here.server);
  const ask = () => client.embeddings.create({ model: "paid/e", input: ["a", "b"] });
  const [first, second] = [await ask(), await ask()];
  expect(second.data).toEqual(first.data);
  expect([first.usage.total_tokens, second.usage.total_tokens]).toEqual([7, 0]);
  expect(sent(here)).toHaveLength(1);
  expect(await usedAfter(here, 2)).toEqual([SEVEN]);
  expect((await here.server.thorp.usage(forever)).byModel).toMatchObject([{ calls: 2, cached: 1, cost: 70_000 }]);
});

it.each([
  ["a user's budget", { of: "user", per: "day" }, {}],
  ["a key's budget", { of: "key", per: "ever" }, {}],
  ["everyone's budget", { of: "everyone", per: "month" }, {}],
  ["the configured budget of a day", undefined, { budgets: { day: 1000 as MicroDollars } }],
  ["the configured budget of one request", undefined, { budgets: { run: 1000 as MicroDollars } }],
] as const)("are refused with 402 when %s has no room, before anything is sent", async (_what, budget, options) => {
  const here = await paidWorld({}, options);
  const ann = await person(here, "ann", "admin");
  const name = { user: ann.user.id, key: ann.key.id, everyone: "" }[budget?.of ?? "everyone"];
  if (budget !== undefined) await here.server.thorp.accounts.budgets.set({ ...budget, name, limit: 0.001 }, actor);
  const refused = ann.client.embeddings.create({ model: "paid/e", input: "some words that cost too much" });
  await expect(refused).rejects.toMatchObject({
    status: 402,
    code: "budget_exceeded",
    type: "insufficient_quota",
    message: expect.stringMatching(
      /A call of paid\/e may cost \$\d.*only \$0\.0010? is free.*(?:thorp budgets set|budgets\.)/,
    ),
  });
  expect(sent(here)).toEqual([]);
  expect((await here.server.thorp.usage(forever)).calls.calls).toBe(0);
});

it("at once never spend more than the budget holds", async () => {
  const here = await paidWorld();
  // Each reserves more than it comes to in the end.
  await here.server.thorp.accounts.budgets.set({ of: "everyone", name: "", per: "day", limit: 0.5 }, actor);
  const client = clientOf(here.server);
  const ask = (input: string) => client.embeddings.create({ model: "paid/e", input });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, at) => ask(`one two three four five six seven eight ${at}`)),
  );
  const failed = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as { status: number }] : []));
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ status }) => status === 402)).toBe(true);
  expect((await usedAfter(here, 30 - failed.length))[0]).toBeLessThanOrEqual(0.5);
});

it("of two people in one batch are paid by each for the own part", async () => {
  const here = await paidWorld();
  const people = [await person(here, "ann", "admin"), await person(here, "bob")];
  for (const { user } of people)
    await here.server.thorp.accounts.budgets.set({ of: "user", name: user.id, per: "ever", limit: 90 }, actor);
  // The first takes the only slot; what comes meanwhile goes together.
  const ask = (at: number, input: string) => people[at]?.client.embeddings.create({ model: "paid/e", input });
  await Promise.all([ask(0, "first"), ask(0, "x".repeat(300)), ask(1, "y".repeat(100)), ask(1, "z")]);
  const sums = await usedAfter(here, 4);
  const cost = sent(here).length * SEVEN;
  expect(sums[0] ?? 0).toBeGreaterThan(0);
  expect(sums[1] ?? 0).toBeGreaterThan(0);
  expect((sums[0] ?? 0) + (sums[1] ?? 0)).toBeCloseTo(cost, 4);
});

it("cost what the provider says they do", async () => {
  const vector = { object: "embedding", index: 0, embedding: [1, 0] };
  const body = JSON.stringify({ data: [vector], usage: { prompt_tokens: 3, total_tokens: 3, cost: 0.0123 } });
  const here = await paidWorld({ endpoints: { "/v1/embeddings": { body } } });
  await here.server.thorp.accounts.budgets.set({ of: "everyone", name: "", per: "day", limit: 5 }, actor);
  await clientOf(here.server).embeddings.create({ model: "paid/e", input: "a" });
  expect(await usedAfter(here, 1)).toEqual([0.0123]);
});

it.each([
  ["nothing when the provider refuses", { status: 401, body: '{"error":{"message":"bad key sk-paid-1234567890"}}' }, 0],
  ["the reserve when it breaks", { status: 500, body: '{"error":{"message":"odd"}}' }, undefined],
  ["the reserve when nobody counts", { body: '{"data":[{"index":0,"embedding":[1]}]}' }, undefined],
  [
    "the reserve when the count is absurd",
    { body: '{"data":[{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":99999999}}' },
    undefined,
  ],
])("cost %s", async (_what, fault, cost) => {
  const here = await paidWorld({ endpoints: { "/v1/embeddings": fault } });
  await here.server.thorp.accounts.budgets.set({ of: "everyone", name: "", per: "day", limit: 5 }, actor);
  const asked = clientOf(here.server).embeddings.create({ model: "paid/e", input: "one two three four" });
  if ("status" in fault)
    await expect(asked).rejects.toMatchObject({ message: expect.not.stringContaining("1234567890") });
  else await asked;
  const [reserve = 0] = await usedAfter(here, 1);
  if (cost === undefined) expect(reserve).toBeGreaterThan(0.03);
  else expect(reserve).toBe(cost);
  expect((await here.server.thorp.usage(forever)).calls).toMatchObject({
    failed: "status" in fault ? 1 : 0,
    cost: Math.round(reserve * 1e6),
  });
});

it("that are given up while the provider works count in full", async () => {
  const here = await paidWorld({ endpoints: { "/v1/embeddings": { hang: "head" } } });
  await here.server.thorp.accounts.budgets.set({ of: "everyone", name: "", per: "day", limit: 5 }, actor);
  const gone = new AbortController();
  const asked = clientOf(here.server).embeddings.create(
    { model: "paid/e", input: "one two three" },
    { signal: gone.signal },
  );
  await expect.poll(() => sent(here).length).toBe(1);
  gone.abort();
  await expect(asked).rejects.toThrow();
  await expect
    .poll(async () => (await here.server.thorp.usage(forever)).failures)
    .toEqual([{ code: "cancelled", calls: 1 }]);
  expect((await used(here))[0]).toBeGreaterThan(0.02);
});

it("are refused for people who keep all at home", async () => {
  const here = await paidWorld();
  const ann = await person(here, "ann", "admin");
  await here.server.thorp.accounts.preferences.set(ann.user.id, { privacy: "local-only" }, actor);
  await expect(ann.client.embeddings.create({ model: "paid/e", input: "a" })).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(/local-only/),
  });
  expect(sent(here)).toEqual([]);
});
