/** News over the WebSocket of the real server: a run to its end, also over a restart, lists as they change, refusals. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type TestServerOptions, testServer } from "../../thorp/src/server/test-server.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../thorp/src/testing/scripted-model.ts";
import { createThorpClient } from "./client.ts";

const teamFolders = [fileURLToPath(new URL("../../thorp/test/bad-input/teams", import.meta.url))];
const serve = (script: () => ScriptedModelReply, options: TestServerOptions = {}) =>
  testServer({ teamFolders, team: "solo", languageModels: { one: createScriptedModel({ script }) }, ...options });

it("follows a run, and the list of runs", async () => {
  // Long enough to be subscribed to before it ends: text is live, and who comes later only gets the events.
  await using server = await serve(() => ({ text: ["one ", "two"], betweenMs: 2000 }));
  const thorp = createThorpClient({ baseURL: server.url });
  const stop = new AbortController();
  const states: string[] = [];
  const watching = (async () => {
    for await (const news of thorp.subscribe({ kind: "runs" }, { signal: stop.signal }))
      if (news.type === "runs") states.push(news.runs[0]?.state ?? "none");
  })();
  const asked = await thorp.ask("Count");
  const seqs: number[] = [];
  let text = "";
  for await (const news of thorp.subscribe({ kind: "run", run: asked.run }))
    for (const update of news.type === "updates" ? news.updates : [])
      if (update.kind === "event") seqs.push(update.seq);
      else if (update.type === "text") text = text.slice(0, update.offset) + update.delta;
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  expect(text).toBe("one two");
  await expect.poll(() => states.at(-1), { timeout: 15_000 }).toBe("done");
  stop.abort(new Error("enough"));
  await expect(watching).rejects.toThrow("enough");
});

it("goes on over a restart, and says what is not there", async () => {
  const dir = mkdtempSync(join(tmpdir(), "thorp-subscribe-"));
  const first = await serve(() => ({ text: ["half ", "never"], betweenMs: 60_000 }), { dir });
  const thorp = createThorpClient({ baseURL: first.url });
  const { run } = await thorp.ask("Tell me");
  const seqs: number[] = [];
  let second: Awaited<ReturnType<typeof serve>> | undefined;
  for await (const news of thorp.subscribe({ kind: "run", run }))
    for (const update of news.type === "updates" ? news.updates : []) {
      if (update.kind === "event") seqs.push(update.seq);
      if (update.kind === "event" || second !== undefined) continue;
      await first[Symbol.asyncDispose]();
      second = await serve(() => ({ text: "whole" }), { dir, port: first.port, recover: true });
    }
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  await expect(async () => {
    for await (const _news of thorp.subscribe({ kind: "run", run: "run_0" }));
  }).rejects.toMatchObject({ code: "run-unknown" });
  await second?.[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});
