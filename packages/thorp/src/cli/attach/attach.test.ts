/** Commands that go to a running server: the same results, the same codes; a server that is killed in mid-answer. */
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ThorpClient } from "../../../../client/src/client.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { updateToWire } from "../../events/to-wire.ts";
import { testServer } from "../../server/test-server.ts";
import { createRecordingTool } from "../../testing/recording-tool.ts";
import { createScriptedModel } from "../../testing/scripted-model.ts";
import {
  type ScriptedServer,
  type ServerReply,
  type ServerRequest,
  startScriptedServer,
} from "../../testing/scripted-server.ts";
import type { WireUpdate } from "../../wire/run-update.ts";
import { type CliFolder, createCliFolder, type StartedCli, startCli } from "../testing-process.ts";
import { attachNamed, attachToOwner } from "./attach.ts";
import { updateFromWire } from "./from-wire.ts";
import { listAttached } from "./list-attached.ts";
import { readServerNote, writeServerNote } from "./server-note.ts";

const deskFolder = fileURLToPath(new URL("../../../test/bad-input/teams", import.meta.url));

let isHeld = false;
function reply({ body }: ServerRequest): ServerReply {
  if (JSON.stringify(body["messages"]).includes("slowly") && isHeld)
    return { text: ["Half an ", "never"], betweenMs: 60_000 };
  return { text: ["It is ", "42."] };
}

let models: ScriptedServer;
beforeAll(async () => {
  models = await startScriptedServer({ models: ["llama3.2:3b", "mistral:7b", "mistral-small:22b"], script: reply });
});
afterAll(() => models.close());

const started: StartedCli[] = [];
afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});
const start = (...call: Parameters<typeof startCli>): StartedCli => {
  const cli = startCli(...call);
  started.push(cli);
  return cli;
};
const serve = async (folder: CliFolder, port = "0"): Promise<{ readonly cli: StartedCli; readonly url: string }> => {
  const cli = start(folder, ["serve", "--json", "--port", port]);
  await cli.shows('"resumed"');
  return { cli, url: (JSON.parse(cli.out()) as { url: string }).url };
};
const ended = async (folder: CliFolder, argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const cli = start(folder, argv, { env });
  return { code: await cli.ended, out: cli.out(), err: cli.err() };
};
/** Without what differs from run to run. */
const plain = (text: string): string =>
  text.replaceAll(/[\d.]+ m?s\b/g, "TIME").replaceAll(/\b[0-9a-z]{6,20}\b(?=[\s.`)])/g, "ID");

describe("a command beside a server that has the data folder", () => {
  it("says and does the same as in a process of its own", async () => {
    const alone = createCliFolder(models.url);
    const served = createCliFolder(models.url);
    await serve(served);
    for (const argv of [
      ["ask", "what is it?"],
      ["ask", "-q", "what is it?"],
      ["ask", "-t", "nobody", "x"],
    ]) {
      const [one, other] = [await ended(alone, argv), await ended(served, argv)];
      expect(other.code, argv.join(" ")).toBe(one.code);
      expect(other.out).toBe(one.out);
      expect(plain(other.err)).toBe(plain(one.err));
    }
    const lines = (await ended(served, ["ask", "--json", "what is it?"])).out.trimEnd().split("\n");
    const updates = lines.map((line) => JSON.parse(line) as WireUpdate);
    expect(updates.map((update) => updateToWire(updateFromWire(update)))).toEqual(updates);
    const shown = await ended(served, ["runs", "show"]);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining("It is 42.") });
    expect((await ended(served, ["chat"], {})).code).toBe(0);
    expect((await ended(served, ["runs", "replay", "last"])).out).toContain("decides the same");
    expect((await ended(served, ["conversations", "rename", "last", "Answers"])).err).toContain('is called "Answers"');
    expect((await ended(served, ["runs", "delete", "last"])).err).toContain("is deleted");
    const attached = await attachToOwner(served.env["THORP_DATA_DIR"] ?? "", { say: () => {} });
    await expect(attached?.modelAdmin.stopServer("ollama")).rejects.toMatchObject({
      hint: expect.stringContaining("End `thorp serve`"),
    });
  }, 90_000);

  it("waits for a server that is killed in mid-answer, and goes on when it is back", async () => {
    const folder = createCliFolder(models.url);
    const first = await serve(folder);
    isHeld = true;
    // Its plain view shows an answer when no other attempt can take it back; events show at once that it follows.
    const asking = start(folder, ["ask", "--json", "answer slowly"]);
    await asking.shows("Half an ");
    first.cli.child.kill("SIGKILL");
    await asking.shows("is away");
    isHeld = false;
    // Another address: the folder's note tells it.
    await serve(folder);
    await asking.shows("is back");
    expect(await asking.ended).toBe(0);
    expect(asking.out()).toContain("It is 42.");
    expect(asking.out()).not.toContain("never");
  }, 60_000);
});

describe("a command with --server", () => {
  it("works without a data folder of its own", async () => {
    const folder = createCliFolder(models.url);
    const { cli, url } = await serve(folder);
    const elsewhere = createCliFolder();
    const env = { THORP_SERVER: url };
    expect(await ended(elsewhere, ["ask", "-q", "what is it?"], env)).toEqual({ code: 0, out: "It is 42.\n", err: "" });
    expect((await ended(elsewhere, ["runs", "list"], env)).out).toContain("what is it?");
    expect((await ended(elsewhere, ["logs"], env)).out).toContain("run-end");
    expect((await ended(elsewhere, ["conversations"], env)).out).toContain("what is it?");
    expect((await ended(elsewhere, ["conversations", "show", "last", "--server", url])).out).toContain("It is 42.");
    expect((await ended(elsewhere, ["models", "--json"], env)).out).toContain("ollama/");
    expect(await ended(elsewhere, ["ask", "x", "--server", "http://127.0.0.1:9"])).toMatchObject({ code: 7 });
    expect(await ended(elsewhere, ["ask", "x", "--server", "nowhere"])).toMatchObject({ code: 2 });
    expect((await ended(elsewhere, ["runs", "undo", "last"], env)).out).toBe("The run changed no files.\n");
    expect((await ended(elsewhere, ["runs", "prune", "--keep", "0", "--yes"], env)).err).toContain("Deleted 1 run");
    expect((await ended(elsewhere, ["runs", "list"], env)).out).not.toContain("what is it?");
    expect((await ended(elsewhere, ["models", "ps"], env)).out).toMatch(/ollama +llama3\.2:3b +3\.0 GB/);
    expect((await ended(elsewhere, ["models", "pull", "mistral:7b"], env)).out).toBe("mistral:7b is there.\n");
    expect((await ended(elsewhere, ["models", "load", "mistral:7b"], env)).out).toContain("mistral:7b loaded");
    expect((await ended(elsewhere, ["models", "load", "rules"], env)).code).not.toBe(0);
    expect((await ended(elsewhere, ["cache", "show"], env)).out).toContain("entries,");
    expect((await ended(elsewhere, ["cache", "clear", "--team", "nobody"], env)).out).toBe("0 entries forgotten.\n");
    const backup = (await ended(elsewhere, ["backup", "create"], env)).out.trim();
    expect((await ended(elsewhere, ["backup", "list"], env)).out).toContain(backup);
    expect((await ended(elsewhere, ["backup", "verify"], env)).out).toBe(`${backup} can be restored.\n`);
    expect(await ended(elsewhere, ["backup", "restore", backup], env)).toMatchObject({ code: 2 });
    const note = join(folder.env["THORP_DATA_DIR"] ?? "", "server.json");
    expect(existsSync(note)).toBe(true);
    cli.child.kill("SIGTERM");
    expect(await cli.ended).toBe(0);
    expect(existsSync(note)).toBe(false);
  }, 90_000);
});

it("answers what a run asks through the server", async () => {
  const bell = createRecordingTool({ name: "slow_lookup", effect: "exec" });
  const model = createScriptedModel({
    script: [{ toolCalls: [{ name: "slow_lookup", input: { times: 1 } }] }, { text: "It rang." }],
  });
  await using server = await testServer({
    ...{ teamFolders: [deskFolder], team: "desk", languageModels: { one: model } },
    tools: [bell.tool, createRecordingTool({ name: "add_line" }).tool],
  });
  const thorp = attachNamed(server.url, { env: {} }, { say: () => {} });
  const { run } = await thorp.ask({ text: "Ring", interactive: true });
  const said: string[] = [];
  for await (const update of thorp.follow(run)) {
    if (update.kind !== "event") continue;
    const { event } = update;
    if (event.type === "approval-ask")
      await thorp.signal(run, { type: "approval-answer", approval: event.approval, allow: true, by: "person" });
    if (event.type === "message-add") said.push(event.text);
  }
  expect(said.at(-1)).toBe("It rang.");
  expect(bell.calls).toHaveLength(1);
  expect(await thorp.showRun(run)).toMatchObject({ run: { state: "done" }, open: [] });
  expect((await thorp.messages((await thorp.listRuns())[0]?.conversation ?? "")).map(({ text }) => text)).toEqual(said);
});

it("changes plans, runs and conversations through the server", async () => {
  const task = { id: "a", goal: "do a", agent: "hand", needs: [] };
  const boss = createScriptedModel({
    script: ({ tools }) =>
      tools === undefined ? { text: "All done." } : { toolCalls: [{ name: "plan", input: { tasks: [task] } }] },
  });
  const done = () => createScriptedModel({ script: () => ({ text: "Done." }) });
  await using server = await testServer({
    ...{ teamFolders: [deskFolder], team: "crew", languageModels: { one: done(), boss, hand: done() } },
    tools: [createRecordingTool({ name: "slow_lookup" }).tool, createRecordingTool({ name: "add_line" }).tool],
  });
  const thorp = attachNamed(server.url, { env: {} }, { say: () => {} });
  const { run, conversation } = await thorp.ask({
    ...{ text: "Do it", interactive: true, approvePlan: true },
    attachments: [{ name: "note.txt", bytes: new TextEncoder().encode("hello") }],
  });
  for await (const update of thorp.follow(run)) {
    if (update.kind !== "event" || update.event.type !== "plan-propose") continue;
    const { revision, plan } = await thorp.showPlan(run);
    const more = { ...task, id: "b", capability: "hand", priority: 0, optional: false };
    expect(await thorp.editPlan(run, { operations: [{ op: "add", task: more }] }, { base: revision })).toMatchObject({
      revision: 2,
    });
    expect(await thorp.editPlan(run, { plan })).toMatchObject({ revision: 3, plan });
    await expect(thorp.approvePlan(run, { allow: true, base: 2 })).rejects.toMatchObject({ code: "plan-changed" });
    await thorp.approvePlan(run, { allow: true, base: 3 });
  }
  expect(await thorp.artifacts(run)).toMatchObject([{ kind: "attachment", title: "note.txt" }]);
  const { bytes } = await thorp.readArtifact(run, "attachment-1");
  expect(new TextDecoder().decode(bytes)).toBe("hello");
  await expect(thorp.readArtifact(run, "attachment-2")).rejects.toMatchObject({ code: "blob-unknown" });
  expect(await thorp.replay(run)).toEqual([]);
  const places = async (who: Thorp) => (await who.replay(run, { team: "solo" })).map(({ kind, path }) => [kind, path]);
  const elsewhere = await places(thorp);
  expect(elsewhere).not.toEqual([]);
  expect(elsewhere).toEqual(await places(server.thorp));
  await thorp.giveFeedback(run, { rating: "up", by: "somebody else" });
  expect(await server.thorp.feedback(run)).toMatchObject([{ rating: "up" }]);
  expect((await server.thorp.feedback(run))[0]).not.toHaveProperty("by");
  expect(await thorp.feedback(run)).toMatchObject([{ run, rating: "up", about: { route: { model: "boss" } } }]);
  const own = (await server.thorp.lineage(conversation)).map(({ run: id, after, isDeleted }) => [id, after, isDeleted]);
  expect((await thorp.lineage(conversation)).map(({ run: id, after, isDeleted }) => [id, after, isDeleted])).toEqual(
    own,
  );
  expect(await thorp.showTeam("crew")).toEqual(JSON.parse(JSON.stringify(await server.thorp.showTeam("crew"))));
  expect(await thorp.teamPicture("crew")).toBe(await server.thorp.teamPicture("crew"));
  const { path, step } = (await server.thorp.modelCalls(run))[0] ?? { path: "", step: "" };
  expect(await thorp.seenCall(run, { path, step })).toEqual(
    JSON.parse(JSON.stringify(await server.thorp.seenCall(run, { path, step }))),
  );
  await thorp.renameConversation(conversation, "Work");
  await expect(thorp.renameConversation("con_0", "x")).rejects.toMatchObject({ code: "conversation-unknown" });
  await thorp.deleteConversation(conversation);
  expect(await thorp.listRuns({ text: "do" })).toEqual([]);
  expect((await thorp.listCaches()).map(({ name }) => name)).toContain("answers");
  expect(await thorp.clearCaches({ team: "nobody" })).toBe(0);
  await expect(thorp.blob("0".repeat(64))).rejects.toMatchObject({
    hint: expect.stringContaining("machine of the server"),
  });
});

it("asks again, and shows what waits, through the server", async () => {
  const model = createScriptedModel({
    script: ({ prompt }) =>
      JSON.stringify(prompt).includes("slow_lookup done") ? { text: "It rang." } : { text: "First." },
  });
  const bell = createRecordingTool({ name: "slow_lookup", effect: "exec" });
  const ring = createScriptedModel({
    script: [{ toolCalls: [{ name: "slow_lookup", input: { times: 1 } }] }, { text: "It rang." }],
  });
  await using server = await testServer({
    ...{ teamFolders: [deskFolder], team: "desk", languageModels: { one: ring, other: model } },
    tools: [bell.tool, createRecordingTool({ name: "add_line" }).tool],
  });
  const thorp = attachNamed(server.url, { env: {} }, { say: () => {} });
  const { run } = await thorp.ask({ text: "Ring", interactive: true });
  const leave = new AbortController();
  for await (const items of thorp.watchInbox({ signal: leave.signal })) {
    const [item] = items;
    if (item === undefined) continue;
    expect(items).toEqual(await thorp.inbox());
    expect(item).toMatchObject({ kind: "approval", tool: "slow_lookup", run: { id: run, cost: 0 } });
    break;
  }
  await thorp.cancel(run, "enough");
  for await (const _ of thorp.follow(run));
  const again = await thorp.retry(run, { model: "other" });
  expect(again.run).not.toBe(run);
  for await (const _ of thorp.follow(again.run));
  expect((await thorp.lineage(again.conversation)).map(({ after }) => after)).toEqual(["", ""]);
  expect((await thorp.showRun(again.run)).messages.at(-1)?.text).toBe("First.");
  await expect(thorp.retry("run_00000000000000000000")).rejects.toMatchObject({ code: "run-unknown" });
});

it("lists more runs than one page of the server holds", async () => {
  const runs = Array.from({ length: 1203 }, (_, at) => ({ id: `run_${5000 - at}`, cost: 0 }));
  const limits: unknown[] = [];
  const list: ThorpClient["runs"]["list"] = async ({ limit = 0, cursor } = {}) => {
    limits.push(limit);
    const from = runs.findIndex(({ id }) => id === cursor) + 1;
    return runs.slice(from, from + limit) as never;
  };
  const client = { runs: { list } as ThorpClient["runs"] };
  const ids = async (limit: number) => (await listAttached(client, { limit })).map(({ id }) => id);
  expect(await ids(Number.POSITIVE_INFINITY)).toEqual(runs.map(({ id }) => id));
  expect(await ids(501)).toEqual(runs.slice(0, 501).map(({ id }) => id));
  expect(limits).toEqual([500, 500, 500, 500, 1]);
});

describe("the note of a server", () => {
  const note = { url: "http://127.0.0.1:1", token: "t".repeat(40), pid: process.pid };

  it("is for the owner's eyes, and goes with its server alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "thorp-note-"));
    const remove = writeServerNote(folder, note);
    expect(statSync(join(folder, "server.json")).mode & 0o777).toBe(0o600);
    expect(readServerNote(folder)).toEqual(note);
    writeServerNote(folder, { ...note, token: "u".repeat(40) });
    remove();
    expect(readServerNote(folder)?.token).toBe("u".repeat(40));
  });

  it.each([
    ["a process that is gone", JSON.stringify({ ...note, pid: 2 ** 22 - 1 })],
    ["something else", "{}"],
    ["half of one", '{"url":'],
  ])("is passed over when it holds %s", (_what, text) => {
    const folder = mkdtempSync(join(tmpdir(), "thorp-note-"));
    writeFileSync(join(folder, "server.json"), text);
    expect(readServerNote(folder)).toBeUndefined();
    expect(readFileSync(join(folder, "server.json"), "utf8")).toBe(text);
  });
});
