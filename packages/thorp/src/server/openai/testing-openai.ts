/** The official client before a real server with a scripted model, for tests of `/v1`. Product code never imports it. */
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { createScriptedModel, type ScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import { type TestServer, type TestServerOptions, testServer } from "../test-server.ts";

const teamFolders: readonly string[] = [fileURLToPath(new URL("../../../test/bad-input/teams", import.meta.url))];

/** Replies come in order; without one the model says "One two three.". */
export interface OpenAiWorld {
  readonly replies: ScriptedModelReply[];
  readonly model: ScriptedModel;
  readonly server: TestServer;
  readonly client: OpenAI;
  /** Another server on the same data folder, as after a restart. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openAiWorld(options: TestServerOptions = {}): Promise<OpenAiWorld> {
  const replies: ScriptedModelReply[] = [];
  const model = createScriptedModel({ script: () => replies.shift() ?? { text: "One two three." } });
  const start = (more: TestServerOptions = {}) =>
    testServer({ teamFolders, team: "solo", languageModels: { one: model }, ...options, ...more });
  const clientOf = ({ url }: TestServer) => new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
  let server = await start();
  let client = clientOf(server);
  return {
    replies,
    model,
    get server() {
      return server;
    },
    get client() {
      return client;
    },
    async restart() {
      const { dir, port } = server;
      await server.close();
      await server.thorp.close();
      server = { ...(await start({ dir, port, recover: true })), [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
      client = clientOf(server);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await server.thorp.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The state of the newest run, as the API tells it. */
export async function newestState({ url }: { readonly url: string }): Promise<string | undefined> {
  const answer = await fetch(`${url}/api/runs?limit=1`);
  return ((await answer.json()) as { runs: readonly { state: string }[] }).runs[0]?.state;
}
