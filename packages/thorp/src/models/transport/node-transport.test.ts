import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createFetchTransport } from "./fetch-transport.ts";
import { createNodeTransport } from "./node-transport.ts";
import type { Transport, TransportResponse } from "./transport.ts";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

async function serve(listener: Listener) {
  const server = http.createServer((request, response) => void listener(request, response));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?q=1`), sockets };
}

function nodeTransport(): Transport {
  const transport = createNodeTransport();
  open.push(() => transport.close());
  return transport.send;
}

function bodyOf(response: TransportResponse): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = "";
    response.start({ text: (text) => void (body += text), end: () => resolve(body), fail: reject });
  });
}

const transports: Readonly<Record<string, () => Transport>> = {
  node: nodeTransport,
  fetch: () => createFetchTransport(fetch),
};

for (const [name, create] of Object.entries(transports)) {
  test(`${name}: sends method, path, headers and body, and gives the response back`, async () => {
    const { url } = await serve(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      response.writeHead(201, { "x-seen": `${request.method} ${request.url} ${request.headers["x-own"]}` }).end(body);
    });
    const { response } = create()({ method: "POST", url, headers: { "x-own": "1" }, body: "wörld" });
    const answer = await response;
    expect(answer.status).toBe(201);
    expect(answer.headers["x-seen"]).toBe("POST /path?q=1 1");
    expect(await bodyOf(answer)).toBe("wörld");
  });

  test(`${name}: keeps characters whole that the network tears apart`, async () => {
    const { url } = await serve(async (_, response) => {
      response.flushHeaders();
      for (const byte of Buffer.from("é你🎉")) {
        response.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      response.end();
    });
    expect(await bodyOf(await create()({ method: "GET", url, headers: {} }).response)).toBe("é你🎉");
  });

  test(`${name}: does not follow a redirect`, async () => {
    const { url } = await serve((_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end());
    const answer = await create()({ method: "GET", url, headers: { authorization: "Bearer x" } }).response;
    expect(answer.status).toBe(302);
    await bodyOf(answer);
  });

  test(`${name}: fails the body when the connection breaks`, async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 5);
    });
    const answer = await create()({ method: "GET", url, headers: {} }).response;
    await expect(bodyOf(answer)).rejects.toThrow();
  });

  test(`${name}: says nothing more after it was destroyed`, async () => {
    const { url } = await serve((_, response) => void response.writeHead(200).write("half"));
    const call = create()({ method: "GET", url, headers: {} });
    const answer = await call.response;
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      answer.start({
        text(text) {
          heard.push(text);
          call.destroy();
          setTimeout(resolve, 20);
        },
        end: () => heard.push("end"),
        fail: () => heard.push("fail"),
      });
    });
    expect(heard).toEqual(["half"]);
  });

  test(`${name}: rejects a response that is destroyed before it came`, async () => {
    const { url } = await serve(() => {});
    const call = create()({ method: "GET", url, headers: {} });
    setTimeout(() => call.destroy(), 5);
    await expect(call.response).rejects.toThrow();
  });

  test(`${name}: rejects when nothing listens`, async () => {
    const { url } = await serve(() => {});
    await open.splice(0)[0]?.();
    await expect(create()({ method: "GET", url, headers: {} }).response).rejects.toThrow();
  });
}

test("uses a connection again", async () => {
  const { url, sockets } = await serve((_, response) => response.end("ok"));
  const send = nodeTransport();
  for (let i = 0; i < 3; i++) {
    expect(await bodyOf(await send({ method: "GET", url, headers: {} }).response)).toBe("ok");
    await new Promise(setImmediate);
  }
  expect(sockets.size).toBe(1);
});

test("sends again, once, what was written to a connection that the server was just closing", async () => {
  let served = 0;
  const { url } = await serve((request, response) => {
    served++;
    if (served === 2) request.socket.resetAndDestroy();
    else response.end(String(served));
  });
  const send = nodeTransport();
  expect(await bodyOf(await send({ method: "GET", url, headers: {} }).response)).toBe("1");
  await new Promise(setImmediate);
  expect(await bodyOf(await send({ method: "POST", url, headers: {}, body: "x" }).response)).toBe("3");
});

test("node: names the host with its port, says how long the body is, and lets a given host stand", async () => {
  const seen: (string | undefined)[][] = [];
  const { url } = await serve((request, response) => {
    seen.push([request.headers.host, request.headers["content-length"], request.headers["transfer-encoding"]]);
    response.end();
  });
  const send = nodeTransport();
  await bodyOf(await send({ method: "POST", url, headers: { "x-own": "1" }, body: "wörld" }).response);
  await bodyOf(await send({ method: "GET", url, headers: { Host: "models.example" } }).response);
  expect(seen).toEqual([
    [url.host, "6", undefined],
    ["models.example", undefined, undefined],
  ]);
});
