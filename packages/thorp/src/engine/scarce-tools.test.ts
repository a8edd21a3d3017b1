/** A tool whose call starts a run that calls the same tool: with one slot each would wait for the other for ever. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { createScriptedModel } from "../testing/scripted-model.ts";
import { defineTool } from "../tools/tool.ts";
import { createEngine } from "./create-engine.ts";
import type { Thorp } from "./thorp.ts";

it("a run inside of a call that holds a slot does not wait for that slot", async () => {
  const folder = await mkdtemp(join(tmpdir(), "scarce-tools-"));
  await mkdir(join(folder, "teams/mine/agents"), { recursive: true });
  await writeFile(join(folder, "teams/mine/team.yaml"), "name: mine\ndescription: Digs.\n");
  const front = "name: dwarf\nkind: manager\ndescription: Digs.\nmodels: { local: any }\ntools: [dig_deeper]";
  await writeFile(join(folder, "teams/mine/agents/dwarf.md"), `---\n${front}\n---\nDig.\n`);
  const depths: number[] = [];
  const ask = async (text: string): Promise<string> => {
    const { run } = await engine.ask({ text });
    for await (const _ of engine.follow(run));
    const said = (await engine.events(run)).findLast((event) => event.type === "message-add" && event.role === "team");
    return said?.type === "message-add" ? said.text : "";
  };
  const tool = defineTool<{ readonly depth: number }>({
    name: "dig_deeper",
    capability: "digging",
    description: "Digs deeper.",
    examples: ["dig deeper"],
    input: z.object({ depth: z.number() }),
    effect: "none",
    repeatable: true,
    cacheable: false,
    resource: { name: "shovel", slots: 1 },
    describe: () => ({ effect: "none", summary: "dig" }),
    async execute({ depth }) {
      depths.push(depth);
      return { ok: true, text: depth >= 3 ? "bottom" : await ask(`Dig to ${depth + 1}`) };
    },
  });
  const model = createScriptedModel({
    script: ({ prompt }) => {
      const words = JSON.stringify(prompt);
      const depth = Number(/Dig to (\d)/.exec(words)?.[1] ?? 0);
      return prompt.some(({ role }) => role === "tool")
        ? { text: `Reached ${depth}.` }
        : { toolCalls: [{ name: "dig_deeper", input: { depth } }] };
    },
  });
  const engine: Thorp = await createEngine({
    ...{ dataDir: join(folder, "data"), env: {}, teamFolders: [join(folder, "teams")], team: "mine" },
    ...{ tools: [tool], languageModels: { any: model } },
  });
  try {
    expect(await ask("Dig to 1")).toContain("Reached 1");
    expect(depths).toEqual([1, 2, 3]);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
});
