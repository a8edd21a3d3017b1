/** A long result goes from one tool to the next without passing through the model. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRecordingTool } from "../testing/recording-tool.ts";
import { createScriptedModel } from "../testing/scripted-model.ts";
import { createEngine } from "./create-engine.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chained-tools-"));
  await mkdir(join(folder, "teams/desk/agents"), { recursive: true });
  await writeFile(join(folder, "teams/desk/team.yaml"), "name: desk\ndescription: A desk.\n");
  const front =
    "name: clerk\nkind: manager\ndescription: Looks.\nmodels: { local: any }\ntools: [get_log, count_lines]";
  await writeFile(join(folder, "teams/desk/agents/clerk.md"), `---\n${front}\n---\nDo it.\n`);
});
afterEach(() => rm(folder, { recursive: true }));

it("the model writes the name that it was told, the next tool gets the whole", async () => {
  const log = Array.from({ length: 9000 }, (_, line) => `line ${line}: all is well`).join("\n");
  const get = createRecordingTool({ name: "get_log", answer: () => ({ ok: true, text: log }) });
  const count = createRecordingTool({
    name: "count_lines",
    answer: ({ text }) => ({ ok: true, text: `${String(text).split("\n").length} lines.` }),
  });
  const prompts: string[] = [];
  const model = createScriptedModel({
    script: ({ prompt }) => {
      const words = JSON.stringify(prompt);
      prompts.push(words);
      if (words.includes("9000 lines.")) return { text: "It has 9000 lines." };
      const name = /@result:[\w.-]+/.exec(words)?.[0];
      return name === undefined
        ? { toolCalls: [{ name: "get_log", input: {} }] }
        : { toolCalls: [{ name: "count_lines", input: { text: name } }] };
    },
  });
  const engine = await createEngine({
    ...{ dataDir: join(folder, "data"), env: {}, teamFolders: [join(folder, "teams")], team: "desk" },
    ...{ tools: [get.tool, count.tool], languageModels: { any: model } },
  });
  try {
    const { run } = await engine.ask({ text: "How long is the log?" });
    for await (const _ of engine.follow(run));
    expect(count.calls.map(({ input }) => input["text"])).toEqual([log]);
    expect(prompts).toHaveLength(3);
    for (const words of prompts) expect(words).not.toContain("line 8999");
  } finally {
    await engine.close();
  }
});
