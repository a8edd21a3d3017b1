import { expect, it } from "vitest";
import { testServer } from "../test-server.ts";

it("makes, lists and checks a backup", async () => {
  await using server = await testServer();
  const url = `${server.url}/api/backups`;
  const made = await fetch(url, { method: "POST" });
  expect(made.status).toBe(201);
  const backup = (await made.json()) as { name: string };
  expect(await (await fetch(url)).json()).toEqual({ backups: [backup] });
  const verified = await fetch(`${url}/${backup.name}/verify`, { method: "POST" });
  expect(await verified.json()).toEqual({ backup, problems: [] });
  expect((await fetch(`${url}/2020-01-01/verify`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${url}/..%2f..%2fetc/verify`, { method: "POST" })).status).toBe(400);
});

it("is refused where nothing is kept", async () => {
  await using server = await testServer({ dataDir: "memory" });
  const response = await fetch(`${server.url}/api/backups`, { method: "POST" });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining("nothing is kept") });
});

it("is for admins", async () => {
  await using server = await testServer();
  const { users, keys } = server.thorp.accounts;
  await users.create({ name: "ada", role: "admin" }, { who: "test" });
  const user = await users.create({ name: "bob", role: "member" }, { who: "test" });
  const { key } = await keys.create({ user: user.id, name: "x", scopes: ["runs:read", "runs:write"] }, { who: "test" });
  const response = await fetch(`${server.url}/api/backups`, { headers: { authorization: `Bearer ${key}` } });
  expect(response.status).toBe(403);
});
