/** What services do when they fail, which no mock server made from a description can do. */
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createManualClock } from "../../../testing/manual-clock.ts";
import { type ApiServer, callTool, sendJson, startApiServer, toolsOf } from "../testing-api-server.ts";

let server: ApiServer;
let other: ApiServer;
let document: string;

beforeAll(async () => {
  server = await startApiServer();
  other = await startApiServer();
  document = `
openapi: 3.1.0
info: {title: Tides, version: "1"}
servers: [{url: "${server.origin}"}]
x-id: tides
x-limits: [{requests: 1000, seconds: 1}]
x-timeout: 1
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key, x-env: TIDES_KEY}}
paths:
  /tides:
    get:
      x-name: read_tides
      security: [{key: []}]
      x-success: "status != 'error'"
      x-error: reason
      x-retry-when: "status == 'busy'"
      x-retry-after: wait_seconds
    post: {x-name: book_tide}
  /known: {get: {x-name: find_port, x-not-found: answer}}
`;
});
afterAll(() => {
  server.close();
  other.close();
});

const call = (
  answer: unknown,
  { tool = "read_tides", ...options }: { tool?: string; signal?: AbortSignal; maxBytes?: number } = {},
) => {
  server.answerWith(answer);
  const hosts = [server.host, other.host];
  return callTool(toolsOf(document).get(tool), {}, { hosts, needed: { TIDES_KEY: "s3cret-key" }, ...options });
};
const respond = (act: (response: ServerResponse) => unknown) => (_: unknown, response: ServerResponse) => act(response);

describe("an answer that is a failure", () => {
  it.each([
    ["200 with an error in it", { status: "error", reason: "no such port" }, /reported a failure: no such port/],
    ["an empty 200", respond((r) => r.writeHead(200).end()), /nothing at all \(status 200\)/],
    [
      "a web page",
      respond((r) => r.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>")),
      /a web page instead of data: “Sign in”/,
    ],
    [
      "JSON that is none",
      respond((r) => r.writeHead(200, { "content-type": "application/json" }).end('{"a":')),
      /called JSON and is none/,
    ],
    [
      "a type that cannot be read",
      respond((r) => r.writeHead(200, { "content-type": "application/x-tide" }).end("\u0001\u0002")),
      /of the type application\/x-tide/,
    ],
    [
      "403",
      respond((r) => sendJson(r, { message: "not for you" }, 403)),
      /status 403\); look at TIDES_KEY: not for you/,
    ],
    ["404", respond((r) => sendJson(r, {}, 404)), /nothing there \(status 404\)/],
    ["500", respond((r) => r.writeHead(500, { "content-type": "text/html" }).end("<html>oops")), /error of its own/],
    ["a cut connection", respond((r) => r.destroy()), /could not be fetched/],
    [
      "half an answer",
      respond((r) => {
        r.writeHead(200, { "content-length": "1000" });
        r.write("{");
        setTimeout(() => r.destroy(), 10);
      }),
      /broke off/,
    ],
    ["a redirect loop", respond((r) => r.writeHead(302, { location: "/tides" }).end()), /redirected more than 5 times/],
  ])("%s", async (_name, answer, words) => {
    const output = await call(answer);
    expect(output.ok).toBe(false);
    expect(output.text).toMatch(words);
    expect(JSON.stringify(output)).not.toContain("s3cret");
  });

  it("401 names the key, 422 the arguments", async () => {
    expect(await call(respond((r) => sendJson(r, {}, 401)))).toMatchObject({ code: "key-missing" });
    expect(await call(respond((r) => sendJson(r, { detail: "days: too many" }, 422)))).toMatchObject({
      code: "tool-input",
      text: expect.stringMatching(/did not take these arguments \(status 422\): days: too many/),
      advice: "Call it again with other arguments.",
    });
  });

  it("a service that is not there is no fault of the arguments", async () => {
    const gone = await startApiServer();
    gone.close();
    const there = document.replace(`{url: "${server.origin}"}`, `{url: "${gone.origin}"}`);
    const tool = toolsOf(there).get("book_tide");
    const output = await callTool(tool, {}, { hosts: [gone.host], needed: { TIDES_KEY: "s3cret-key" } });
    expect(output).toMatchObject({
      ok: false,
      code: "tool-failed",
      advice: "Other arguments do not help: say that book_tide cannot be reached.",
    });
  });

  it("404 is an answer where the description says so, 204 is one everywhere", async () => {
    const none = { ok: true, text: "Tides has nothing of that.", data: null };
    expect(
      await call(
        respond((r) => r.writeHead(404).end("no")),
        { tool: "find_port" },
      ),
    ).toMatchObject(none);
    expect(await call(respond((r) => r.writeHead(204).end()))).toMatchObject(none);
  });

  it("a wrong name for JSON does no harm", async () => {
    const script = respond((r) =>
      r.writeHead(200, { "content-type": "application/x-javascript" }).end('{"high":"07:41"}'),
    );
    expect(await call(script)).toMatchObject({ ok: true, data: { high: "07:41" } });
  });
});

describe("limits", () => {
  it("end a slow body, an endless one and a bomb", async () => {
    const slow = respond((r) => {
      r.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => r.write(" "), 20);
      r.on("close", () => clearInterval(timer));
    });
    expect(await call(slow)).toMatchObject({ ok: false, code: "tool-timeout" });
    const endless = respond((r) => {
      const more = () => {
        while (!r.closed && r.write(Buffer.alloc(65_536, 32))) {}
      };
      r.on("drain", more);
      more();
    });
    expect(await call(endless, { maxBytes: 1 << 20 })).toMatchObject({ ok: false, code: "input-too-large" });
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const packed = respond((r) => r.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(await call(packed)).toMatchObject({ ok: false, code: "input-too-large" });
  });

  it("an abort ends a call at once", async () => {
    const stop = new AbortController();
    const pending = call(
      respond(() => {}),
      { signal: stop.signal },
    );
    await expect.poll(() => server.seen.length).toBe(1);
    stop.abort(new Error("enough"));
    await expect(pending).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("a redirect to another host", () => {
  it("is refused, and that host sees nothing", async () => {
    other.answerWith({ stolen: true });
    const output = await call(respond((r) => r.writeHead(302, { location: `${other.origin}/x` }).end()));
    expect(output).toMatchObject({ ok: false, code: "address-refused", text: expect.stringContaining(other.host) });
    expect(other.seen).toEqual([]);
  });
});

describe("a busy service", () => {
  const later = (...answers: ((response: ServerResponse) => unknown)[]) => {
    let at = 0;
    return respond((r) => (answers[at++] ?? ((rest: ServerResponse) => sendJson(rest, { high: "07:41" })))(r));
  };

  it.each([
    ["429 with seconds", (r: ServerResponse) => sendJson(r, {}, 429, { "retry-after": "0" })],
    [
      "503 with a date that is past",
      (r: ServerResponse) => sendJson(r, {}, 503, { "retry-after": new Date(0).toUTCString() }),
    ],
    ["200 that says it is busy", (r: ServerResponse) => sendJson(r, { status: "busy", wait_seconds: 0 })],
    ["a cut connection", (r: ServerResponse) => r.destroy()],
  ])("%s is asked again", async (_name, busy) => {
    expect(await call(later(busy))).toMatchObject({ ok: true, text: "high: 07:41" });
    expect(server.seen).toHaveLength(2);
  });

  it("that wants more time than a call has is left alone, by everybody, until then", async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 27, 12));
    const tools = toolsOf(document, clock);
    const ask = () =>
      callTool(tools.get("read_tides"), {}, { hosts: [server.host], needed: { TIDES_KEY: "s3cret-key" }, clock });
    server.answerWith(respond((r) => sendJson(r, {}, 429, { "retry-after": "85774" })));
    const refused = {
      ok: false,
      code: "rate-limited",
      text: `${server.host} takes no more calls before 2026-11-28T11:49:34Z.`,
    };
    expect(await ask()).toMatchObject(refused);
    expect(await ask()).toMatchObject(refused);
    expect(server.seen).toHaveLength(1);
  });

  it("is not asked again for what must not happen twice", async () => {
    const output = await call(
      later((r) => r.destroy()),
      { tool: "book_tide" },
    );
    expect(output.ok).toBe(false);
    expect(server.seen).toHaveLength(1);
    await call(
      later((r) => sendJson(r, {}, 503)),
      { tool: "book_tide" },
    );
    expect(server.seen).toHaveLength(1);
  });
});
