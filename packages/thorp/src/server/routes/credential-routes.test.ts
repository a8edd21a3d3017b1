import { expect, it } from "vitest";
import { testServer } from "../test-server.ts";

const actor = { who: "test" };

it("stores and forgets one's own where nobody is named; what others use is for admins", async () => {
  await using server = await testServer({ env: { THORP_MASTER_KEY: "07".repeat(32) } });
  const { users, keys, credentials } = server.thorp.accounts;
  await users.create({ name: "ada", role: "admin" }, actor);
  const bob = await users.create({ name: "bob", role: "member" }, actor);
  const { key } = await keys.create({ user: bob.id, name: "x", scopes: ["account"] }, actor);
  const call = (method: string, body?: object) =>
    fetch(`${server.url}/api/credentials/WEATHER_KEY`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  expect((await call("PUT", { secret: "a-long-secret" })).status).toBe(204);
  expect(credentials.list()).toMatchObject([{ of: "user", name: bob.id, variable: "WEATHER_KEY" }]);
  expect((await call("PUT", { secret: "a-long-secret", of: "everyone" })).status).toBe(403);
  expect((await call("PUT", { secret: "a-long-secret", of: "team", name: "alma" })).status).toBe(403);
  expect(await (await call("DELETE")).json()).toEqual({ removed: true });
  expect(credentials.list()).toEqual([]);
});
