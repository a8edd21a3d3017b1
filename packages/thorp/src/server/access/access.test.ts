/** Users, keys and cookies against a real server. */
import { describe, expect, it } from "vitest";
import type { NewApiKey, User } from "../../wire/accounts.ts";
import { type TestServer, testServer } from "../test-server.ts";

const actor = { who: "test" };

async function withAdmin(server: TestServer): Promise<{ readonly admin: User; readonly key: NewApiKey }> {
  const { users, keys } = server.thorp.accounts;
  const admin = await users.create({ name: "ada", role: "admin" }, actor);
  const key = await keys.create(
    { user: admin.id, name: "test", scopes: ["runs:read", "runs:write", "v1", "account", "admin"] },
    actor,
  );
  return { admin, key };
}

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

describe("a key", () => {
  it("is not asked for while there are no users, and is from then on", async () => {
    await using server = await testServer();
    expect((await fetch(`${server.url}/api/runs`)).status).toBe(200);
    const { key } = await withAdmin(server);
    const without = await fetch(`${server.url}/api/runs`);
    expect(without.status).toBe(401);
    expect(without.headers.get("www-authenticate")).toBe('Bearer realm="thorp"');
    expect(await without.json()).toMatchObject({ code: "auth-required", hint: expect.stringContaining("thorp keys") });
    expect((await fetch(`${server.url}/api/runs`, bearer(key.key))).status).toBe(200);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    expect(server.thorp.accounts.keys.find(key.id)?.lastUsedAt).toBeGreaterThan(0);
  });

  it("that is wrong, revoked, expired or of a disabled user is refused, also where none is needed", async () => {
    await using server = await testServer();
    const { admin, key } = await withAdmin(server);
    const { users, keys } = server.thorp.accounts;
    const other = await users.create({ name: "bob", role: "member" }, actor);
    const make = (user: string, expiresAt?: number) =>
      keys.create({ user, name: "x", scopes: ["runs:read"], ...(expiresAt === undefined ? {} : { expiresAt }) }, actor);
    const revoked = await make(admin.id);
    await keys.revoke(revoked.id, actor);
    const expired = await make(admin.id, Date.now() + 5);
    const disabled = await make(other.id);
    await users.change(other.id, { disabled: true }, actor);
    await expect.poll(async () => (await fetch(`${server.url}/api/runs`, bearer(expired.key))).status).toBe(401);
    for (const wrong of ["", "thorp_key_wrong", `${key.key}x`, revoked.key, expired.key, disabled.key]) {
      for (const path of ["/api/runs", "/livez", "/v1/models", "/nowhere"])
        expect([wrong, (await fetch(server.url + path, bearer(wrong))).status]).toEqual([wrong, 401]);
    }
  });

  it("opens what its scopes and its user's role allow, and says what is missing", async () => {
    await using server = await testServer();
    await withAdmin(server);
    const { users, keys } = server.thorp.accounts;
    const viewer = await users.create({ name: "vic", role: "viewer" }, actor);
    const key = await keys.create({ user: viewer.id, name: "x", scopes: ["runs:read", "runs:write"] }, actor);
    expect((await fetch(`${server.url}/api/runs`, bearer(key.key))).status).toBe(200);
    const models = await fetch(`${server.url}/v1/models`, bearer(key.key));
    expect([models.status, await models.json()]).toMatchObject([
      403,
      { error: { message: expect.stringContaining("scope v1"), type: "permission_error" } },
    ]);
    const asked = await fetch(`${server.url}/api/runs`, {
      method: "POST",
      headers: { ...bearer(key.key).headers, "content-type": "application/json" },
      body: '{"text":"2+2"}',
    });
    expect([asked.status, await asked.json()]).toMatchObject([403, { detail: expect.stringContaining("role member") }]);
  });

  it("that is wrong again and again ends in 429 for that address", async () => {
    await using server = await testServer();
    await withAdmin(server);
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await fetch(`${server.url}/api/runs`, bearer(`no${i}`))).status);
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401));
    expect(statuses.slice(30)).toEqual([429, 429]);
    const blocked = await fetch(`${server.url}/api/runs`, bearer("no"));
    expect(Number(blocked.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("a server that others can reach", () => {
  it("lets nobody in without users, and takes its first admin over a link that works once", async () => {
    await using server = await testServer({ requireUsers: true });
    expect((await fetch(`${server.url}/api/runs`)).status).toBe(401);
    const { token } = await server.thorp.accounts.links.setup();
    const redeem = (given: string, name = "ada") =>
      fetch(`${server.url}/api/links/redeem`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": "10.0.0.1" },
        body: JSON.stringify({ token: given, password: "correct horse", name }),
      });
    expect((await redeem("wrong")).status).toBe(403);
    const both = await Promise.all([redeem(token), redeem(token, "eve")]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 403]);
    expect(server.thorp.accounts.users.list()).toMatchObject([{ role: "admin" }]);
    expect((await redeem(token, "other")).status).toBe(403);
  });
});

describe("a login", () => {
  const json = { "content-type": "application/json" };
  const login = (server: TestServer, password: string) =>
    fetch(`${server.url}/api/session`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ name: "Ada", password }),
    });

  it("gives a cookie that pages of ours use, and changes nothing without its token", async () => {
    await using server = await testServer({ requireUsers: true });
    const { links } = server.thorp.accounts;
    const { token } = await links.setup();
    await links.redeem({ token, password: "correct horse", name: "ada" }, undefined);
    expect((await login(server, "wrong")).status).toBe(401);
    const answer = await login(server, "correct horse");
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^thorp_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Expires=/);
    const { csrf } = (await answer.json()) as { csrf: string };
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    const call = (
      init: { method?: string; body?: string; headers?: Record<string, string> } = {},
      path = "/api/runs",
    ) => fetch(server.url + path, { ...init, headers: { ...headers, ...init.headers } });
    expect((await call()).status).toBe(200);
    expect(await (await call({}, "/api/session")).json()).toMatchObject({ user: { name: "ada" }, csrf });
    const ask = { method: "POST", body: '{"text":"2+2"}' };
    expect((await call({ ...ask, headers: json })).status).toBe(403);
    expect((await call({ ...ask, headers: { ...json, "x-csrf-token": "wrong" } })).status).toBe(403);
    expect((await call({ ...ask, headers: { ...json, "x-csrf-token": csrf } })).status).toBe(202);
    for (const foreign of [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])
      expect((await call({ headers: foreign })).status).toBe(403);
    const out = await call({ method: "DELETE", headers: { "x-csrf-token": csrf } }, "/api/session");
    expect([out.status, out.headers.get("set-cookie")]).toEqual([204, expect.stringContaining("thorp_session=;")]);
    expect((await call()).status).toBe(401);
  });

  it("that fails too often has to wait, with the right password too", async () => {
    await using server = await testServer();
    const { admin } = await withAdmin(server);
    await server.thorp.accounts.users.setPassword(admin.id, "correct horse", { actor });
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) statuses.push((await login(server, `wrong ${i}`)).status);
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
    const blocked = await login(server, "correct horse");
    expect([blocked.status, Number(blocked.headers.get("retry-after")) > 0]).toEqual([429, true]);
  });
});
