/** Limits that are changed while the server runs. */
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { testServer } from "./test-server.ts";

it("counts requests and sockets by the new limits, and leaves the rest as it was", async () => {
  await using server = await testServer({ serve: { limits: { key: 1000 } } });
  const { users, keys } = server.thorp.accounts;
  const ada = await users.create({ name: "ada", role: "admin" }, { who: "test" });
  const { key } = await keys.create({ user: ada.id, name: "x", scopes: ["runs:read"] }, { who: "test" });
  const headers = { authorization: `Bearer ${key}` };
  const statuses = async (count: number) => {
    const all = [];
    for (let at = 0; at < count; at++) all.push((await fetch(`${server.url}/api/runs`, { headers })).status);
    return all;
  };
  expect(await statuses(4)).toEqual([200, 200, 200, 200]);
  server.adjust({ limits: { key: 2 } });
  expect(await statuses(4)).toEqual([200, 200, 429, 429]);
  // The same once more fills no bucket again.
  server.adjust({ limits: { key: 2 } });
  expect(await statuses(1)).toEqual([429]);
  server.adjust({ limits: { key: 1000 }, socketLimits: { perAddress: 1 } });
  expect(await statuses(4)).toEqual([200, 200, 200, 200]);
  const first = new WebSocket(`${server.url.replace("http", "ws")}/ws`, { headers });
  await new Promise((resolve) => first.once("open", resolve));
  const refused = new WebSocket(`${server.url.replace("http", "ws")}/ws`, { headers });
  await expect(new Promise((_, reject) => refused.once("error", reject))).rejects.toThrow("429");
  server.adjust({ socketLimits: { perAddress: 2 } });
  const second = new WebSocket(`${server.url.replace("http", "ws")}/ws`, { headers });
  await new Promise((resolve) => second.once("open", resolve));
  first.close();
  second.close();
});
