/** Scripted servers of one model, a catalogue that pools them, and what the journal says of who served what. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import { type ScriptedServer, type ServerReply, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { newFolder, openBench, type Script, type Told } from "../bad-input/test-bench.ts";

export interface PoolServer extends ScriptedServer {
  /** Chat calls that reached it. */
  calls(): number;
}

/** Closed when the test is over. */
export async function poolServer(script: Script): Promise<PoolServer> {
  const server = await startScriptedServer({ script });
  onTestFinished(() => server.close());
  return {
    ...server,
    calls: () => server.requests.filter(({ path }) => path.endsWith("/chat/completions")).length,
  };
}

export interface PoolFacts {
  readonly near: readonly string[];
  readonly far?: string;
  readonly slots?: number;
  readonly clock?: Clock;
}

/** `one` is a model of the pool, `two` a paid one somewhere else. */
export async function openPool({ near, far = "http://127.0.0.1:9", slots = 1, clock }: PoolFacts) {
  const file = join(await newFolder(), "models.yaml");
  const urls = near.map((url) => `"${url}/v1"`).join(", ");
  await writeFile(
    file,
    `providers:
  near: { kind: openai, dialect: openai, url: [${urls}], tier: local, slots: ${slots} }
  far: { kind: openai, dialect: openai, url: "${far}/v1", tier: frontier, slots: 4 }
models:
  - { id: near/one, context: 32000 }
  - { id: far/two, context: 32000, price: { input: 1, output: 2 } }
aliases: { one: near/one, two: far/two }
`,
  );
  return openBench({
    catalogues: [file],
    teamFolders: [join(import.meta.dirname, "teams")],
    team: "climb",
    ...(clock === undefined ? {} : { clock }),
  });
}

/** The servers of the attempts, in order. */
export function serversOf(told: Pick<Told, "all">): readonly string[] {
  return told.all("server-choose").map(({ server }) => server);
}

export const named = (server: { readonly url: string }): string => `near at ${server.url}/v1`;

/** A chat completion that breaks off after its first words. */
export const cutShort: ServerReply = { text: ["The answer ", "is ", "long."], cutAfterBytes: 260 };

/** Asks without waiting, and gives the end. */
export async function endOf(engine: Thorp, text: string): Promise<string> {
  const { run } = await engine.ask({ text });
  for await (const _ of engine.follow(run));
  return (await engine.showRun(run)).run.state;
}
