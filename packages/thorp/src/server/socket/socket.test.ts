/** WebSockets on a real server: runs followed, continued and steered; bad input; limits; the end. */
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { openSocket, refusedUpgrade, type TestSocket } from "./test-socket.ts";

const teamFolders = [join(fileURLToPath(new URL("../../../test", import.meta.url)), "bad-input", "teams")];
const replies: ScriptedModelReply[] = [];
const modelled = {
  teamFolders,
  team: "solo",
  languageModels: { one: createScriptedModel({ script: () => replies.shift() ?? { text: "Hello there, you." } }) },
};
let server: TestServer;
beforeAll(async () => {
  server = await testServer({ ...modelled, serve: { socketLimits: { messagesPerSecond: 500 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

async function ask(socket: TestSocket, text = "Hello", id = `ask-${Math.random()}`): Promise<string> {
  socket.send({ type: "ask", id, request: { text } });
  return (await socket.until("asked", (message) => message.id === id)).run;
}
const seqs = (socket: TestSocket, id: string) =>
  socket.updates(id).flatMap((update) => (update.kind === "event" ? [update.seq] : []));

describe("a run over the socket", () => {
  it("is asked and followed to its end; its text is the answer", async () => {
    const socket = await openSocket(server.url);
    expect(socket.messages[0]).toMatchObject({ type: "welcome", version: "0.0.0-test" });
    const run = await ask(socket);
    socket.send({ type: "subscribe", id: "s", to: { kind: "run", run } });
    expect(await socket.until("end")).toEqual({ type: "end", id: "s", why: "run-end" });
    expect(seqs(socket, "s")).toEqual(seqs(socket, "s").map((_, at) => at + 1));
    const updates = socket.updates("s");
    expect(updates.at(-1)).toMatchObject({ type: "run-end", state: "done" });
    expect(updates.find((update) => update.type === "message-add" && update.role === "team")).toMatchObject({
      text: "Hello there, you.",
    });
    socket.socket.close();
  });

  it("goes on where another connection left, and several share one connection", async () => {
    const socket = await openSocket(server.url);
    const runs = [await ask(socket), await ask(socket), await ask(socket)];
    for (const run of runs) socket.send({ type: "subscribe", id: run, to: { kind: "run", run } });
    for (const run of runs) await socket.until("end", ({ id }) => id === run);
    const first = seqs(socket, runs[0] ?? "");
    const other = await openSocket(server.url);
    other.send({ type: "subscribe", id: "rest", to: { kind: "run", run: runs[0], after: 3 } });
    await other.until("end");
    expect(seqs(other, "rest")).toEqual(first.slice(3));
    other.send({ type: "subscribe", id: "over", to: { kind: "run", run: runs[0], after: first.length } });
    expect(await other.until("end", ({ id }) => id === "over")).toMatchObject({ why: "run-end" });
    for (const { socket: each } of [socket, other]) each.close();
  });

  it("is stopped by a signal, and left by unsubscribing", async () => {
    replies.push({ text: "slow ".repeat(50), delayMs: 60_000 } as ScriptedModelReply);
    const socket = await openSocket(server.url);
    const run = await ask(socket, "Wait for me");
    socket.send({ type: "subscribe", id: "left", to: { kind: "run", run } });
    socket.send({ type: "subscribe", id: "kept", to: { kind: "run", run } });
    socket.send({ type: "unsubscribe", id: "left" });
    expect(await socket.until("end", ({ id }) => id === "left")).toMatchObject({ why: "unsubscribed" });
    socket.send({ type: "signal", id: "stop", run, signal: { type: "run-cancel" } });
    expect(await socket.until("done")).toEqual({ type: "done", id: "stop" });
    await socket.until("end", ({ id }) => id === "kept");
    expect(socket.updates("kept").at(-1)).toMatchObject({ type: "run-end", state: "cancelled" });
    socket.socket.close();
  });

  it("joins text that comes fast, and loses none of it", async () => {
    const words = Array.from({ length: 400 }, (_, at) => `w${at} `);
    replies.push({ text: words, betweenMs: 1 } as unknown as ScriptedModelReply);
    const socket = await openSocket(server.url);
    const run = await ask(socket);
    socket.send({ type: "subscribe", id: "s", to: { kind: "run", run } });
    await socket.until("end");
    const frames = socket
      .updates("s")
      .flatMap((update) => (update.kind === "frame" && update.type === "text" ? [update] : []));
    expect(frames.reduce((text, { offset, delta }) => text.slice(0, offset) + delta, "").trim()).toBe(
      words.join("").trim(),
    );
    expect(frames.length).toBeLessThan(words.length / 2);
    socket.socket.close();
  });
});

describe("lists", () => {
  it("come whole, and again when they change", async () => {
    const socket = await openSocket(server.url);
    socket.send({ type: "subscribe", id: "all", to: { kind: "runs" } });
    const before = (await socket.until("runs", ({ id }) => id === "all")).runs.length;
    socket.send({ type: "ask", id: "a", request: { text: "One more" } });
    const { conversation, run } = await socket.until("asked");
    socket.send({ type: "subscribe", id: "talk", to: { kind: "conversation", conversation } });
    await socket.until("runs", ({ id, runs }) => id === "all" && runs.length === Math.min(50, before + 1));
    const seen = await socket.until("runs", ({ id, runs }) => id === "talk" && runs[0]?.state === "done");
    expect(seen.runs.map(({ id }) => id)).toEqual([run]);
    socket.send({ type: "subscribe", id: "inbox", to: { kind: "inbox" } });
    expect(await socket.until("inbox")).toEqual({ type: "inbox", id: "inbox", open: [] });
    socket.socket.close();
  });
});

describe("bad input", () => {
  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["no object", "[]"],
    ["an unknown type", { type: "dance", id: "x" }],
    ["no id", { type: "unsubscribe" }],
    ["a member too many", { type: "unsubscribe", id: "x", more: 1 }],
    ["an id that is not there", { type: "unsubscribe", id: "nobody" }],
    ["what is no run", { type: "subscribe", id: "x", to: { kind: "run", run: "../../etc" } }],
    ["a run that is not there", { type: "subscribe", id: "x", to: { kind: "run", run: "run_0" } }],
    ["no text", { type: "ask", id: "x", request: { text: "" } }],
    ["an unknown team", { type: "ask", id: "x", request: { text: "x", team: "nobody" } }],
    ["a depth of 10,000", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["half a character", '{"type":"ask","id":"\\ud83d","request":{"text":"\\ud83d"}}'],
  ])("%s is answered with a problem, and the connection goes on", async (what, message) => {
    const socket = await openSocket(server.url);
    socket.send(message);
    if (what !== "half a character") {
      const { problem } = await socket.until("problem");
      expect(problem).toMatchObject({
        status: expect.any(Number),
        code: expect.any(String),
        detail: expect.any(String),
      });
      expect(problem.status).toBeLessThan(500);
    }
    socket.send({ type: "subscribe", id: "after", to: { kind: "inbox" } });
    await socket.until("inbox");
    socket.socket.close();
  });

  it("bytes, a message that is too large, and broken frames close with their code", async () => {
    const binary = await openSocket(server.url);
    binary.socket.send(new Uint8Array([1, 2, 3]));
    expect(await binary.closed).toBe(1003);
    const large = await openSocket(server.url);
    large.send("x".repeat((1 << 20) + 1));
    expect(await large.closed).toBe(1009);
    const broken = await openSocket(server.url);
    // A frame of a client without a mask, and with reserved bits set.
    (broken.socket as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket.write(
      new Uint8Array([0xf1, 0x05, 1, 2]),
    );
    expect(await broken.closed).toBe(1002);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });

  it("more than 64 subscriptions, and one id twice, are refused", async () => {
    const socket = await openSocket(server.url);
    for (let at = 0; at < 65; at++) socket.send({ type: "subscribe", id: `s${at}`, to: { kind: "inbox" } });
    expect((await socket.until("problem")).id).toBe("s64");
    socket.send({ type: "subscribe", id: "s1", to: { kind: "runs" } });
    expect((await socket.until("problem", ({ id }) => id === "s1")).problem.detail).toContain("there already");
    socket.socket.close();
  });
});

describe("who may", () => {
  it("not pages of others, not other paths", async () => {
    expect(await refusedUpgrade(`${server.url}/ws`, { origin: "https://evil.example" })).toMatchObject({ status: 403 });
    expect(await refusedUpgrade(`${server.url}/api/ws`)).toMatchObject({ status: 404 });
    expect(await refusedUpgrade(`${server.url}/ws`, { "x-forwarded-for": "1.2.3.4" })).toMatchObject({ status: 403 });
    const own = await openSocket(server.url, { origin: server.url });
    own.socket.close();
  });

  it("with users, a key must be shown; runs of others are not there, and viewers only look", async () => {
    await using closed = await testServer(modelled);
    const { users, keys } = closed.thorp.accounts;
    const actor = { who: "test" };
    const keyOf = async (name: string, role: "admin" | "member" | "viewer") => {
      const user = await users.create({ name, role }, actor);
      const { key } = await keys.create({ user: user.id, name, scopes: ["runs:read", "runs:write"] }, actor);
      return { authorization: `Bearer ${key}` };
    };
    const [ada, bob, vic] = [await keyOf("ada", "admin"), await keyOf("bob", "member"), await keyOf("vic", "viewer")];
    expect(await refusedUpgrade(`${closed.url}/ws`)).toMatchObject({ status: 401, body: /auth-required/ });
    const [adas, bobs, vics] = [
      await openSocket(closed.url, ada),
      await openSocket(closed.url, bob),
      await openSocket(closed.url, vic),
    ];
    const run = await ask(adas);
    for (const other of [bobs, vics]) {
      other.send({ type: "subscribe", id: "s", to: { kind: "run", run } });
      expect((await other.until("problem")).problem.code).toBe("run-unknown");
      other.send({ type: "subscribe", id: "all", to: { kind: "runs" } });
      expect((await other.until("runs")).runs).toEqual([]);
    }
    vics.send({ type: "ask", id: "a", request: { text: "x" } });
    expect((await vics.until("problem", ({ id }) => id === "a")).problem.code).toBe("access-denied");
    for (const { socket } of [adas, bobs, vics]) socket.close();
  });
});

describe("limits", () => {
  it("tell how many connections are left, and refuse more with Retry-After", async () => {
    await using own = await testServer({
      ...modelled,
      serve: { socketLimits: { perAddress: 2, connectsPerMinute: 4 } },
    });
    const upgraded = async () => {
      const socket = new WebSocket(`${own.url.replace("http", "ws")}/ws`);
      const [response] = (await once(socket, "upgrade")) as [{ headers: Record<string, string> }];
      return { socket, headers: response.headers };
    };
    const first = await upgraded();
    expect(first.headers).toMatchObject({
      "ratelimit-policy": '"sockets";q=4;w=60',
      ratelimit: expect.stringMatching(/^"sockets";r=3;t=\d+$/),
    });
    const second = await upgraded();
    const third = await refusedUpgrade(`${own.url}/ws`);
    expect(third).toMatchObject({ status: 429, headers: { "retry-after": "10" }, body: /2 connections are open/ });
    first.socket.close();
    await once(first.socket, "close");
    await expect
      .poll(async () => (await (await fetch(`${own.url}/metrics`)).text()).match(/^thorp_sockets (\d+)/m)?.[1])
      .toBe("1");
    const fourth = await upgraded();
    expect(await refusedUpgrade(`${own.url}/ws`)).toMatchObject({ status: 429, body: /in a minute/ });
    for (const { socket } of [second, fourth]) socket.close();
  });

  it("tell a client that sends too much to wait, and close one that does not", async () => {
    await using own = await testServer({ ...modelled, serve: { socketLimits: { messagesPerSecond: 5 } } });
    const socket = await openSocket(own.url);
    for (let at = 0; at < 200; at++) socket.send({ type: "unsubscribe", id: `u${at}` });
    expect(await socket.until("limit")).toMatchObject({ id: expect.stringMatching(/^u\d+$/), retryAfter: 1 });
    expect(await socket.closed).toBe(1008);
  });
});

describe("the heartbeat", () => {
  it("closes who is idle, and asks the others whether they are there", async () => {
    const clock = createManualClock();
    await using own = await testServer({ ...modelled, serve: { clock, socketLimits: { idleMs: 20_000 } } });
    const idle = await openSocket(own.url);
    const listening = await openSocket(own.url);
    listening.send({ type: "subscribe", id: "i", to: { kind: "inbox" } });
    await listening.until("inbox");
    const pinged = once(listening.socket, "ping");
    clock.advance(25_000);
    await pinged;
    expect(await idle.closed).toBe(1000);
    expect(listening.socket.readyState).toBe(WebSocket.OPEN);
    listening.socket.close();
  });

  it("ends who does not answer", async () => {
    const clock = createManualClock();
    await using own = await testServer({ ...modelled, serve: { clock } });
    const dead = await openSocket(own.url);
    dead.send({ type: "subscribe", id: "i", to: { kind: "inbox" } });
    await dead.until("inbox");
    const open = async () => (await (await fetch(`${own.url}/metrics`)).text()).match(/^thorp_sockets (\d+)/m)?.[1];
    expect(await open()).toBe("1");
    // It reads nothing any more, so that no ping reaches it.
    dead.socket.pause();
    clock.advance(25_000);
    clock.advance(25_000);
    await expect.poll(open).toBe("0");
    dead.socket.terminate();
  });

  it("ends connections whose key was revoked", async () => {
    const clock = createManualClock(Date.now());
    await using own = await testServer({ ...modelled, serve: { clock } });
    const { users, keys } = own.thorp.accounts;
    const actor = { who: "test" };
    const ada = await users.create({ name: "ada", role: "admin" }, actor);
    const { id, key } = await keys.create({ user: ada.id, name: "x", scopes: ["runs:read"] }, actor);
    const socket = await openSocket(own.url, { authorization: `Bearer ${key}` });
    await keys.revoke(id, actor);
    clock.advance(25_000);
    expect(await socket.closed).toBe(1008);
  });
});

it("says goodbye when the server winds down, and lets nobody in", async () => {
  const own = await testServer(modelled);
  const socket = await openSocket(own.url);
  replies.push({ text: "slow", delayMs: 60_000 } as ScriptedModelReply);
  const run = await ask(socket);
  socket.send({ type: "subscribe", id: "s", to: { kind: "run", run } });
  await socket.until("updates");
  await own[Symbol.asyncDispose]();
  expect(socket.messages.at(-1)).toEqual({ type: "bye", retryAfter: 2 });
  expect(await socket.closed).toBe(1001);
});
