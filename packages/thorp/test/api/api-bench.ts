/** A real server with a team of one and a crew, and a client that reads JSON: for the tests of `/api`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { serverEvents, type TestServer, type TestServerOptions, testServer } from "../../src/server/test-server.ts";
import { createScriptedModel, type ScriptedModel, type ScriptedModelReply } from "../../src/testing/scripted-model.ts";
import { addLine, slowLookup } from "../bad-input/test-tools.ts";

/** What the bodies of answers hold; a test reads the members that its route has. */
export interface Body {
  readonly run: string;
  readonly conversation: string;
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly head: string;
  readonly tree: readonly unknown[];
  readonly conversations: readonly { readonly id: string }[];
  readonly exchanges: readonly {
    readonly run: { readonly id: string };
    readonly request: string;
    readonly messages: readonly { readonly text: string }[];
    readonly branches: readonly string[];
  }[];
  readonly found: readonly { readonly message: { readonly text: string }; readonly title: string }[];
  readonly [member: string]: unknown;
}

type Call = ScriptedModel["calls"][number];
export type ScriptOf = (call: Call, said: string) => ScriptedModelReply;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ApiBench {
  readonly server: TestServer;
  readonly models: Readonly<Record<string, ScriptedModel>>;
  /** Holds `ledger.txt`, which the crew's tool `add_line` writes once it is allowed to. */
  readonly ledger: string;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Asks and follows to the end; gives the run. */
  ask(body: object): Promise<{ readonly run: string; readonly conversation: string }>;
  /** Every update until `done` says so or the run ends. */
  follow(run: string, done?: (update: Update) => boolean): Promise<readonly Update[]>;
}

export interface Update {
  readonly kind: string;
  readonly type: string;
  readonly seq: number;
  readonly path: string;
  readonly [member: string]: unknown;
}

/** All that a prompt holds, as text. */
function textIn(call: Call): string {
  return JSON.stringify(call.prompt);
}

/** `script` answers for every model: `one` is the team of one, `boss` and `hand` are the crew. */
export async function openApi(
  script: Readonly<Record<string, ScriptOf>> = {},
  options: TestServerOptions = {},
): Promise<ApiBench> {
  const models = Object.fromEntries(
    ["one", "boss", "hand"].map((name) => [
      name,
      createScriptedModel({
        modelId: name,
        script: (call) => script[name]?.(call, textIn(call)) ?? { text: `Answer of ${name}.` },
      }),
    ]),
  );
  const ledger = mkdtempSync(join(tmpdir(), "thorp-ledger-"));
  onTestFinished(() => rmSync(ledger, { recursive: true, force: true }));
  const server = await testServer({
    teamFolders: [join(import.meta.dirname, "..", "bad-input", "teams")],
    team: "solo",
    languageModels: models,
    tools: [slowLookup, addLine(ledger)],
    timeZone: "UTC",
    ...options,
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const call: ApiBench["call"] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== "" ? JSON.parse(text) : text,
    };
  };
  const follow: ApiBench["follow"] = async (run, done = () => false) => {
    const updates: Update[] = [];
    const stop = new AbortController();
    const response = await fetch(`${server.url}/api/runs/${run}/stream`, { signal: stop.signal });
    for await (const { data } of serverEvents(response)) {
      const update = JSON.parse(data) as Update;
      updates.push(update);
      if (update.type === "run-end" || done(update)) break;
    }
    stop.abort();
    return updates;
  };
  return {
    server,
    models,
    ledger,
    call,
    follow,
    async ask(body) {
      const { body: asked } = await call("POST", "/api/runs", body);
      await follow(asked.run);
      return asked;
    },
  };
}
