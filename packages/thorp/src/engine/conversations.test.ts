import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createScriptedModel, type ScriptedModel } from "../testing/scripted-model.ts";
import { listConversations, runsOf, summaryOf, titleFrom } from "./conversations.ts";
import { createEngine } from "./create-engine.ts";
import { searchMessages, wordsOf } from "./search-messages.ts";
import type { AskRequest, Thorp } from "./thorp.ts";

let workspace: string;
let thorp: Thorp;
let model: ScriptedModel;
beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), "thorp-conversations-"));
  model = createScriptedModel({
    script: ({ prompt }, index) => {
      const said = JSON.stringify(prompt.at(-1));
      if (!said.includes("write a file")) return { text: `Answer ${index}` };
      return { toolCalls: [{ name: "write_file", input: { path: "kept.md", text: "new" } }] };
    },
  });
  thorp = await createEngine({
    dataDir: join(workspace, "data"),
    languageModels: { scripted: model },
    workspace,
    env: {},
    timeZone: "UTC",
  });
});
afterEach(() => thorp.close());

async function ask(text: string, more: Partial<AskRequest> = {}) {
  const asked = await thorp.ask({ text, model: "scripted", yes: true, ...more });
  for await (const _ of thorp.follow(asked.run));
  return asked;
}
/** What the model was told of earlier exchanges by the last call. */
const heard = () => JSON.stringify(model.calls.at(-1)?.prompt);

describe("taking the last exchange back", () => {
  it("leaves it out of the context of later runs, and says so in the journal", async () => {
    const { conversation } = await ask("The first question");
    const { run } = await ask("The second question", { conversation });
    await thorp.undo(run, { forget: true });
    await ask("The third question", { conversation });
    expect(heard()).toContain("The first question");
    expect(heard()).not.toContain("The second question");
    expect((await thorp.events(run)).at(-1)).toMatchObject({ type: "run-undo", last: run, restored: [] });
    expect((await thorp.messages(conversation)).map(({ text, undoneAfter }) => [text, undoneAfter])).toEqual([
      ["The first question", undefined],
      ["Answer 0", undefined],
      ["The second question", run],
      ["Answer 1", run],
      ["The third question", undefined],
      ["Answer 2", undefined],
    ]);
  });

  it("keeps what an older run had in its context: its replay decides as before", async () => {
    const { conversation, run: first } = await ask("The hens");
    const { run: second } = await ask("The ducks", { conversation });
    await thorp.undo(second, { forget: true });
    await thorp.undo(first, { forget: true });
    expect(await thorp.replay(second)).toEqual([]);
    expect((await thorp.events(first)).at(-1)).toMatchObject({ last: second });
    await ask("And geese?", { conversation });
    expect(heard()).not.toMatch(/hens|ducks/);
  });

  it("takes its files back with it", async () => {
    const path = join(workspace, "kept.md");
    const { run } = await ask("write a file");
    expect(readFileSync(path, "utf8")).toBe("new");
    await thorp.undo(run, { forget: true });
    expect(existsSync(path)).toBe(false);
    expect((await thorp.events(run)).at(-1)).toMatchObject({ type: "run-undo", removed: [path] });
  });

  it("refuses all but the last that counts", async () => {
    const { conversation, run: first } = await ask("The hens");
    const { run: second } = await ask("The ducks", { conversation });
    await expect(thorp.undo(first, { forget: true })).rejects.toMatchObject({ code: "run-state" });
    await thorp.undo(second, { forget: true });
    await expect(thorp.undo(second, { forget: true })).rejects.toThrow("taken back already");
    await thorp.undo(first, { forget: true });
    expect(await thorp.undo(first)).toEqual({ restored: [], removed: [], left: [] });
  });
});

describe("conversations", () => {
  it("are listed newest first with what is known of their runs", async () => {
    const { conversation: older } = await ask("Plan the garden\n\u001b[31mthis year");
    const { conversation: newer } = await ask("Count the hens");
    await ask("And the ducks?", { conversation: newer });
    const listed = await listConversations(thorp, { limit: 10 });
    expect(listed.map(({ id, title, team, runs, unfinished }) => [id, title, team, runs, unfinished])).toEqual([
      [newer, "Count the hens", "alma", 2, 0],
      [older, "Plan the garden [31mthis year", "alma", 1, 0],
    ]);
    expect(await listConversations(thorp, { limit: 1 })).toHaveLength(1);
  });

  it("keep the name that they are given, across a restart, until it is taken back", async () => {
    const { conversation } = await ask("Count the hens");
    await thorp.renameConversation(conversation, "  Hens\n ");
    await ask("And the ducks?", { conversation });
    const titleOf = async () => summaryOf(conversation, await runsOf(thorp, conversation)).title;
    expect(await titleOf()).toBe("Hens");
    await thorp.renameConversation(conversation, "Ducks");
    expect(await titleOf()).toBe("Ducks");
    await expect(thorp.renameConversation("con_none", "x")).rejects.toMatchObject({ code: "conversation-unknown" });
  });

  it("are searched for all words in any case, words in quotes together", async () => {
    await ask("Count the HENS in the yard");
    await ask("The yard has no hens");
    const texts = async (words: string, limit = 10) =>
      (await searchMessages(thorp, words, { limit })).found.map(({ message }) => message.text);
    expect(await texts("hens yard")).toEqual(["The yard has no hens", "Count the HENS in the yard"]);
    expect(await texts('"the hens"')).toEqual(["Count the HENS in the yard"]);
    expect(await texts("geese")).toEqual([]);
    expect(await texts("  ")).toEqual([]);
    const { found, isCut } = await searchMessages(thorp, "yard", { limit: 1 });
    expect([found[0]?.places, isCut]).toEqual([[[4, 8]], true]);
  });
});

it("names a conversation by whole words", () => {
  expect(titleFrom("a ".repeat(100))).toBe(`${"a ".repeat(29).trim()}…`);
  expect(titleFrom("x".repeat(100))).toBe(`${"x".repeat(59)}…`);
  expect(titleFrom("\u202egnp.exe 👨‍👩‍👧")).toBe("gnp.exe 👨‍👩‍👧");
});

it("reads quoted words as one", () => {
  expect(wordsOf('budget "last year" "')).toEqual(["budget", "last year"]);
});
