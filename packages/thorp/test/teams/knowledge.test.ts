import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Thorp } from "../../src/engine/thorp.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";
import { askTeam, openOffline, repository } from "./ask-team.ts";

let folder: string;
const opened: Thorp[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp-shelf-"));
});
afterEach(async () => {
  for (const thorp of opened.splice(0)) await thorp.close();
  rmSync(folder, { recursive: true });
});
async function open(options: Parameters<typeof openOffline>[0] = {}): Promise<Thorp> {
  const thorp = await openOffline({ workspace: folder, teamFolders: [folder], ...options });
  opened.push(thorp);
  return thorp;
}

it.each([
  ["How do I connect Ollama?", "ollama pull", "models.md"],
  ["What happens when the budget is used up?", "No further paid call", "money-and-limits.md"],
  ["How do I undo what a run changed?", "thorp runs undo", "files-and-permissions.md"],
  ["Look up in the knowledge base how to write my own team", "thorp teams new", "teams.md"],
])("magus answers from its handbook without a model: %s", async (text, expected, document) => {
  const told = await askTeam(await open(), { text, team: "magus" });
  expect(told.text).toContain(expected);
  expect(told.state).toBe("done");
  expect(told.agents).toEqual(["knowledge"]);
  const said = told.events.findLast((event) => event.type === "message-add");
  expect(said).toMatchObject({ citations: [{ number: 1, source: `magus/knowledge/${document}` }] });
  expect(said?.type === "message-add" ? said.labels : []).toContain(`knowledge:magus/knowledge/${document}`);
});

it.each(["Write a poem about teams", "What is the capital of France?", "Why is the sky blue?"])(
  "and does not dress up a passage as the answer to something else: %s",
  async (text) => {
    const told = await askTeam(await open(), { text, team: "magus" });
    expect(told.state).toBe("failed");
    expect(told.text).toContain("needs a language model");
  },
);

it("takes a run up again in another process with the documents of its team", async () => {
  const dataDir = join(folder, "data");
  cpSync(join(repository, "teams/magus"), join(folder, "mine/magus"), { recursive: true });
  const first = await open({ dataDir });
  const team = join(folder, "mine/magus");
  const { run } = await first.ask({ text: "How do I connect Ollama?", team });
  await first.close();
  const second = await open({ dataDir });
  await second.resume(run).catch(() => {});
  const events = [];
  for await (const update of second.follow(run)) if (update.kind === "event") events.push(update.event);
  expect(events[0]).toMatchObject({ type: "run-start", teamFolder: team });
  expect(JSON.stringify(events.findLast((event) => event.type === "message-add"))).toContain("ollama pull");
});

it("a team whose documents are missing is told with file and line", async () => {
  cpSync(join(repository, "teams/magus"), join(folder, "magus"), { recursive: true });
  rmSync(join(folder, "magus/knowledge"), { recursive: true });
  const asked = (await open()).ask({ text: "x", team: "magus" });
  await expect(asked).rejects.toMatchObject({ code: "team-invalid" });
  await expect(asked).rejects.toThrow(/agents\/knowledge\.md:9:13: `knowledge` is not in the team's folder/);
});

it("a skill is listed, read with its files when it fits, and its scripts are not there", async () => {
  mkdirSync(join(folder, "clerks/agents"), { recursive: true });
  cpSync(join(repository, "teams/alma/skills"), join(folder, "clerks/skills"), { recursive: true });
  mkdirSync(join(folder, "clerks/skills/meeting-notes/scripts"));
  writeFileSync(join(folder, "clerks/skills/meeting-notes/scripts/run.sh"), "touch /tmp/ran");
  writeFileSync(join(folder, "clerks/team.yaml"), "name: clerks\ndescription: One clerk.\n");
  writeFileSync(
    join(folder, "clerks/agents/clerk.md"),
    "---\nname: clerk\nkind: manager\ndescription: x\nmodels: { local: scripted }\nskills: [meeting-notes]\n---\nWork.\n",
  );
  const read = (id: string, file?: string) => ({
    toolCalls: [{ name: "read_skill", input: { name: "meeting-notes", ...(file === undefined ? {} : { file }) }, id }],
  });
  const model = createScriptedModel({
    script: [read("c1"), read("c2", "references/template.md"), read("c3", "scripts/run.sh"), { text: "Minutes." }],
  });
  const thorp = await open({ languageModels: { scripted: model } });
  const told = await askTeam(thorp, { text: "Write the minutes", team: "clerks" });
  expect(told.text).toBe("Minutes.");
  const results = told.events.flatMap((event) =>
    event.type === "step-end" && event.step.includes("tool") ? [JSON.stringify(event.result)] : [],
  );
  expect(results[0]).toContain("Sort what was said into four kinds");
  expect(results[0]).toContain("Files of this skill: references/template.md");
  expect(results[1]).toContain("## Decisions");
  expect(results[2]).toContain("Scripts of skills are not run");
});
