/** A server that is gone in the middle of an answer, as after a crash of its machine, and comes back. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { TestServerOptions } from "../../../packages/thorp/src/server/test-server.ts";
import { type ScriptedServer, startScriptedServer } from "../../../packages/thorp/src/testing/scripted-server.ts";
import { ask, isOver, testingPage } from "./testing-page.ts";

const early = Array.from({ length: 60 }, (_, at) => `early${at} `);
const late = Array.from({ length: 60 }, (_, at) => `late${at} `);
const { open, folder, webFolder } = testingPage();
const children: ChildProcess[] = [];
let models: ScriptedServer;
/** What the model says, with milliseconds between two words. */
let reply: { readonly text: readonly string[]; readonly betweenMs: number };

beforeAll(async () => {
  // It stays while the server of the page goes, as a model server on the same machine would.
  models = await startScriptedServer({
    models: ["llama3.2:3b", "mistral:7b", "mistral-small:22b"],
    script: () => reply,
  });
});
afterAll(() => models.close());
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
});

interface Served {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
}

async function serveInChild(options: TestServerOptions): Promise<Served> {
  const child = fork(fileURLToPath(new URL("serve-child.ts", import.meta.url)), [JSON.stringify(options)], {
    execArgv: [],
  });
  children.push(child);
  const [told] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error("The server ended before it listened."))),
  ]);
  return { ...(told as Omit<Served, "child">), child };
}

/** `kill -9`: it closes nothing and writes nothing any more. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

it("finishes an answer after the server's process was killed in its middle and came back", async () => {
  const dir = folder();
  const catalogue = join(dir, "models.yaml");
  writeFileSync(
    catalogue,
    `providers:\n  ollama: { kind: ollama, url: "${models.url}", tier: local, slots: 4, context: 32768 }\n`,
  );
  const options: TestServerOptions = { dir, webFolder: webFolder(), catalogues: [catalogue] };
  reply = { text: early, betweenMs: 100 };
  const first = await serveInChild(options);
  const page = await open(first.url);
  await ask(page, "Tell me a long story about a mill");
  await page.getByRole("log").getByText("early5").waitFor();
  await kill(first.child);
  expect(await page.getByRole("log").getByText("early59").count()).toBe(0);
  reply = { text: late, betweenMs: 0 };
  await serveInChild({ ...options, port: first.port, recover: true });
  await page.getByRole("log").getByText("late59").waitFor();
  await isOver(page);
  await page.getByText("Went on after a restart of the server.").waitFor();
  // Every word once, and in its place: nothing of the first try is mixed into the second.
  const words = (await page.getByRole("log").innerText()).match(/(?:early|late)\d+/g) ?? [];
  expect(words).toEqual(late.map((word) => word.trim()));
});
