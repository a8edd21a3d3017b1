/**
 * `/mcp` and `/a2a` against JSON-RPC of every kind: methods that are there with parameters that are not, batches,
 * notifications, half of the protocol's headers, and what is no JSON at all. Whatever comes, there is an answer in time,
 * it is no defect of ours, it says nothing of what belongs to somebody else or of our own insides, and the next request
 * is answered as if nothing had been.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestServer, testServer } from "../../src/server/test-server.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";
import { keyScopes } from "../../src/wire/accounts.ts";

const RUNS = 300;
/** Far above what any answer needs, also on a busy machine. Milliseconds. */
const HANG_MS = 10_000;
const MARK = "71931 kingfishers";
const CANARY = "canary-5b0d2f9c7e1a4380";
const actor = { who: "test" };
let server: TestServer;
let key: string;
/** Of somebody else. */
const theirs = { run: "", conversation: "" };
/** Of the one who asks. */
const own = { run: "", conversation: "" };

beforeAll(async () => {
  server = await testServer({
    env: { OPENROUTER_API_KEY: CANARY },
    languageModels: { one: createScriptedModel({ script: () => ({ text: "Yes." }) }) },
    limits: { user: 0, key: 0, address: 0 },
  });
  const { users, keys } = server.thorp.accounts;
  const made = async (name: string, role: "admin" | "member", text: string) => {
    const { id: user } = await users.create({ name, role }, actor);
    const asked = await server.thorp.ask({ text, owner: { user } });
    for await (const _update of server.thorp.follow(asked.run));
    return { asked, key: (await keys.create({ user, name, scopes: keyScopes }, actor)).key };
  };
  Object.assign(theirs, (await made("root", "admin", `What are ${MARK}?`)).asked);
  const ann = await made("ann", "member", "What is 2 + 2?");
  Object.assign(own, ann.asked);
  key = ann.key;
});
afterAll(() => server[Symbol.asyncDispose]());

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.toWellFormed()),
  fc.constantFrom("", "\u0000", "../../etc/passwd", "__proto__", "constructor", "x".repeat(3000), "-1", "1e999"),
);
/** Ids are filled in when the server is there. */
const known = fc.constantFrom("THEIR-RUN", "THEIR-CONVERSATION", "OWN-RUN", "OWN-CONVERSATION", "alma", "ask_alma");
const value: fc.Arbitrary<unknown> = fc.oneof(
  odd,
  known,
  known.map((name) => `run://${name}`),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.constantFrom([], {}, null, true, 1e308),
);
const names = fc.constantFrom(
  ...["name", "arguments", "uri", "cursor", "protocolVersion", "capabilities", "clientInfo", "_meta", "text", "level"],
  ...["id", "tenant", "message", "configuration", "contextId", "taskId", "pageSize", "pageToken", "historyLength"],
  ...["parts", "role", "messageId", "status", "includeArtifacts", "conversation", "__proto__", "requestId", "ref"],
);
const fields = fc.oneof(fc.dictionary(names, value, { maxKeys: 6 }), value);
const message = fc.record({
  messageId: fc.oneof(fc.constant("m"), value),
  role: fc.oneof(fc.constantFrom("ROLE_USER", "ROLE_AGENT", "user"), value),
  parts: fc.oneof(fc.array(fc.oneof(fc.record({ text: value }), fields), { maxLength: 3 }), value),
  contextId: fc.oneof(fc.constant(undefined), known, value),
  taskId: fc.oneof(fc.constant(undefined), known, value),
});

const methods = {
  "/mcp": [
    ...["initialize", "ping", "tools/list", "tools/call", "resources/list", "resources/read", "prompts/get"],
    ...["resources/templates/list", "prompts/list", "completion/complete", "logging/setLevel", "server/discover"],
    ...["notifications/cancelled", "notifications/initialized", "resources/subscribe", "subscriptions/listen"],
  ],
  "/a2a": [
    ...["SendMessage", "SendStreamingMessage", "GetTask", "ListTasks", "CancelTask", "SubscribeToTask"],
    ...["GetExtendedAgentCard", "CreateTaskPushNotificationConfig", "message/send", "tasks/get"],
  ],
} as const;

function requests(path: keyof typeof methods): fc.Arbitrary<unknown> {
  const params = path === "/mcp" ? fields : fc.oneof(fields, fc.record({ message, tenant: fc.oneof(known, value) }));
  const one = fc.record(
    {
      jsonrpc: fc.oneof({ weight: 8, arbitrary: fc.constant("2.0") }, { weight: 1, arbitrary: value }),
      id: fc.oneof({ weight: 4, arbitrary: fc.integer() }, { weight: 1, arbitrary: value }),
      method: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...methods[path]) }, { weight: 1, arbitrary: value }),
      params,
    },
    { requiredKeys: ["jsonrpc", "method"] },
  );
  return fc.oneof({ weight: 8, arbitrary: one }, fc.array(one, { maxLength: 4 }), fc.jsonValue());
}

const headers = fc.record(
  {
    accept: fc.constantFrom("application/json, text/event-stream", "application/json", "text/event-stream", "*/*"),
    "mcp-protocol-version": fc.constantFrom("2026-07-28", "2025-11-25", "2025-06-18", "1", "x".repeat(200)),
    "mcp-method": fc.constantFrom("tools/call", "tools/list", "x"),
    "mcp-session-id": fc.constantFrom("x", "../x"),
    "a2a-version": fc.constantFrom("1.0", "0.3", "x"),
    "content-type": fc.constantFrom("application/json", "text/plain", "application/json; charset=utf-16"),
  },
  { requiredKeys: [] },
);

function filled(text: string): string {
  return text
    .replaceAll("THEIR-RUN", theirs.run)
    .replaceAll("THEIR-CONVERSATION", theirs.conversation)
    .replaceAll("OWN-RUN", own.run)
    .replaceAll("OWN-CONVERSATION", own.conversation);
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** What never ends by itself, a subscription, is left after its first words. */
async function send(path: string, body: string, more: object): Promise<Reply> {
  const response = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...more },
    body,
    signal: AbortSignal.timeout(HANG_MS),
  });
  if (!(response.headers.get("content-type") ?? "").includes("event-stream"))
    return { status: response.status, text: await response.text() };
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return { status: response.status, text: Buffer.from(first?.value ?? new Uint8Array()).toString() };
}

function judge(path: string, body: string, { status, text }: Reply): void {
  expect(status, `${path} ${body}\n${text}`).toBeLessThan(500);
  // The official package calls wrong parameters of `initialize` an internal error; nothing of ours does.
  const defect = path === "/a2a" ? ["-32603"] : [];
  const inside = [MARK, CANARY, "node_modules", "at async ", ".ts:", "SqliteError", ...defect];
  for (const words of inside) if (!body.includes(words)) expect(text, `${path} ${body}`).not.toContain(words);
  if (!body.includes(theirs.run)) expect(text, `${path} ${body}`).not.toContain(theirs.run);
  if (status !== 200 || !text.startsWith("{")) return;
  expect(JSON.parse(text), `${path} ${body}`).toMatchObject({ jsonrpc: "2.0" });
}

it.each(["/mcp", "/a2a"] as const)("%s answers whatever comes", { timeout: 300_000 }, async (path) => {
  await fc.assert(
    fc.asyncProperty(requests(path), headers, async (request, more) => {
      const body = filled(JSON.stringify(request) ?? "");
      judge(path, body, await send(path, body, more));
    }),
    { numRuns: RUNS, seed: 20261127 },
  );
  const broken = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }).map((text) => text.toWellFormed()),
    fc.tuple(requests(path), fc.nat(60)).map(([request, cut]) => (JSON.stringify(request) ?? "").slice(0, cut)),
    fc.constantFrom("[".repeat(20_000), `${'{"a":'.repeat(5000)}1`, '{"jsonrpc":"2.0","id":1', "\u0000", "null"),
  );
  await fc.assert(
    fc.asyncProperty(broken, headers, async (body, more) => judge(path, body, await send(path, body, more))),
    { numRuns: RUNS / 3, seed: 20261127 },
  );
  const good = path === "/mcp" ? { method: "tools/list" } : { method: "ListTasks" };
  const last = await send(path, JSON.stringify({ jsonrpc: "2.0", id: 7, params: {}, ...good }), {
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2025-11-25",
  });
  expect(last.text).toContain(path === "/mcp" ? "ask_alma" : own.run);
});
