/** Faults that only a real connection has: resets, half-open sockets, compressed bytes, slow drips, broken heads. */
import * as net from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import type { LanguageModelV4StreamPart } from "../../src/models/language-model.ts";
import { createNodeTransport } from "../../src/models/transport/node-transport.ts";
import { modelOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";

const node = createNodeTransport();
afterAll(() => node.close());

/** Does with each connection what it likes, once the request has come. */
async function serve(
  answer: (socket: net.Socket, at: number) => void,
): Promise<{ readonly url: URL; readonly open: () => number }> {
  let count = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", () => answer(socket, count++));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`), open: () => sockets.size };
}

/** All parts, or the error with which the call was refused. */
async function ask(
  subject: Subject,
  url: URL,
  signal?: AbortSignal,
): Promise<readonly LanguageModelV4StreamPart[] | Error> {
  const model = modelOf(subject, {
    send: (request) => node.send({ ...request, url: new URL(request.url.pathname, url) }),
    clock: { ...createSystemClock(), waits: [] },
  });
  const parts: LanguageModelV4StreamPart[] = [];
  try {
    const { stream } = await model.doStream({
      prompt: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
      ...(signal ? { abortSignal: signal } : {}),
    });
    for await (const part of stream) parts.push(part);
    return parts;
  } catch (error) {
    return error as Error;
  }
}

const head = (more = "") => `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n${more}connection: close\r\n\r\n`;
const sound = (subject: Subject) =>
  soundPieces(subject, { text: ["It is ", "42."], usage: { input: 4, output: 3 } }).join("");
const textOf = (parts: readonly LanguageModelV4StreamPart[] | Error) =>
  parts instanceof Error ? parts.message : parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");
const errorOf = (parts: readonly LanguageModelV4StreamPart[] | Error): unknown =>
  parts instanceof Error ? parts : parts.find((part) => part.type === "error")?.error;

describe.each(subjects)("%s over a connection that", (subject) => {
  it("drips byte by byte gives the whole answer", async () => {
    const { url } = await serve((socket) => {
      const bytes = Buffer.from(head() + sound(subject));
      socket.setNoDelay(true);
      let at = 0;
      const drip = (): void => {
        if (at >= bytes.length) return void socket.end();
        socket.write(bytes.subarray(at, ++at));
        setImmediate(drip);
      };
      drip();
    });
    expect(textOf(await ask(subject, url))).toBe("It is 42.");
  });

  it("is reset before the head says so", async () => {
    const { url } = await serve((socket) => socket.resetAndDestroy());
    expect(await ask(subject, url)).toMatchObject({
      code: "model-unavailable",
      message: expect.stringMatching(/closed the connection/),
    });
  });

  it("is reset half-way keeps what had come", async () => {
    const { url } = await serve((socket) => {
      const body = sound(subject);
      socket.write(head() + body.slice(0, body.indexOf("42.") - 10), () =>
        setImmediate(() => socket.resetAndDestroy()),
      );
    });
    const parts = await ask(subject, url);
    expect(errorOf(parts)).toMatchObject({ code: "model-unavailable" });
    // A reset may overtake what was sent before it.
    expect(["", "It is "]).toContain(parts instanceof Error ? "" : textOf(parts));
  });

  it("closes one half only is given up when we say so", async () => {
    const abort = new AbortController();
    const { url, open } = await serve((socket) =>
      socket.write(head() + sound(subject).slice(0, 40), () => abort.abort()),
    );
    const parts = await ask(subject, url, abort.signal);
    expect(errorOf(parts)).toMatchObject({ code: "cancelled" });
    for (let turns = 0; turns < 500 && open() > 0; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(open(), "our end is closed").toBe(0);
  });

  it.each<[string, (body: string) => Buffer | string]>([
    ["ends before its length", (body) => `${head(`content-length: ${body.length + 500}\r\n`)}${body.slice(0, 60)}`],
    ["breaks its chunks off", (body) => `${head("transfer-encoding: chunked\r\n")}ff\r\n${body.slice(0, 60)}`],
    ["sends chunks that are none", () => `${head("transfer-encoding: chunked\r\n")}zz\r\nxx`],
    ["speaks no HTTP", () => "220 mail.example.org ESMTP\r\n"],
    ["answers with an endless head", () => `HTTP/1.1 200 OK\r\n${"x-pad: y\r\n".repeat(20_000)}`],
    [
      "compresses without being asked",
      (body) => Buffer.concat([Buffer.from(head("content-encoding: gzip\r\n")), gzipSync(body)]),
    ],
    [
      "sends bytes that are no text",
      () => Buffer.concat([Buffer.from(head()), Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3])]),
    ],
    ["closes at once", () => ""],
  ])("%s is an error, and nothing hangs", async (_what, answer) => {
    const { url } = await serve((socket) => socket.end(answer(sound(subject))));
    const parts = await ask(subject, url);
    expect(errorOf(parts)).toMatchObject({
      code: expect.stringMatching(/^model-(?:unavailable|output)$/),
      message: expect.stringMatching(/.{20}/),
    });
    if (!(parts instanceof Error)) expect(parts.at(-1)).toMatchObject({ type: "finish" });
  });
});
