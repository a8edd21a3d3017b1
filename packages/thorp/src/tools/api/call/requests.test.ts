import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiServer, callTool, startApiServer, toolsOf } from "../testing-api-server.ts";

let server: ApiServer;
let tools: ReturnType<typeof toolsOf>;
const needed = {
  TIDES_KEY: "k/s3cret+1",
  TIDES_USER: "ann",
  TIDES_PASSWORD: "p:w3rd",
  CONTACT_EMAIL: "ann@example.org",
};

beforeAll(async () => {
  server = await startApiServer();
  tools = toolsOf(`
openapi: 3.1.0
info: {title: Tides, version: "1"}
servers: [{url: "${server.origin}/v1"}]
x-id: tides
x-limits: [{requests: 1000, seconds: 1}]
components:
  securitySchemes:
    header: {type: apiKey, in: header, name: X-Key, x-env: TIDES_KEY, x-where: "https://tides.example/keys"}
    query: {type: apiKey, in: query, name: key, x-env: TIDES_KEY}
    bearer: {type: http, scheme: bearer, x-env: TIDES_KEY}
    token: {type: apiKey, in: header, name: Authorization, x-value: "Token {key}", x-env: TIDES_KEY}
    basic: {type: http, scheme: basic, x-env: [TIDES_USER, TIDES_PASSWORD]}
paths:
  /ports/{port}/tides:
    get:
      x-name: read_tides
      x-contact: true
      x-headers: {X-Plain: "yes"}
      parameters:
        - {name: port, in: path, required: true, schema: {type: string}}
        - {name: kinds, in: query, schema: {type: array, items: {type: string}}}
        - {name: days, in: query, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: pipe, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
        - {name: at, in: query, style: deepObject, schema: {type: object, properties: {lat: {type: number}, lon: {type: number}}}}
        - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: format, in: query, required: true, schema: {type: string, enum: [json]}}
        - {name: X-Trace, in: header, schema: {type: string}}
  /works/{doi}:
    get:
      x-name: read_work
      parameters: [{name: doi, in: path, required: true, x-raw-path: true, schema: {type: string}}]
  /bot{token}/say:
    post:
      x-name: say_it
      x-secret: [{in: path, name: token, env: TIDES_KEY}]
      x-idempotency: Idempotency-Key
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}, loud: {type: boolean}}}}}
  /form:
    post:
      x-name: send_form
      x-secret: [{in: body, name: api_key, env: TIDES_KEY}]
      requestBody:
        content: {application/x-www-form-urlencoded: {schema: {type: object, required: [q], properties: {q: {type: string}}}}}
  /header: {get: {x-name: with_header, security: [{header: []}]}}
  /query: {get: {x-name: with_query, security: [{query: []}]}}
  /bearer: {get: {x-name: with_bearer, security: [{bearer: []}]}}
  /token: {get: {x-name: with_token, security: [{token: []}]}}
  /basic: {get: {x-name: with_basic, security: [{basic: []}]}}
  /maybe: {get: {x-name: with_maybe, security: [{}, {header: []}]}}
`);
});
afterAll(() => server.close());

const call = (name: string, input: object, keys: Readonly<Record<string, string>> = needed) => {
  server.answerWith({ ok: "yes" });
  return callTool(tools.get(name), input, { hosts: [server.host], needed: keys });
};

describe("arguments", () => {
  it("go where the description says, in its style", async () => {
    const output = await call("read_tides", {
      ...{ port: "Saint Malo/1", kinds: ["low", "high & dry"], days: [1, 2], pipe: ["a", "b"] },
      ...{ at: { lat: 48.6, lon: -2 }, filter: { a: 1 }, X_Trace: "t\r\n1" },
    });
    expect(output).toMatchObject({ ok: true, text: "ok: yes" });
    const url = new URL(server.seen[0]?.url ?? "", server.origin);
    expect(url.pathname).toBe("/v1/ports/Saint%20Malo%2F1/tides");
    expect([...url.searchParams]).toEqual([
      ["kinds", "low"],
      ["kinds", "high & dry"],
      ["days", "1,2"],
      ["pipe", "a|b"],
      ["at[lat]", "48.6"],
      ["at[lon]", "-2"],
      ["filter", '{"a":1}'],
      ["format", "json"],
    ]);
    expect(server.seen[0]?.headers).toMatchObject({
      "x-trace": "t 1",
      "x-plain": "yes",
      "user-agent": "thorp/test (ann@example.org)",
    });
  });

  it("keep their slashes where the description wants them raw, and never lead elsewhere", async () => {
    await call("read_work", { doi: "10.1038/nature 12373" });
    expect(server.seen[0]?.url).toBe("/v1/works/10.1038/nature%2012373");
    for (const doi of ["../../admin", "a/../b", "", "a//b"]) {
      expect(await call("read_work", { doi })).toMatchObject({ ok: false, code: "tool-input" });
      expect(server.seen).toEqual([]);
    }
    expect(await call("read_tides", { port: ".." })).toMatchObject({ ok: false, code: "tool-input" });
  });

  it("make a body, with the key of the call where a repeated one must be known", async () => {
    await call("say_it", { text: "hi", loud: true });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/v1/botk%2Fs3cret%2B1/say",
      body: '{"text":"hi","loud":true}',
      headers: expect.objectContaining({ "content-type": "application/json", "idempotency-key": "run_1/t1/2" }),
    });
    await call("send_form", { q: "a b&c" });
    expect(server.seen[0]?.body).toBe("q=a%20b%26c&api_key=k%2Fs3cret%2B1");
  });

  it("of a fixed value are not asked for", () => {
    expect(Object.keys(tools.get("read_tides")?.inputSchema?.["properties"] ?? {})).not.toContain("format");
    expect(tools.get("say_it")?.inputSchema).toMatchObject({ required: ["text"], additionalProperties: false });
    expect(tools.get("say_it")?.input.safeParse({ text: "a", nonsense: 1 }).success).toBe(false);
  });
});

describe("keys", () => {
  it.each([
    ["with_header", "/v1/header", { "x-key": "k/s3cret+1" }],
    ["with_query", "/v1/query?key=k%2Fs3cret%2B1", {}],
    ["with_bearer", "/v1/bearer", { authorization: "Bearer k/s3cret+1" }],
    ["with_token", "/v1/token", { authorization: "Token k/s3cret+1" }],
    ["with_basic", "/v1/basic", { authorization: `Basic ${Buffer.from("ann:p:w3rd").toString("base64")}` }],
  ])("%s go where they belong", async (name, url, headers) => {
    await call(name, {});
    expect(server.seen[0]?.url).toBe(url);
    expect(server.seen[0]?.headers).toMatchObject(headers);
  });

  it("that are missing are named, with the page that hands them out, and nothing is sent", async () => {
    const output = await call("with_header", {}, {});
    expect(output).toMatchObject({
      ok: false,
      code: "key-missing",
      text: "with_header needs a key in TIDES_KEY, which is not set. It is handed out at https://tides.example/keys.",
    });
    expect(server.seen).toEqual([]);
    expect(await call("with_maybe", {}, {})).toMatchObject({ ok: true });
    expect(tools.get("with_header")?.needs).toEqual([
      { kind: "key", env: "TIDES_KEY", isOptional: false, where: "https://tides.example/keys" },
    ]);
  });

  it("stand in nothing that comes back, even where the service repeats them", async () => {
    server.answerWith({ you_sent: "k/s3cret+1", link: "https://x.example/?key=k%2Fs3cret%2B1" });
    const output = await callTool(tools.get("with_query"), {}, { hosts: [server.host], needed });
    expect(JSON.stringify(output)).toContain("[TIDES_KEY]");
    expect(JSON.stringify(output)).not.toContain("s3cret");
    for (const [status, said] of [
      [401, "bad key k/s3cret+1"],
      [422, "no such thing at /?key=k%2Fs3cret%2B1"],
      [500, "k/s3cret+1"],
    ] as const) {
      server.answerWith((_: unknown, response: ServerResponse) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error: said })),
      );
      const refused = await callTool(tools.get("with_query"), {}, { hosts: [server.host], needed });
      expect(refused.ok).toBe(false);
      expect(JSON.stringify(refused)).not.toContain("s3cret");
    }
    const intent = tools.get("with_query")?.describe({}, { workspace: "/", out: "/" });
    expect(intent).toEqual({
      effect: "fetch",
      freeTexts: [],
      summary: `ask Tides: ${server.origin}/v1/query`,
      urls: [`${server.origin}/v1/query`],
    });
  });
});
