/** The routes about people against input of every kind: a refusal, never a 500, and the server goes on. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { keyScopes } from "../../wire/accounts.ts";
import type { Route } from "../route.ts";
import { routeList } from "../route-list.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { sampleInput } from "./sample-input.ts";

const tags = new Set([
  "session",
  "users",
  "keys",
  "budgets",
  "preferences",
  "credentials",
  "audit",
  "approvals",
  "sandboxes",
]);
const routes = routeList({ clock: createSystemClock(), closing: new AbortController().signal, version: "0" }).filter(
  ({ tag }) => tags.has(tag),
);
const actor = { who: "test" };
const NO_LIMITS = { user: 0, key: 0, address: 0 };
let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({ limits: NO_LIMITS });
  const { users, keys } = server.thorp.accounts;
  const { id: user } = await users.create({ name: "ada", role: "admin" }, actor);
  key = (await keys.create({ user, name: "t", scopes: keyScopes }, actor)).key;
});
afterAll(() => server[Symbol.asyncDispose]());

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("", "\u0000", "../../x", "%", "__proto__", "x".repeat(5000), "\ud800", "null", "-1", "1e999"),
);

/** The right input with one member exchanged for something else, or something else altogether. */
function bodyFor(route: Route): fc.Arbitrary<unknown> {
  if (route.body === undefined) return fc.constant(undefined);
  const right = sampleInput(route.body, {});
  const names = typeof right === "object" && right !== null ? Object.keys(right) : [];
  return fc.oneof(
    fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text) as unknown),
    fc
      .record({ name: fc.constantFrom("", "x", ...names), value: fc.oneof(odd, fc.jsonValue()) })
      .map(({ name, value }) => ({
        ...(right as object),
        [name]: value,
      })),
  );
}

it.each(routes.map((route) => [route.id, route] as const))("%s never fails inside", async (_id, route) => {
  const input = fc.record({
    body: bodyFor(route),
    part: odd,
    query: fc.dictionary(
      fc.constantFrom("user", "of", "per", "name", "limit", "before", "state", "code", "verify", "z"),
      odd,
      { maxKeys: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(input, async ({ body, part, query }) => {
      const path = route.path.replace(/\{\w+\}/g, () => encodeURIComponent(part.toWellFormed()) || "x");
      const search = new URLSearchParams(
        Object.entries(query).map(([k, v]): [string, string] => [k, v.toWellFormed()]),
      );
      const answer = await fetch(`${server.url}${path}?${search.toString()}`, {
        method: route.method.toUpperCase(),
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await answer.body?.cancel();
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 40, seed: 20261127 },
  );
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

it("takes no header for more than it is", async () => {
  for (const authorization of ["Bearer", "Basic YTpi", "bearer  x", "Bearer a b", `Bearer ${"x".repeat(5000)}`, "é"])
    expect((await fetch(`${server.url}/api/runs`, { headers: { authorization } })).status).toBe(401);
  for (const cookie of ["thorp_session", "thorp_session=", "thorp_session=x", "=;;;=", "__Host-thorp=x"])
    expect((await fetch(`${server.url}/api/runs`, { headers: { cookie } })).status).toBe(401);
});
