/** The official client against the card and `/a2a`. */
import { type Part, Role, type Task, TaskState } from "@a2a-js/sdk";
import { type Client, ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory } from "@a2a-js/sdk/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const withKey =
  (key: string): typeof fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    if (key !== "") headers.set("authorization", `Bearer ${key}`);
    return fetch(input, { ...init, headers });
  };

function connected(key: string, url = server.url): Promise<Client> {
  const fetchImpl = withKey(key);
  const factory = new ClientFactory({
    transports: [new JsonRpcTransportFactory({ fetchImpl })],
    cardResolver: new DefaultAgentCardResolver({ fetchImpl }),
  });
  return factory.createFromUrl(url);
}

function ask(text: string, { tenant = "toollama", contextId = "", taskId = "", parts = [] as Part[] } = {}) {
  const said: Part = { content: { $case: "text", value: text }, metadata: undefined, filename: "", mediaType: "" };
  const message = {
    ...{ messageId: `m-${Math.random()}`, contextId, taskId, role: Role.ROLE_USER },
    ...{ parts: [said, ...parts], metadata: undefined, extensions: [], referenceTaskIds: [] },
  };
  return { tenant, message, configuration: undefined, metadata: undefined };
}

const textsOf = (task: Task) => JSON.stringify(task.artifacts.map(({ parts }) => parts));

describe("the card", () => {
  it("names no team to strangers, and all of them to who has a key", async () => {
    const card = async (key: string) => {
      const answer = await withKey(key)(`${server.url}/.well-known/agent-card.json`);
      return (await answer.json()) as { skills: { id: string }[]; supportedInterfaces: { url: string }[] };
    };
    expect((await card("")).skills.map(({ id }) => id)).toEqual(["ask"]);
    const known = await card(keys["ann"] ?? "");
    expect(known.skills.map(({ id }) => id)).toContain("toollama");
    expect(known.supportedInterfaces[0]?.url).toBe(`${server.url}/a2a`);
    const client = await connected(keys["ann"] ?? "");
    expect((await client.getAgentCard()).skills.map(({ id }) => id)).toContain("toollama");
  });
});

describe("a task", () => {
  it("is begun, awaited, looked up and found again, and goes on under its context", async () => {
    const client = await connected(keys["ann"] ?? "");
    const task = (await client.sendMessage(ask("What is 17 * 23?"))) as Task;
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(textsOf(task)).toContain("391");
    const again = await client.getTask({ tenant: "", id: task.id, historyLength: 1 });
    expect(again).toMatchObject({ id: task.id, contextId: task.contextId });
    expect(again.history).toHaveLength(1);
    const more = (await client.sendMessage(ask("What is 2 + 2?", { contextId: task.contextId }))) as Task;
    expect(more.contextId).toBe(task.contextId);
    const list = { tenant: "", status: TaskState.TASK_STATE_COMPLETED, pageToken: "", statusTimestampAfter: undefined };
    const first = await client.listTasks({ ...list, contextId: task.contextId, pageSize: 1 });
    expect([first.tasks.map(({ id }) => id), first.totalSize]).toEqual([[more.id], 2]);
    const rest = await client.listTasks({ ...list, contextId: task.contextId, pageToken: first.nextPageToken });
    expect([rest.tasks.map(({ id }) => id), rest.nextPageToken]).toEqual([[task.id], ""]);
  });

  it("takes files along", async () => {
    const client = await connected(keys["ann"] ?? "");
    const file: Part = {
      ...{ content: { $case: "raw", value: Buffer.from("The mill turns at noon.") }, metadata: undefined },
      ...{ filename: "mill.txt", mediaType: "text/plain" },
    };
    const task = (await client.sendMessage(
      ask("When does the mill turn, as mill.txt says?", { parts: [file] }),
    )) as Task;
    expect(textsOf(task)).toContain("noon");
  });

  it("streams, goes on when the client leaves, and is taken up again", async () => {
    await using world = await openAiWorld();
    world.replies.push({ text: ["One ", "two ", "three."], betweenMs: 400 });
    const client = await connected("", world.server.url);
    let id = "";
    for await (const { payload } of client.sendMessageStream(ask("Count.", { tenant: "solo" }))) {
      if (payload?.$case === "task") id = payload.value.id;
      if (payload?.$case === "artifactUpdate") break;
    }
    const seen: string[] = [];
    for await (const { payload } of client.resubscribeTask({ tenant: "", id })) {
      if (payload?.$case === "statusUpdate") seen.push(TaskState[payload.value.status?.state ?? 0] ?? "");
    }
    expect(seen.at(-1)).toBe("TASK_STATE_COMPLETED");
    expect(textsOf(await client.getTask({ tenant: "", id }))).toContain("One two three.");
    await expect(client.resubscribeTask({ tenant: "", id }).next()).rejects.toThrow(/has ended/);
  });

  it("is cancelled, once", async () => {
    await using world = await openAiWorld();
    world.replies.push({ text: ["One ", "never"], betweenMs: 60_000 });
    const client = await connected("", world.server.url);
    const now = { ...ask("Count.", { tenant: "solo" }), configuration: immediately };
    const task = (await client.sendMessage(now)) as Task;
    expect(task.status?.state).toBe(TaskState.TASK_STATE_WORKING);
    const ended = await client.cancelTask({ tenant: "", id: task.id, metadata: undefined });
    expect(ended.status?.state).toBe(TaskState.TASK_STATE_CANCELED);
    expect(await newestState(world.server)).toBe("cancelled");
    await expect(client.cancelTask({ tenant: "", id: task.id, metadata: undefined })).rejects.toThrow(/ended already/);
  });

  it("of another user is not there", async () => {
    const [ann, bob] = [await connected(keys["ann"] ?? ""), await connected(keys["bob"] ?? "")];
    const { id, contextId } = (await ann.sendMessage(ask("What is 19283 + 74650?"))) as Task;
    await expect(bob.getTask({ tenant: "", id })).rejects.toThrow(/no run/);
    await expect(bob.cancelTask({ tenant: "", id, metadata: undefined })).rejects.toThrow(/no run/);
    await expect(bob.resubscribeTask({ tenant: "", id }).next()).rejects.toThrow(/no run/);
    await expect(bob.sendMessage(ask("2+2", { contextId }))).rejects.toThrow(/no conversation/);
    const all = { tenant: "", contextId: "", status: TaskState.TASK_STATE_UNSPECIFIED, pageToken: "" };
    const { tasks } = await bob.listTasks({ ...all, statusTimestampAfter: undefined });
    expect(tasks.map((task) => task.id)).not.toContain(id);
  });
});

const immediately = { acceptedOutputModes: [], taskPushNotificationConfig: undefined, returnImmediately: true };

describe("bad input", () => {
  const call = async (body: unknown, headers: Record<string, string> = {}) => {
    const answer = await withKey(keys["ann"] ?? "")(`${server.url}/a2a`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify({ jsonrpc: "2.0", id: 1, ...(body as object) }),
    });
    return { status: answer.status, ...((await answer.json()) as { error?: { code: number; message: string } }) };
  };
  const text = { parts: [{ text: "x" }] };
  const send = (message: object, more: object = {}) => ({
    method: "SendMessage",
    params: { message: { messageId: "m", role: "ROLE_USER", ...message }, ...more },
  });

  it.each([
    ["no such method", { method: "Nothing" }, -32601, "There is no method"],
    ["the name of before", { method: "message/send" }, -32601, "message/send is SendMessage in A2A 1.0"],
    ["no params", { method: "SendMessage" }, -32602, "message"],
    ["no parts", send({ parts: [] }), -32602, "parts"],
    ["no words", send({ parts: [{ data: { a: 1 } }] }), -32602, "no text part"],
    ["a file by address", send({ parts: [{ text: "x" }, { url: "http://127.0.0.1/" }] }), -32005, "not fetched"],
    ["no base64", send({ parts: [{ text: "x" }, { raw: "€" }] }), -32602, "base64"],
    ["a message to a task", send({ ...text, taskId: "run_x" }), -32004, "no more messages"],
    ["pictures only", send(text, { configuration: { acceptedOutputModes: ["image/png"] } }), -32005, "text/plain"],
    ["a webhook", send(text, { configuration: { taskPushNotificationConfig: { url: "http://x" } } }), -32003, "pushes"],
    ["no such team", send(text, { tenant: "nobody" }), -32602, "nobody"],
    ["no such task", { method: "GetTask", params: { id: "run_00" } }, -32001, "There is no run"],
    ["a wrong page", { method: "ListTasks", params: { pageToken: "x" } }, -32602, "pageToken"],
    ["push settings", { method: "CreateTaskPushNotificationConfig", params: {} }, -32003, "pushes"],
  ])("%s", async (_what, body, code, words) => {
    expect(await call(body)).toMatchObject({ status: 200, error: { code, message: expect.stringContaining(words) } });
  });

  it("another version, several at once, and what is no request", async () => {
    const list = { method: "ListTasks", params: {} };
    expect(await call(list, { "a2a-version": "0.3" })).toMatchObject({ error: { code: -32009 } });
    expect(await call(list, { "a2a-version": "1.0" })).toMatchObject({ result: { pageSize: 50 } });
    expect(await call('[{"jsonrpc":"2.0"}]')).toMatchObject({ error: { code: -32602 } });
    for (const body of ["", "{", "null", "[]", "{}"])
      expect(await call(body)).toMatchObject({ status: 400, jsonrpc: "2.0" });
  });
});
