/** The proxy settings in deploy/, in the real nginx and the real Caddy: streams, sockets, who is believed. */
import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { testServer } from "../../src/server/test-server.ts";
import { openApi } from "../api/api-bench.ts";
import { PUBLIC_NAME, startProxy, type TestProxy } from "./test-proxy.ts";

const origin = `https://${PUBLIC_NAME}`;
/** Says two words, and the third after a minute. */
const slowly = { one: () => ({ text: ["Hens lay ", "eggs ", "never"], betweenMs: 60_000 }) };

async function behind(kind: "nginx" | "caddy") {
  const { server } = await openApi(slowly, { requireUsers: true, serve: { trustedProxies: ["127.0.0.1"] } });
  const { users, keys } = server.thorp.accounts;
  const ada = await users.create({ name: "ada", role: "admin" }, { who: "test" });
  const { key } = await keys.create({ user: ada.id, name: "x", scopes: ["runs:read", "runs:write"] }, { who: "test" });
  const proxy = await startProxy(kind, Number(new URL(server.url).port));
  return { server, proxy, authorization: `Bearer ${key}` };
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part as string;
  return text;
}

/** What came until the words did; leaves then. */
async function until(response: IncomingMessage, words: string): Promise<string> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) {
    text += part as string;
    if (text.includes(words)) break;
  }
  return text;
}

/** "open", or the status with which the upgrade was refused. */
function socketThrough(
  { port, ca }: TestProxy,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const how: ClientOptions & { readonly servername: string } = { ca, servername: PUBLIC_NAME, headers };
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws`, how);
  return new Promise((resolve) => {
    socket.once("open", () => {
      socket.close();
      resolve("open");
    });
    socket.once("unexpected-response", (_request, { statusCode }) => resolve(String(statusCode)));
    socket.once("error", ({ message }) => resolve(message));
  });
}

describe.each(["nginx", "caddy"] as const)("behind %s", (kind) => {
  it("streams word by word, and believes nothing that the client wrote about itself", async () => {
    const world = await behind(kind);
    await using proxy = world.proxy;
    const { authorization } = world;
    expect(JSON.parse(await textOf(await proxy.send("/livez")))).toMatchObject({ ok: true });
    expect((await proxy.send("/api/runs")).statusCode).toBe(401);

    const asked = { method: "POST", headers: { authorization, accept: "text/event-stream" }, body: { text: "Hens?" } };
    const stream = await proxy.send("/api/runs", asked);
    expect(stream.headers["content-type"]).toMatch("text/event-stream");
    // The model is still at it: nothing on the way waited for the end.
    expect(await until(stream, "Hens lay ")).not.toContain("never");

    const host = { host: PUBLIC_NAME, authorization };
    expect(await socketThrough(proxy, { ...host, origin })).toBe("open");
    expect(await socketThrough(proxy, { ...host, origin: "https://evil.example" })).toBe("403");
    const lies = { forwarded: "for=8.8.8.8;host=evil.example;proto=https", "x-forwarded-host": "evil.example" };
    expect(await socketThrough(proxy, { ...host, ...lies, origin: "https://evil.example" })).toBe("403");
  });
});

it("is refused through a proxy that the server was not told of", async () => {
  await using server = await testServer();
  await using proxy = await startProxy("nginx", Number(new URL(server.url).port));
  const response = await proxy.send("/api/runs");
  expect([response.statusCode, JSON.parse(await textOf(response))]).toMatchObject([403, { code: "access-denied" }]);
});
