/** Logins on several devices, listed and ended. */
import { expect, it } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";

const actor = { who: "test" };
const password = "correct horse battery";

interface Device {
  readonly cookie: string;
  readonly csrf: string;
}

async function login({ url }: TestServer, name: string, device: string): Promise<Device> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": device },
    body: JSON.stringify({ name, password }),
  });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "", csrf };
}

async function call({ url }: TestServer, { cookie, csrf }: Device, path: string, method = "GET") {
  const answer = await fetch(`${url}${path}`, { method, headers: { cookie, "x-csrf-token": csrf } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it("end on all other devices, on one, and by an admin; nobody ends those of others", async () => {
  await using server = await testServer();
  const { users } = server.thorp.accounts;
  const ada = await users.create({ name: "ada", role: "admin" }, actor);
  const bob = await users.create({ name: "bob", role: "member" }, actor);
  for (const { id } of [ada, bob]) await users.setPassword(id, password, { actor });
  const [phone, tablet, desk] = [
    await login(server, "bob", "phone"),
    await login(server, "bob", "tablet"),
    await login(server, "bob", "desk"),
  ];
  const admin = await login(server, "ada", "office");

  const listed = (await call(server, desk, "/api/sessions")).body["sessions"] as readonly Record<string, unknown>[];
  expect(new Set(listed.map(({ device, isCurrent, user }) => `${device} ${isCurrent} ${user}`))).toEqual(
    new Set([`desk true ${bob.id}`, `phone false ${bob.id}`, `tablet false ${bob.id}`]),
  );
  expect(JSON.stringify(listed)).not.toContain(desk.cookie.split("=")[1]);
  // What another asks for is only ever one's own.
  expect((await call(server, desk, `/api/sessions?user=${ada.id}`)).body["sessions"]).toEqual(listed);

  const { id } = listed.find(({ device }) => device === "phone") ?? {};
  expect((await call(server, desk, `/api/sessions?session=${id}`, "DELETE")).body).toEqual({ ended: 1 });
  expect((await call(server, phone, "/api/runs")).status).toBe(401);
  expect((await call(server, tablet, "/api/runs")).status).toBe(200);
  expect((await call(server, desk, "/api/sessions", "DELETE")).body).toEqual({ ended: 1 });
  expect([(await call(server, tablet, "/api/runs")).status, (await call(server, desk, "/api/runs")).status]).toEqual([
    401, 200,
  ]);

  expect((await call(server, desk, `/api/sessions?user=${ada.id}`, "DELETE")).status).toBe(403);
  expect((await call(server, admin, "/api/runs")).status).toBe(200);
  expect((await call(server, admin, "/api/sessions")).body["sessions"]).toHaveLength(2);
  expect((await call(server, admin, `/api/sessions?user=${bob.id}`, "DELETE")).body).toEqual({ ended: 1 });
  expect((await call(server, desk, "/api/runs")).status).toBe(401);
  expect(await server.thorp.accounts.audit.list({ limit: 1 })).toMatchObject([
    { who: ada.id, what: "session-end", on: bob.id, detail: "1" },
  ]);
});
