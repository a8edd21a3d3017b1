/** What admins do through the client, against the real server: users, keys, budgets, credentials, model servers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type TestServerOptions, testServer } from "../../thorp/src/server/test-server.ts";
import { startScriptedServer } from "../../thorp/src/testing/scripted-server.ts";
import { createThorpClient } from "./client.ts";

async function open(options: TestServerOptions = {}) {
  const server = await testServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { url: server.url, thorp: createThorpClient({ baseURL: server.url }) };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "thorp-client-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("makes users by link, and keys that count until they are revoked", async () => {
  const { url, thorp } = await open();
  expect(await thorp.session.show()).toEqual({ kind: "personal", hasUsers: false });
  const { user, link } = await thorp.users.create({ name: "ada", role: "admin" });
  const password = "correct horse battery";
  expect(await thorp.session.redeem({ token: link.token, password })).toMatchObject({ id: user.id, hasPassword: true });
  await expect(thorp.session.logIn("ada", "another password")).rejects.toMatchObject({ code: "auth-required" });
  expect(await thorp.session.logIn("ada", password)).toMatchObject({ kind: "user", role: "admin" });
  await expect(thorp.users.list()).rejects.toMatchObject({ code: "auth-required" });

  const login = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "ada", password }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { csrf } = (await login.json()) as { csrf: string };
  const asAda = createThorpClient({
    baseURL: url,
    fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set("cookie", cookie);
      headers.set("x-csrf-token", csrf);
      return fetch(input, { ...init, headers });
    },
  });
  const bob = await asAda.users.create({ name: "bob", role: "member" });
  expect(await asAda.users.change(bob.user.id, { role: "viewer", disabled: true })).toMatchObject({ role: "viewer" });
  expect((await asAda.users.link(bob.user.id)).user).toBe(bob.user.id);
  expect((await asAda.users.list()).map(({ name }) => name)).toEqual(["ada", "bob"]);

  const { id, key } = await asAda.keys.create({ name: "laptop", scopes: ["runs:read"] });
  const byKey = createThorpClient({ baseURL: url, key });
  expect(await byKey.runs.list()).toEqual([]);
  expect((await asAda.keys.list()).map((known) => known.name)).toEqual(["laptop"]);
  await asAda.keys.revoke(id);
  await expect(byKey.runs.list()).rejects.toMatchObject({ code: "auth-required" });
  await asAda.session.logOut();
  await expect(asAda.users.list()).rejects.toMatchObject({ code: "auth-required" });
});

it("sets and takes away budgets and credentials, whose secrets never come back", async () => {
  const { thorp } = await open({ configFolder: temporaryFolder() });
  const budget = { of: "everyone", name: "", per: "day" } as const;
  await thorp.budgets.set({ ...budget, limit: 2.5 });
  expect(await thorp.budgets.list()).toEqual([{ ...budget, limit: 2.5, used: 0 }]);
  await thorp.budgets.remove(budget);
  expect(await thorp.budgets.list()).toEqual([]);

  const credential = { of: "team", name: "alma", variable: "WEATHER_API_KEY" } as const;
  await thorp.credentials.set(credential, "a-long-secret-4711");
  const stored = await thorp.credentials.list();
  expect(stored).toMatchObject([{ ...credential, kind: "secret", ending: "4711" }]);
  expect(JSON.stringify(stored)).not.toContain("a-long");
  await thorp.credentials.remove(credential);
  expect(await thorp.credentials.list()).toEqual([]);
});

it("looks after model servers: what they hold, and fetching, loading and freeing models", async () => {
  const models = await startScriptedServer({ models: ["qwen2.5:3b"] });
  onTestFinished(() => models.close());
  const catalogue = join(temporaryFolder(), "models.yaml");
  writeFileSync(catalogue, `providers:\n  ollama: { kind: ollama, url: "${models.url}", tier: local, slots: 4 }\n`);
  const { thorp } = await open({ catalogues: [catalogue] });
  const id = "ollama/qwen2.5:3b";
  const [server] = await thorp.modelAdmin.servers();
  expect(server).toMatchObject({ url: models.url, kind: "ollama", slots: 4, running: 0 });
  const steps = [];
  for await (const step of thorp.modelAdmin.pull(id)) steps.push(step);
  expect(steps.map(({ status }) => status)).toContain("success");
  expect(steps).toContainEqual(expect.objectContaining({ total: 100, completed: 40 }));
  expect(await thorp.modelAdmin.load(id, { keepAlive: "10m" })).toMatchObject([{ ok: true }]);
  expect(await thorp.modelAdmin.unload(id)).toMatchObject([{ ok: true }]);
  expect(await thorp.modelAdmin.show("rules/english")).toMatchObject({ tier: "embedded" });
  const refused = async () => {
    for await (const _step of thorp.modelAdmin.pull("rules/english")) throw new Error("nothing is fetched");
  };
  await expect(refused()).rejects.toMatchObject({ code: "model-refused" });
  await expect(thorp.modelAdmin.test(id, { maxCost: 0 })).rejects.toMatchObject({ code: "route-unknown" });
});

it("says what is wrong with sources of tools, and trusts tools by name", async () => {
  const { thorp } = await open();
  expect(await thorp.toolAdmin.problems()).toEqual([]);
  expect(await thorp.toolAdmin.trust(["calculate"])).toEqual(["calculate"]);
  await expect(thorp.toolAdmin.trust(["calculat"])).rejects.toMatchObject({ code: "tool-unknown", status: 404 });
  expect((await thorp.tools()).find(({ name }) => name === "calculate")).toMatchObject({
    ...{ status: "ready", needs: [], source: { id: "built-in" }, input: { type: "object" } },
  });
});
