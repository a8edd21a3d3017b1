/** Answers that take more than one request, or are no text: pages, work that is waited for, files. */
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiServer,
  callTool,
  type SeenRequest,
  sendJson,
  startApiServer,
  toolsOf,
} from "../testing-api-server.ts";

let server: ApiServer;
let other: ApiServer;
let tools: ReturnType<typeof toolsOf>;
const needed = { TIDES_KEY: "s3cret-key" };

beforeAll(async () => {
  server = await startApiServer();
  other = await startApiServer();
  tools = toolsOf(`
openapi: 3.1.0
info: {title: Tides, version: "1"}
servers: [{url: "${server.origin}"}]
x-id: tides
x-limits: [{requests: 1000, seconds: 1}]
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key, x-env: TIDES_KEY}}}
paths:
  /page:
    get:
      x-name: by_page
      parameters: [{name: page, in: query, schema: {type: integer}}]
      x-pagination: {kind: page, parameter: page, items: "data.rows", total: data.total, pages: 3}
      x-project: "data.rows[].n"
  /offset: {get: {x-name: by_offset, x-pagination: {kind: offset, parameter: skip, items: "[1]", pages: 10}}}
  /cursor: {get: {x-name: by_cursor, x-pagination: {kind: cursor, parameter: cursor, from: next, items: rows, pages: 10}, x-project: "rows"}}
  /next: {get: {x-name: by_next, x-pagination: {kind: next, from: next, items: rows, pages: 10}, x-project: "rows"}}
  /make:
    post:
      x-name: make_it
      x-async: {poll: urls.get, until: "state == 'done'", fail: "state == 'failed'", every: 0.05, max: 1}
      x-project: result
  /picture: {get: {x-name: get_picture}}
  /base64: {get: {x-name: draw_base64, x-artifact: {from: "data[].b64", as: base64, mediaType: image/png}}}
  /link: {get: {x-name: draw_link, x-artifact: {from: url, as: url, mediaType: image/png}}}
`);
});
afterAll(() => {
  server.close();
  other.close();
});

const call = (name: string, answer: unknown, input = {}) => {
  server.answerWith(answer);
  return callTool(tools.get(name), input, { hosts: [server.host, other.host], needed });
};
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => ({ n: from + at }));
const numbers = (...all: number[]) => all;
const byQuery = (answer: (query: URLSearchParams) => unknown) => (seen: SeenRequest, response: ServerResponse) =>
  sendJson(response, answer(new URL(seen.url, "http://x").searchParams));

describe("pages", () => {
  it("by number are read up to the limit, and how many there are is told", async () => {
    const paged = byQuery((query) => {
      const page = Number(query.get("page") ?? 1);
      return { data: { total: 50, rows: rows(page * 10, 2) } };
    });
    const output = await call("by_page", paged, { page: 2 });
    expect(output).toMatchObject({ ok: true, data: numbers(20, 21, 30, 31, 40, 41) });
    expect(output.text).toMatch(/\(6 of 50\)$/);
    expect(server.seen.map(({ url }) => url)).toEqual(["/page?page=2", "/page?page=3", "/page?page=4"]);
    expect(server.seen.every(({ headers }) => headers["x-key"] === "s3cret-key")).toBe(true);
  });

  it("by offset end with an empty one", async () => {
    const paged = byQuery((query) => [
      "head",
      rows(Number(query.get("skip") ?? 0), Number(query.get("skip")) >= 4 ? 0 : 2),
    ]);
    const output = await call("by_offset", paged);
    expect(output).toMatchObject({ ok: true, data: ["head", rows(0, 4)] });
    expect(server.seen.map(({ url }) => url)).toEqual(["/offset", "/offset?skip=2", "/offset?skip=4"]);
  });

  it("by cursor end where there is none", async () => {
    const paged = byQuery((query) => (query.has("cursor") ? { rows: [3], next: null } : { rows: [1, 2], next: "c/2" }));
    expect(await call("by_cursor", paged)).toMatchObject({ data: numbers(1, 2, 3), text: "1. 1\n2. 2\n3. 3" });
    expect(server.seen[1]?.url).toBe("/cursor?cursor=c%2F2");
  });

  it("by address are followed on their own host alone", async () => {
    const paged = (more: (host: string) => string) => (seen: SeenRequest, response: ServerResponse) =>
      sendJson(response, seen.url === "/next" ? { rows: [1], next: more(server.origin) } : { rows: [2], next: "" });
    expect(
      await call(
        "by_next",
        paged((origin) => `${origin}/next?p=2`),
      ),
    ).toMatchObject({ data: numbers(1, 2) });
    other.answerWith({ rows: [666] });
    expect(
      await call(
        "by_next",
        paged(() => `${other.origin}/next?p=2`),
      ),
    ).toMatchObject({ data: numbers(1) });
    expect(other.seen).toEqual([]);
  });
});

describe("work that is waited for", () => {
  const states = (...all: string[]) => {
    let at = 0;
    return (seen: SeenRequest, response: ServerResponse) =>
      seen.method === "POST"
        ? sendJson(response, { state: "new", urls: { get: "/jobs/1" } })
        : sendJson(response, { state: all[Math.min(at++, all.length - 1)], result: { high: "07:41" } });
  };

  it("is asked for until it is done", async () => {
    expect(await call("make_it", states("working", "done"))).toMatchObject({ ok: true, text: "high: 07:41" });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /make",
      "GET /jobs/1",
      "GET /jobs/1",
    ]);
  });

  it("is given up when it failed, takes too long, or lies with a host that was not declared", async () => {
    expect(await call("make_it", states("failed"))).toMatchObject({ ok: false, code: "tool-failed" });
    expect(await call("make_it", states("working"))).toMatchObject({ ok: false, code: "tool-timeout" });
    other.answerWith({ state: "done" });
    const elsewhere = { state: "new", urls: { get: `${other.origin}/jobs/1` } };
    expect(await call("make_it", elsewhere)).toMatchObject({ ok: false, code: "address-refused" });
    expect(other.seen).toEqual([]);
  });
});

describe("files", () => {
  const png = Buffer.from("89504e470d0a1a0a", "hex");

  it("come into the out folder, and a model gets their names", async () => {
    const picture = (_: unknown, response: ServerResponse) =>
      response.writeHead(200, { "content-type": "image/png" }).end(png);
    const output = await call("get_picture", picture);
    if (!output.ok) throw new Error(output.text);
    const [artifact] = output.artifacts ?? [];
    expect(artifact).toMatchObject({ mediaType: "image/png", bytes: 8 });
    expect(readFileSync(artifact?.file ?? "")).toEqual(png);
    expect(output.text).toBe("Made by Tides:\nt1.2.a1: image/png, 8 bytes");
  });

  it("in base64 are unpacked", async () => {
    const output = await call("draw_base64", {
      data: [{ b64: png.toString("base64") }, { b64: png.toString("base64") }],
    });
    expect(output).toMatchObject({ ok: true, artifacts: [{ bytes: 8 }, { bytes: 8 }] });
    expect(JSON.stringify(output)).not.toContain(png.toString("base64"));
    expect(await call("draw_base64", { data: [] })).toMatchObject({
      ok: false,
      text: expect.stringContaining("no file"),
    });
  });

  it("at an address are fetched at once, without a key", async () => {
    other.answerWith((_: unknown, response: ServerResponse) =>
      response.writeHead(200, { "content-type": "image/webp" }).end(png),
    );
    const output = await call("draw_link", { url: `${other.origin}/p.webp?sig=1` });
    expect(output).toMatchObject({ ok: true, artifacts: [{ mediaType: "image/webp", bytes: 8 }] });
    expect(other.seen[0]?.headers["x-key"]).toBeUndefined();
  });
});
