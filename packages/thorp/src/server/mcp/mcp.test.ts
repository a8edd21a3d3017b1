/** The official client against `/mcp`: the protocol of today and the one before. */
import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecordingTool } from "../../testing/recording-tool.ts";
import { keyScopes } from "../../wire/accounts.ts";
import { newestState, openAiWorld } from "../openai/testing-openai.ts";
import { type TestServer, testServer } from "../test-server.ts";

const actor = { who: "test" };
let server: TestServer;
const keys: Record<string, string> = {};
beforeAll(async () => {
  server = await testServer({ limits: { user: 0, key: 0, address: 0 } });
  const { users, keys: made } = server.thorp.accounts;
  await users.create({ name: "root", role: "admin" }, actor);
  for (const name of ["ann", "bob"]) {
    const { id: user } = await users.create({ name, role: "member" }, actor);
    keys[name] = (await made.create({ user, name, scopes: keyScopes }, actor)).key;
    keys[`${name}-writes`] = (await made.create({ user, name, scopes: ["runs:write"] }, actor)).key;
  }
});
afterAll(() => server[Symbol.asyncDispose]());

async function connected(key: string, mode: VersionNegotiationMode = "auto", url = server.url): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  const headers: Record<string, string> = key === "" ? {} : { authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  return client;
}

const eras: readonly VersionNegotiationMode[] = [{ pin: "2026-07-28" }, "legacy"];

describe.each(eras)("the protocol %o", (mode) => {
  it("lists teams as tools, always in the same order", async () => {
    const client = await connected(keys["ann"] ?? "", mode);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["ask_alma", "ask_magus", "ask_toollama", "ask_village"]);
    expect(tools[0]?.inputSchema).toMatchObject({ type: "object", required: ["text"] });
    await client.close();
  });

  it("asks a team, is told how far it is, and reads the run afterwards", async () => {
    const client = await connected(keys["ann"] ?? "", mode);
    const told: string[] = [];
    const result = await client.callTool(
      { name: "ask_toollama", arguments: { text: "What is 17 * 23? And convert 5 km to miles." } },
      { onprogress: ({ message }) => void told.push(message ?? "") },
    );
    expect(result.isError).toBeFalsy();
    expect(JSON.stringify(result.content)).toContain("391");
    const { run, conversation } = result.structuredContent as { run: string; conversation: string };
    expect(told.length).toBeGreaterThan(0);
    const { contents } = await client.readResource({ uri: `run://${run}` });
    expect(contents[0]).toMatchObject({ mimeType: "text/markdown", text: expect.stringContaining("391") });
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(`run://${run}`);
    const more = await client.callTool({ name: "ask_toollama", arguments: { text: "What is 2+2?", conversation } });
    expect(more.structuredContent).toMatchObject({ conversation });
    await client.close();
  });

  it("says in words what is wrong", async () => {
    const client = await connected(keys["ann"] ?? "", mode);
    await expect(client.callTool({ name: "ask_nobody", arguments: { text: "x" } })).rejects.toThrow(
      /no tool ask_nobody/,
    );
    expect(await client.callTool({ name: "ask_alma", arguments: { words: "x" } })).toMatchObject({ isError: true });
    for (const uri of ["run://run_0000", "file:///etc/passwd", "run://x/../y", `run://run_00/${"%".repeat(9)}`])
      await expect(client.readResource({ uri })).rejects.toThrow();
    await client.close();
  });
});

it("shows nothing of another user", async () => {
  const ann = await connected(keys["ann"] ?? "");
  const asked = await ann.callTool({ name: "ask_alma", arguments: { text: "What is 19283 + 74650?" } });
  const { run, conversation } = asked.structuredContent as { run: string; conversation: string };
  const bob = await connected(keys["bob"] ?? "");
  await expect(bob.readResource({ uri: `run://${run}` })).rejects.toThrow(/no run/);
  expect(JSON.stringify((await bob.listResources()).resources)).not.toContain(run);
  expect(await bob.callTool({ name: "ask_alma", arguments: { text: "2+2", conversation } })).toMatchObject({
    isError: true,
  });
  const writer = await connected(keys["ann-writes"] ?? "");
  await expect(writer.readResource({ uri: `run://${run}` })).rejects.toThrow();
  for (const client of [ann, bob, writer]) await client.close();
});

it.each(eras)("stops the run when the client of %o cancels", async (mode) => {
  await using world = await openAiWorld();
  world.replies.push({ text: ["One ", "never"], betweenMs: 60_000 });
  const client = await connected("", mode, world.server.url);
  const cancel = new AbortController();
  const told: string[] = [];
  const params = { name: "ask_solo", arguments: { text: "Count." } };
  const call = client.callTool(params, {
    signal: cancel.signal,
    onprogress: ({ message = "" }) => void told.push(message),
  });
  await expect.poll(() => newestState(world.server), { timeout: 10_000 }).toBe("running");
  cancel.abort();
  await expect(call).rejects.toThrow();
  await client.close();
  await expect.poll(() => newestState(world.server), { timeout: 10_000 }).toBe("cancelled");
});

it("says what was not done because nobody could be asked, and where it can be allowed", async () => {
  await using world = await openAiWorld({
    tools: ["slow_lookup", "add_line"].map((name) => createRecordingTool({ name }).tool),
  });
  const write = { name: "write_file", input: { path: "a.txt", text: "x" } };
  world.replies.push({ toolCalls: [write] }, { text: "It is not written." });
  const client = await connected("", "auto", world.server.url);
  const call = { name: "ask_desk", arguments: { text: "Write x to a.txt" } };
  const { content, structuredContent } = await client.callTool(call);
  const { run } = structuredContent as { run: string };
  expect(JSON.stringify(content)).toContain(`Where you can allow it: ${world.server.url}/runs/${run}`);
  await client.close();
});

describe("who may come in", () => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
  const post = (url: string, headers: Record<string, string> = {}, sent = body) =>
    fetch(`${url}/mcp`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: sent });

  it("asks for a key where there are users", async () => {
    const answer = await post(server.url);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="thorp"']);
    expect(await answer.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { data: { code: "auth-required" } } });
  });

  it("refuses pages of others, and other names for this machine", async () => {
    await using own = await testServer();
    expect((await post(own.url, { origin: "https://evil.example" })).status).toBe(403);
    expect((await post(own.url, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post(own.url, { accept: "application/json, text/event-stream" })).status).toBe(200);
  });

  it.each([
    ["", 400],
    ["{", 400],
    ["[]", 400],
    ["null", 400],
    ['{"jsonrpc":"2.0"}', 400],
    ["[".repeat(1000), 400],
  ])("answers %.20s in JSON-RPC", async (sent, status) => {
    const headers = { authorization: `Bearer ${keys["ann"]}`, accept: "application/json, text/event-stream" };
    const answer = await post(server.url, headers, sent);
    expect([answer.status, ((await answer.json()) as { jsonrpc: string }).jsonrpc]).toEqual([status, "2.0"]);
  });

  it("knows no other way in", async () => {
    for (const method of ["GET", "DELETE", "PUT"])
      expect(
        (await fetch(`${server.url}/mcp`, { method, headers: { authorization: `Bearer ${keys["ann"]}` } })).status,
      ).toBe(405);
  });
});
