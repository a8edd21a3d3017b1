/** A tool whose key is missing, or that fails, gives way to another of its capability, and the person hears of it. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { createRecordingTool } from "../testing/recording-tool.ts";
import { createScriptedModel, type ScriptedModelReply } from "../testing/scripted-model.ts";
import type { Tool } from "../tools/tool.ts";
import { createEngine } from "./create-engine.ts";
import type { Thorp } from "./thorp.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "substitute-tools-"));
  await mkdir(join(folder, "desk/agents"), { recursive: true });
  await writeFile(join(folder, "desk/team.yaml"), "name: desk\ndescription: A desk.\n");
  const front =
    "name: clerk\nkind: manager\ndescription: Looks.\nmodels: { local: any }\ntools: [look_paid, look_free]";
  await writeFile(join(folder, "desk/agents/clerk.md"), `---\n${front}\n---\nDo it.\n`);
});
afterEach(() => rm(folder, { recursive: true }));

const keyed: Tool = {
  ...createRecordingTool({ name: "look_paid", capability: "looking" }).tool,
  needs: [{ kind: "key", env: "LOOK_KEY", isOptional: false, where: "https://look.example.org/keys" }],
};
const free = createRecordingTool({ name: "look_free", capability: "looking" }).tool;

interface Setting {
  readonly tools: readonly Tool[];
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  readonly replies?: ScriptedModelReply[];
}

async function withEngine(
  { tools, env = {}, now = Date.now, replies = [] }: Setting,
  use: (thorp: Thorp, offered: () => readonly string[]) => Promise<void>,
): Promise<void> {
  const offered: string[][] = [];
  const model = createScriptedModel({
    script: ({ tools: given = [] }) => {
      offered.push(given.map(({ name }) => name).filter((name) => name.startsWith("look_")));
      return replies.shift() ?? { text: "Done." };
    },
  });
  const thorp = await createEngine({
    ...{ dataDir: "memory", env, teamFolders: [folder], team: "desk", tools, clock: { ...createSystemClock(), now } },
    languageModels: { any: model },
  });
  try {
    await use(thorp, () => offered.at(-1) ?? []);
  } finally {
    await thorp.close();
  }
}

async function noticesOf(thorp: Thorp): Promise<readonly unknown[]> {
  const { run } = await thorp.ask({ text: "Look it up" });
  for await (const _ of thorp.follow(run));
  const ends = (await thorp.events(run)).flatMap((event) => (event.type === "step-end" ? [event.result] : []));
  return ends.flatMap((result) => (result as { readonly notices?: readonly unknown[] }).notices ?? []);
}

it("without its key, the other one is offered, and the notice says which variable and where to get it", () =>
  withEngine({ tools: [keyed, free] }, async (thorp, offered) => {
    expect(await noticesOf(thorp)).toEqual([
      "look_free is offered instead of look_paid: LOOK_KEY is not set (https://look.example.org/keys)",
    ]);
    expect(offered()).toEqual(["look_free"]);
  }));

it("with its key both are offered and nothing is said", () =>
  withEngine({ tools: [keyed, free], env: { LOOK_KEY: "abc-def-123" } }, async (thorp, offered) => {
    expect(await noticesOf(thorp)).toEqual([]);
    expect(offered()).toEqual(["look_paid", "look_free"]);
  }));

it("with nothing that could stand in it stays, and says itself what is missing", () =>
  withEngine({ tools: [keyed, { ...free, capability: "other" }] }, async (thorp, offered) => {
    expect(await noticesOf(thorp)).toEqual([]);
    expect(offered()).toEqual(["look_paid", "look_free"]);
  }));

it("after failures it is left alone for two minutes, then tried again", async () => {
  let at = 1_800_000_000_000;
  const failing = createRecordingTool({
    name: "look_paid",
    capability: "looking",
    answer: () => ({ ok: false, text: "Out of order." }),
  }).tool;
  const calls = [1, 2, 3].map((n) => ({ toolCalls: [{ name: "look_paid", input: { n } }] }));
  await withEngine(
    { tools: [failing, free], now: () => at, replies: [...calls, { text: "No." }] },
    async (thorp, offered) => {
      expect(await noticesOf(thorp)).toEqual([]);
      expect(await noticesOf(thorp)).toEqual([
        "look_free is offered instead of look_paid: most of its last calls failed",
      ]);
      expect(offered()).toEqual(["look_free"]);
      at += 120_000;
      expect(await noticesOf(thorp)).toEqual([]);
      expect(offered()).toEqual(["look_paid", "look_free"]);
    },
  );
});
