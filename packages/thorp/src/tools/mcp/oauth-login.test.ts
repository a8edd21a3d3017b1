/** Logging in at a scripted authorization server, and calls with what it gave. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createTestContext } from "../data/test-context.ts";
import type { McpServer } from "../mcp-server.ts";
import { createGuardedChannel } from "./guarded-channel.ts";
import type { LoginStore } from "./login-state.ts";
import { agreeTo, lookAtServer } from "./look-at-server.ts";
import { createMcpSource } from "./mcp-source.ts";
import { type LoginOptions, logIn } from "./oauth-login.ts";
import { plainSpawn } from "./spawn-program.ts";
import { type OAuthWorld, startOAuthWorld } from "./testing-oauth.ts";

const quiet = new AbortController().signal;
let world: OAuthWorld;
let kept = "";
let server: McpServer;
const store: LoginStore = {
  read: () => kept,
  async write(text) {
    kept = text;
  },
};
beforeEach(async () => {
  world = await startOAuthWorld();
  kept = "";
  server = { name: "guarded", entry: { url: world.url } };
});
afterEach(() => world.close());

const channel = () => createGuardedChannel({ allowHosts: [new URL(world.url).host, new URL(world.issuer).host] });
const options = () => ({
  ...{ env: {}, spawnProgram: plainSpawn(), fetch: channel(), login: () => store, version: "test" },
});
const look = () => lookAtServer(server, options(), quiet);

function login(more: Partial<LoginOptions> = {}): Promise<void> {
  let address = "";
  return logIn({
    ...{ server, store, fetch: channel(), redirectUrl: "http://127.0.0.1:9/callback", state: "a-word" },
    show: (shown) => {
      address = shown;
    },
    callback: () => world.browse(address),
    ...more,
  });
}

it("logs in with PKCE and the resource, calls with the token over the protocol of today, and renews it once for all", async () => {
  await expect(look()).rejects.toMatchObject({ code: "auth-required", hint: "Run `thorp mcp login guarded`." });
  await login();
  expect(world.asked[0]?.get("resource")).toBe(world.url);
  const found = await look();
  expect([found.protocol, found.tools.map(({ name }) => name)]).toEqual(["2026-07-28", ["whoami"]]);
  expect(JSON.parse(kept)).toMatchObject({ url: world.url, issuer: world.issuer });
  const folder = await mkdtemp(join(tmpdir(), "thorp-oauth-"));
  const clock = createSystemClock();
  await agreeTo(server, found, { folder, clock });
  const source = createMcpSource({ ...options(), server, folder, clock });
  const [tool] = (await source.load()).tools;
  const call = async () => (await tool?.execute({}, await createTestContext()))?.text;
  expect(await call()).toBe("a friend");
  world.expire();
  expect(await Promise.all([call(), call()])).toEqual(["a friend", "a friend"]);
  await source.close?.();
  expect(world.asked.map((body) => body.get("grant_type"))).toEqual(["authorization_code", "refresh_token"]);
  expect(world.shown.filter((shown) => shown !== "").every((shown) => shown.startsWith("Bearer at-"))).toBe(true);
});

it("asks for a login again when the token cannot be renewed, and begins none by itself", async () => {
  await login();
  world.expire();
  world.how.refuseRefresh = true;
  await expect(look()).rejects.toMatchObject({ code: "auth-required" });
  expect(world.asked.at(-1)?.get("grant_type")).toBe("refresh_token");
});

it("sends a token to no other server", async () => {
  await login();
  const other = await startOAuthWorld();
  try {
    const fetch = createGuardedChannel({ allowHosts: [new URL(other.url).host] });
    const elsewhere = { env: {}, spawnProgram: plainSpawn(), fetch, login: () => store, version: "test" };
    const moved: McpServer = { name: "guarded", entry: { url: other.url } };
    await expect(lookAtServer(moved, elsewhere, quiet)).rejects.toMatchObject({ code: "auth-required" });
    expect(new Set(other.shown)).toEqual(new Set([""]));
  } finally {
    await other.close();
  }
});

describe("a login is refused", () => {
  it("when the browser brings another state", async () => {
    const callback = async () => new URLSearchParams({ code: "x", state: "another" });
    await expect(login({ callback })).rejects.toMatchObject({ code: "auth-required", message: /another login/ });
    expect(world.asked).toEqual([]);
  });

  it("when another issuer answers, in the answer or in its metadata", async () => {
    world.how.iss = "https://evil.example";
    await expect(login()).rejects.toMatchObject({ code: "auth-required" });
    expect(world.asked).toEqual([]);
    world.how.issuer = "https://evil.example";
    await expect(login()).rejects.toMatchObject({ code: "auth-required" });
    expect(world.asked).toEqual([]);
  });

  it("when the address to open is none for a browser", async () => {
    world.how.authorize = "file:///etc/passwd";
    await expect(login()).rejects.toMatchObject({ code: "auth-required" });
  });

  it("when the issuer stands at a private address that nobody named", async () => {
    const fetch = createGuardedChannel({ allowHosts: [new URL(world.url).host] });
    await expect(login({ fetch })).rejects.toMatchObject({ code: "auth-required" });
    expect(world.asked).toEqual([]);
  });

  it("of a program", async () => {
    await expect(login({ server: { name: "p", entry: { command: "p" } } })).rejects.toMatchObject({ code: "usage" });
  });
});

it("reaches no private address that was not named", async () => {
  const options = {
    env: {},
    spawnProgram: plainSpawn(),
    fetch: createGuardedChannel({ allowHosts: [] }),
    version: "test",
  };
  await expect(lookAtServer(server, options, quiet)).rejects.toThrow(/not an address of the public internet/);
  expect(world.shown).toEqual([]);
});
