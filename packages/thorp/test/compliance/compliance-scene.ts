/** A real engine whose tools are those of an API with terms, behind a real server, asked by a scripted model. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Clock, createSystemClock } from "../../src/base/clock.ts";
import type { Json } from "../../src/base/json.ts";
import type { LanguageModelV4CallOptions } from "../../src/models/language-model.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../src/testing/scripted-model.ts";
import { type ApiServer, startApiServer, toolsOf } from "../../src/tools/api/testing-api-server.ts";
import type { ToolSource } from "../../src/tools/tool-source.ts";
import { newFolder, openBench } from "../bad-input/test-bench.ts";

/** `tides` forbids training and wants to be named; `ports` allows everything. */
const documents = (server: string) => [
  `
openapi: 3.1.0
info: {title: Tides, version: "1", termsOfService: "https://tides.example/terms"}
servers: [{url: "${server}"}]
x-id: tides
x-cache: 600
x-training: forbidden
x-attribution: Tides of the World
x-limits: [{requests: 1000, seconds: 1}]
paths:
  /tides:
    get:
      x-name: read_tides
      security: [{}, {key: []}]
      parameters: [{name: port, in: query, required: true, schema: {type: string}}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key, x-env: TIDES_KEY}}
`,
  `
openapi: 3.1.0
info: {title: Ports, version: "1"}
servers: [{url: "${server}"}]
x-id: ports
x-cache: 0
x-training: allowed
x-limits: [{requests: 1000, seconds: 1}]
paths:
  /port: {get: {x-name: find_port, parameters: [{name: name, in: query, required: true, schema: {type: string}}]}}
`,
];

/** What the model does when it is asked: calls, or words. */
export type Said = string | readonly { readonly tool: string; readonly input: Json }[];
/** `words` of the newest message of a person, `results` of its tools so far, names of the `tools` that it may call. */
export type Think = (seen: {
  readonly words: string;
  readonly results: readonly string[];
  readonly tools: readonly string[];
}) => Said;

export interface SceneOptions {
  readonly think: Think;
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The API, which outlives engines. */
export async function openApi(): Promise<ApiServer> {
  const api = await startApiServer();
  onTestFinished(() => api.close());
  api.answerWith({ high: "07:41" });
  return api;
}

export async function openScene(api: ApiServer, { think, folder, env = {} }: SceneOptions) {
  const home = folder ?? (await newFolder());
  const system = createSystemClock();
  let ahead = 0;
  const clock: Clock = { ...system, now: () => system.now() + ahead };
  const source: ToolSource = {
    ...{ id: "api:tides", kind: "api", title: "Tides", isShipped: true },
    load: async () => ({
      tools: documents(api.origin).flatMap((document) => [...toolsOf(document, clock).values()]),
      problems: [],
    }),
  };
  const model = createScriptedModel({ script: (call) => replyTo(call, think) });
  const bench = await openBench(
    {
      ...{ clock, env, allowHosts: [api.host], toolSources: [source], languageModels: { "test/pilot": model } },
      ...{ teamFolders: [join(import.meta.dirname, "teams")], team: "harbour", dataDir: join(home, "data") },
    },
    { folder: home, keep: true },
  );
  return {
    ...bench,
    folder: home,
    model,
    /** Time goes on by so many milliseconds at once. */
    later: (ms: number) => void (ahead += ms),
  };
}

function replyTo({ prompt, tools = [] }: LanguageModelV4CallOptions, think: Think): ScriptedModelReply {
  const said = think({
    words: JSON.stringify(prompt.findLast(({ role }) => role === "user")?.content ?? ""),
    results: prompt.flatMap((message) => (message.role === "tool" ? [JSON.stringify(message.content)] : [])),
    tools: tools.map(({ name }) => name),
  });
  return typeof said === "string"
    ? { text: said }
    : { toolCalls: said.map(({ tool: name, input }) => ({ name, input })) };
}
