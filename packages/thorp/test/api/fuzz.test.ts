/**
 * Every route, from the OpenAPI document, with input that fits, that nearly fits, and that does not: no route answers
 * with a defect of ours, none hangs, and whatever is refused is a problem with its request id. A new route is in the
 * document, so it is here too.
 */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import { createSeededDice, type Dice } from "../../src/base/dice.ts";
import { openApiDocument } from "../../src/server/openapi.ts";
import { routeList } from "../../src/server/route-list.ts";
import { type TestServer, testServer } from "../../src/server/test-server.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";
import { type Schema, schemaValues, type Values } from "./schema-values.ts";

const TRIES = 14;
/** An answer that takes longer hangs, unless the machine itself is that slow: see `hangs`. Milliseconds. */
const SLOW_MS = 1000;
/** Far above what any answer needs, also on a busy machine. Milliseconds. */
const HANG_MS = 10_000;

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const routes = routeList({ clock: createSystemClock(), closing: new AbortController().signal, version: "0" });
const document = openApiDocument(routes, "0") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
);

let server: TestServer;
const known: Record<string, string> = {};
beforeAll(async () => {
  server = await testServer({
    teamFolders: [fileURLToPath(new URL("../bad-input/teams", import.meta.url))],
    team: "solo",
    languageModels: { one: createScriptedModel({ script: () => ({ text: "Yes." }) }) },
  });
  const response = await fetch(`${server.url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"text":"Hello"}',
  });
  Object.assign(known, await response.json(), {
    team: "solo",
    model: "one",
    tool: "calculate",
    artifact: "attachment-1",
  });
});
afterAll(() => server[Symbol.asyncDispose]());

it("covers every route", () => {
  expect(operations).toHaveLength(routes.length);
});

describe.each(operations)("$operation.operationId", ({ path, method, operation }) => {
  it(`answers whatever comes to ${method} ${path}`, async () => {
    const dice = createSeededDice(operation.operationId);
    const values = schemaValues(dice, document.components.schemas);
    for (let i = 0; i < TRIES; i++) await tryOnce({ path, method, operation }, { dice, values, isKind: i % 2 === 0 });
  });
});

interface Try {
  readonly dice: Dice;
  readonly values: Values;
  /** Input that mostly fits, about things that are there. */
  readonly isKind: boolean;
}

async function tryOnce(
  { path, method, operation }: (typeof operations)[number],
  { dice, values, isKind }: Try,
): Promise<void> {
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const { parameters = [], requestBody } = operation;
  // What would take away from under the others what they look at.
  const isFinal = method === "delete";
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((parameter) => parameter.in === "path" && parameter.name === name)?.schema ?? {};
    const value =
      isKind && !isFinal ? (known[name] ?? values.good(schema)) : dice() < 0.5 ? values.good(schema) : values.bad();
    return encodeURIComponent(text(value).toWellFormed() || "-");
  });
  const query = new URLSearchParams();
  for (const parameter of parameters)
    if (parameter.in === "query" && dice() < 0.6)
      query.set(parameter.name, text(isKind ? values.good(parameter.schema) : values.bad()).toWellFormed());
  if (!isKind && dice() < 0.2) query.set("nonsense", "1");
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const body = schema === undefined ? undefined : isKind || dice() < 0.3 ? values.good(schema) : values.bad();
  const raw = !isKind && dice() < 0.2 ? values.pick(["{", "[[[[", '{"a":', "\u0000", ""]) : JSON.stringify(body);
  const what = `${method} ${filled}?${query} ${raw?.slice(0, 300)}`;
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers: {
      ...(body === undefined
        ? {}
        : { "content-type": values.pick(["application/json", "application/json", "text/plain"]) }),
      ...(isKind
        ? {}
        : { "if-match": values.pick(['"1"', "x", "*"]), "idempotency-key": values.pick(["k", "y".repeat(400)]) }),
    },
    ...(body === undefined || method === "get" ? {} : { body: raw ?? "" }),
  };
  const { response, said, ms } = await sent(`${filled}?${query}`, init);
  if (ms > SLOW_MS) expect(await hangs(`${filled}?${query}`, init), `${what} hangs`).toBe(false);
  const type = response.headers.get("content-type") ?? "";
  expect(response.status, `${what} -> ${said.slice(0, 300)}`).not.toBe(500);
  expect(response.headers.get("x-request-id"), what).toBeTruthy();
  const route = routes.find(({ id }) => id === operation.operationId);
  const isRpc = path === "/mcp" || path === "/a2a";
  if (response.status === 200 && route?.reply.kind === "json" && /^application\/json/.test(type ?? ""))
    expect(route.reply.schema.safeParse(JSON.parse(said)).error, what).toBeUndefined();
  if (response.status >= 400 && isRpc && type === "application/json") {
    // Their protocols have a form of their own for what is wrong.
    expect(JSON.parse(said), what).toMatchObject({ jsonrpc: "2.0", error: { code: expect.any(Number) } });
  } else if (response.status >= 400 && !path.startsWith("/v1/") && path !== "/readyz") {
    expect(type, what).toBe("application/problem+json");
    expect(JSON.parse(said), what).toMatchObject({ status: response.status, code: expect.any(String) });
  }
}

/** The answer, read to its end but for streams, and how long it took. Rejects after `HANG_MS`. */
async function sent(path: string, init: RequestInit = {}) {
  const began = performance.now();
  const stop = new AbortController();
  const hang = setTimeout(() => stop.abort(new Error(`${path} hangs`)), HANG_MS);
  const response = await fetch(`${server.url}${path}`, { ...init, signal: stop.signal });
  const isStream = /event-stream/.test(response.headers.get("content-type") ?? "");
  const said = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();
  clearTimeout(hang);
  return { response, said, ms: performance.now() - began };
}

/** Slow three times more, each time while the server answers what costs nothing at least four times as fast. */
async function hangs(path: string, init: RequestInit): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    const [{ ms }, control] = await Promise.all([sent(path, init), sent("/livez")]);
    if (ms <= SLOW_MS || control.ms * 4 > ms) return false;
  }
  return true;
}
