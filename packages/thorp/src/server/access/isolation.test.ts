/** Every route of the list, asked with no right, with too little right, and for what belongs to somebody else. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { type KeyScope, keyScopes, type Role } from "../../wire/accounts.ts";
import { type Route, scopeOf } from "../route.ts";
import { routeList } from "../route-list.ts";
import { serverEvents, type TestServer, testServer } from "../test-server.ts";
import { sampleInput } from "./sample-input.ts";

const routes = routeList({ clock: createSystemClock(), closing: new AbortController().signal, version: "0" });
const actor = { who: "test" };
const MARK = "19283 + 74650";
/** What the other's things are called in inputs. */
let theirs: Record<"run" | "conversation" | "key" | "user" | "blob" | "hash" | "rule" | "sandbox", string>;
let server: TestServer;
let keyOf: Record<"admin" | "alice" | "bob" | "viewer" | "expired" | "revoked", string>;
let keyWith: ReadonlyMap<KeyScope, string>;

beforeAll(async () => {
  server = await testServer({ limits: { user: 0, key: 0, address: 0 } });
  const { users, keys } = server.thorp.accounts;
  const make = async (name: string, role: Role, scopes: readonly KeyScope[] = keyScopes, expiresAt?: number) => {
    const user = users.find(name) ?? (await users.create({ name, role }, actor));
    return keys.create({ user: user.id, name: "t", scopes, ...(expiresAt === undefined ? {} : { expiresAt }) }, actor);
  };
  const [admin, alice, bob, viewer] = [
    await make("admin", "admin"),
    await make("alice", "member"),
    await make("bob", "member"),
    await make("viewer", "viewer"),
  ];
  const revoked = await make("admin", "admin");
  await keys.revoke(revoked.id, actor);
  const expired = await make("admin", "admin", keyScopes, Date.now() + 500);
  await vi.waitFor(() => expect(server.thorp.accounts.door.byKey(expired.key).ok).toBe(false), 10_000);
  keyOf = {
    ...{ admin: admin.key, alice: alice.key, bob: bob.key, viewer: viewer.key },
    ...{ expired: expired.key, revoked: revoked.key },
  };
  keyWith = new Map(
    await Promise.all(keyScopes.map(async (scope) => [scope, (await make("admin", "admin", [scope])).key] as const)),
  );
  const asked = await call(alice.key, "post", "/api/runs", {
    text: `What is ${MARK}?`,
    attachments: [{ name: "secret.txt", base64: Buffer.from(MARK).toString("base64") }],
  });
  const { run, conversation } = (await asked.json()) as { run: string; conversation: string };
  for await (const _update of server.thorp.follow(run));
  const start = (await server.thorp.events(run))[0];
  const blob = start?.type === "run-start" ? (start.request.attachments[0]?.blob ?? "") : "";
  const { id: sandbox } = await server.thorp.sandboxes.open({ kind: "javascript", owner: alice.user });
  await server.thorp.sandboxes.use(sandbox, (open) => open.writeFile("x", Buffer.from(MARK)));
  const rule = await ruleOf(alice.user);
  theirs = { rule, sandbox, run, conversation, key: alice.id, user: alice.user, blob, hash: blob };
});
afterAll(() => server[Symbol.asyncDispose]());

/** An approval that stands for this user. */
async function ruleOf(user: string): Promise<string> {
  const { approvals } = server.thorp.accounts;
  const standing = { tool: "t", effect: "write", match: "folder", value: `/${MARK}`, summary: MARK } as const;
  await approvals.add({ user, ...standing }, actor);
  return approvals.list(user)[0]?.id ?? "";
}

function call(key: string | undefined, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(server.url + path, {
    method: method.toUpperCase(),
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
}

/** With the ids of Alice wherever an input has a place for them. */
function callFor(route: Route, key: string | undefined): Promise<Response> {
  const fill = { ...theirs, limit: 50 };
  const values = (schema: Route["params"]) =>
    schema === undefined ? {} : (sampleInput(schema, fill) as Record<string, unknown>);
  const params = values(route.params);
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams(
    Object.entries(values(route.query)).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const body = route.body === undefined ? undefined : sampleInput(route.body, theirs);
  return call(key, route.method, query === "" ? path : `${path}?${query}`, body);
}

/** Of a stream that goes on for ever. */
async function firstEvent(answer: Response): Promise<string> {
  for await (const { data } of serverEvents(answer)) return data;
  return "";
}

const named = routes.map((route) => [route.id, route] as const);
const closed = named.filter(([, { access }]) => access !== "public");

describe("every route", () => {
  it.each(closed)("%s asks who it is", async (_id, route) => {
    const answer = await callFor(route, undefined);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="thorp"']);
  });

  it.each(named)("%s refuses a wrong, an expired and a revoked key", async (_id, route) => {
    for (const key of [`thorp_key_${route.id}`, keyOf.expired, keyOf.revoked]) {
      // Wrong ones are counted; here it is about each of them.
      const answer = await callFor(route, key);
      expect([401, 429]).toContain(answer.status);
      await answer.body?.cancel();
    }
  });

  it.each(closed)("%s refuses a key without its scope, and a role that is too small", async (_id, route) => {
    for (const [scope, key] of keyWith) {
      if (scope === scopeOf(route)) continue;
      expect([scope, (await callFor(route, key)).status]).toEqual([scope, 403]);
    }
    if (route.access !== "viewer") expect((await callFor(route, keyOf.viewer)).status).toBe(403);
    if (route.access === "admin") expect((await callFor(route, keyOf.bob)).status).toBe(403);
  });

  it.each(named)("%s shows and changes nothing of another user", async (_id, route) => {
    const answer = await callFor(route, keyOf.bob);
    const text = answer.ok && route.reply.kind === "events" ? await firstEvent(answer) : await answer.text();
    expect(text).not.toContain(MARK);
    if (route.access === "admin") expect(answer.status).toBe(403);
    else if (!["none", "caller"].includes(route.owned)) expect(answer.status).toBe(404);
    // What does not name the thing itself may be answered, but without it.
    if (answer.ok)
      for (const id of [theirs.run, theirs.conversation, theirs.key, theirs.rule, theirs.sandbox])
        expect(text).not.toContain(id);
  });
});

it("is the owner's own denial: she gets what the others do not", async () => {
  const { run, conversation } = theirs;
  for (const key of [keyOf.alice, keyOf.admin]) {
    expect(await (await call(key, "get", `/api/runs/${run}`)).text()).toContain(MARK);
    expect(await (await call(key, "get", "/api/runs")).text()).toContain(run);
  }
  expect(server.thorp.accounts.keys.find(theirs.key)).toBeDefined();
  const more = (key: string) => call(key, "post", "/api/runs", { text: "2+2", conversation });
  expect([await more(keyOf.bob), await more(keyOf.admin), await more(keyOf.alice)].map(({ status }) => status)).toEqual(
    [404, 403, 202],
  );
});

it("every route that names a thing of somebody says so", () => {
  for (const { id, path, owned } of routes)
    for (const thing of ["run", "conversation", "key", "rule", "sandbox"] as const)
      if (path.includes(`{${thing}}`)) expect([id, owned]).toEqual([id, thing]);
});
