import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRecordingTool } from "../testing/recording-tool.ts";
import { createScriptedModel } from "../testing/scripted-model.ts";
import type { Tool } from "../tools/tool.ts";
import type { ToolSource } from "../tools/tool-source.ts";
import { createEngine } from "./create-engine.ts";

async function teamFolder(tools: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "engine-tools-"));
  await mkdir(join(folder, "desk", "agents"), { recursive: true });
  await writeFile(join(folder, "desk", "team.yaml"), "name: desk\ndescription: A desk.\n");
  const front = ["name: clerk", "kind: manager", "description: Does it all.", "models:", "  local: any"];
  const body = [...front, `tools: [${tools.join(", ")}]`];
  await writeFile(join(folder, "desk", "agents", "clerk.md"), `---\n${body.join("\n")}\n---\nDo it.\n`);
  return folder;
}

it("a run keeps the tools that it began with while a source changes; the next one has the new ones", async () => {
  const folder = await teamFolder(["first", "second"]);
  const first = createRecordingTool({ name: "first" });
  const second = createRecordingTool({ name: "second" });
  let tools: readonly Tool[] = [first.tool, second.tool];
  let tell = (): void => {};
  const source: ToolSource = {
    id: "mcp:shop",
    kind: "mcp",
    title: "Shop",
    load: async () => ({ tools, problems: [] }),
    onChange(listener) {
      tell = listener;
      return () => {};
    },
  };
  const offered: (readonly string[])[] = [];
  const model = createScriptedModel({
    script: ({ prompt, tools: given = [] }) => {
      offered.push(given.map(({ name }) => name));
      // While the model thinks, the first tool goes.
      tools = [second.tool];
      tell();
      const isFirst = !prompt.some(({ role }) => role === "tool") && given.some(({ name }) => name === "first");
      return isFirst ? { toolCalls: [{ name: "first", input: {} }] } : { text: "Done." };
    },
  });
  const engine = await createEngine({
    ...{ dataDir: "memory", env: {}, teamFolders: [folder], toolSources: [source] },
    languageModels: { any: model },
  });
  try {
    for (const text of ["Do the first thing", "Do it once more"]) {
      const { run } = await engine.ask({ text, team: "desk", model: "any" });
      for await (const _ of engine.follow(run));
    }
    expect(first.calls).toHaveLength(1);
    const shown = offered.map((names) => names.filter((name) => name === "first" || name === "second"));
    expect(shown).toEqual([["first", "second"], ["first", "second"], ["second"]]);
    expect((await engine.listTools()).map(({ name }) => name)).not.toContain("first");
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
});
