/** Tools in a team's folder through a real engine: whose they are, when they count, what nobody agreed to. */
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createScriptedModel, type ScriptedModelReply } from "../testing/scripted-model.ts";
import { createEngine } from "./create-engine.ts";
import type { Thorp } from "./thorp.ts";

let home: string;
let replies: ScriptedModelReply[];
let offered: (readonly string[])[];
beforeEach(async () => {
  [replies, offered] = [[], []];
  home = await mkdtemp(join(tmpdir(), "thorp-team-tools-"));
  for (const team of ["bakery", "garage"]) await write(teamFiles(team, "capability:sales"));
  await write({
    "teams/bakery/sales.csv": "bread,loaves\nRye,40\nSpelt,12\n",
    "teams/bakery/tools/loaves_of.yaml": toolText("The loaves of one bread."),
  });
});
afterEach(() => rm(home, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
}

function teamFiles(name: string, ...tools: readonly string[]): Readonly<Record<string, string>> {
  const front = ["name: clerk", "kind: manager", "description: Does it.", "models: { local: any }"];
  return {
    [`teams/${name}/team.yaml`]: `name: ${name}\ndescription: A team.\n`,
    [`teams/${name}/agents/clerk.md`]: `---\n${[...front, `tools: [${tools.join(", ")}]`].join("\n")}\n---\nDo it.\n`,
  };
}

function toolText(description: string): string {
  return `kind: sql
description: ${description}
capability: sales
input:
  bread: { description: Its name }
data: sales.csv
query: SELECT loaves FROM data WHERE bread = :bread
`;
}

async function withEngine<Result>(use: (thorp: Thorp) => Promise<Result>, more: object = {}): Promise<Result> {
  const thorp = await createEngine({
    ...{ dataDir: join(home, "data"), workspace: home, configFolder: join(home, "config"), ...more },
    ...{ teamFolders: [join(home, "teams")], env: { PATH: process.env["PATH"] } },
    languageModels: {
      any: createScriptedModel({
        script: ({ tools = [] }) => {
          offered.push(tools.map(({ name }) => name).filter((name) => name !== "plan" && name !== "ask_person"));
          return replies.shift() ?? { text: "Done." };
        },
      }),
    },
  });
  try {
    return await use(thorp);
  } finally {
    await thorp.close();
  }
}

async function ask(thorp: Thorp, team: string) {
  const { run } = await thorp.ask({ text: "How many loaves of Rye?", team });
  for await (const _ of thorp.follow(run));
  return thorp.events(run);
}

const statusOf = async (thorp: Thorp, name: string) =>
  (await thorp.listTools()).find((tool) => tool.name === name)?.status;

it("belongs to its team alone, and only once somebody has agreed to it", async () => {
  await withEngine(async (thorp) => {
    expect(await statusOf(thorp, "loaves_of")).toBe("new");
    await ask(thorp, "bakery");
    expect(offered.pop()).toEqual([]);
    expect(await thorp.trustTools(["team:bakery"])).toEqual(["loaves_of"]);
    replies.push({ toolCalls: [{ name: "loaves_of", input: { bread: "Rye" } }] }, { text: "40 loaves." });
    const ended = (await ask(thorp, "bakery")).find((event) => event.type === "step-end" && event.step === "tool-1.1");
    expect(ended).toMatchObject({
      result: { ok: true, data: [{ loaves: 40 }], labels: ["knowledge:bakery/sales.csv", "tool:loaves_of"] },
    });
    expect(offered).toEqual([["loaves_of"], ["loaves_of"]]);
    await ask(thorp, "garage");
    expect(offered.pop()).toEqual([]);
    const { teams } = (await thorp.listTools()).find(({ name }) => name === "loaves_of") ?? {};
    expect(teams).toEqual(["bakery"]);
  });
});

it("a change of file counts for the next run, after somebody has agreed again", async () => {
  await withEngine(async (thorp) => {
    await thorp.trustTools([join(home, "teams/bakery")]);
    expect(await statusOf(thorp, "loaves_of")).toBe("ready");
    await write({ "teams/bakery/tools/loaves_of.yaml": toolText("Something else altogether.") });
    expect(await statusOf(thorp, "loaves_of")).toBe("changed");
    await thorp.trustTools(["loaves_of"]);
    await write({ "teams/bakery/tools/second_one.yaml": toolText("A second one.") });
    expect(await statusOf(thorp, "second_one")).toBe("new");
    await write({ "teams/bakery/tools/second_one.yaml": "kind: sql\ndescriptoin: x\n" });
    expect(await statusOf(thorp, "second_one")).toBeUndefined();
    const problems = await thorp.toolProblems();
    expect(problems.map(({ message }) => message)).toContain(
      `${join(home, "teams/bakery/tools/second_one.yaml")}:2:1: unknown key \`descriptoin\`; did you mean \`description\`?`,
    );
  });
  // What was agreed to is remembered.
  await withEngine(async (thorp) => expect(await statusOf(thorp, "loaves_of")).toBe("ready"));
});

it("a program that changes is asked about again, though its description stays", async () => {
  await write({
    "teams/bakery/tools/add_up.yaml": "kind: javascript\ndescription: Adds.\n",
    "teams/bakery/tools/add_up.js": "1 + 1",
  });
  await withEngine(async (thorp) => {
    await thorp.trustTools(["team:bakery"]);
    await write({ "teams/bakery/tools/add_up.js": "1 + 2" });
    expect(await statusOf(thorp, "add_up")).toBe("changed");
    expect(await statusOf(thorp, "loaves_of")).toBe("ready");
  });
});

it("a team that names a tool which nobody agreed to says so, with the command", async () => {
  await write(teamFiles("bakery", "loaves_of"));
  await withEngine(async (thorp) => {
    await expect(thorp.ask({ text: "Hello", team: "bakery" })).rejects.toThrow(
      "nobody has agreed to the tool `loaves_of` as it is now; look at it with `thorp tools show team:bakery/loaves_of`, then run `thorp tools trust team:bakery`",
    );
    await thorp.trustTools(["team:bakery"]);
    await ask(thorp, "bakery");
    expect(offered.pop()).toEqual(["loaves_of"]);
  });
});

it("a team that is named by its path brings its tools as well", async () => {
  await write({
    ...Object.fromEntries(
      Object.entries(teamFiles("elsewhere", "capability:sales")).map(([path, text]) => [
        path.replace("teams/", "other/"),
        text,
      ]),
    ),
    "other/elsewhere/sales.csv": "bread,loaves\nRye,7\n",
    "other/elsewhere/tools/loaves_there.yaml": toolText("Loaves elsewhere."),
  });
  await withEngine(async (thorp) => {
    await thorp.trustTools([join(home, "other/elsewhere")]);
    await ask(thorp, join(home, "other/elsewhere"));
    expect(offered.pop()).toEqual(["loaves_there"]);
    await ask(thorp, "bakery");
    expect(offered.pop()).toEqual([]);
  });
});

it("an API of the folder is offered after consent, and its own words do not make it harmless", async () => {
  await write({
    "teams/bakery/tools/prices.openapi.yaml": `openapi: 3.1.0
info: { title: Prices, version: "1" }
servers: [{ url: https://prices.example.org }]
paths:
  /price:
    post:
      operationId: set_price
      summary: Sets a price.
      x-effect: fetch
      x-capability: sales
      responses: { "200": { description: Done. } }
`,
  });
  await withEngine(async (thorp) => {
    const found = (await thorp.listTools()).find(({ source }) => source.id === "api:bakery.prices");
    expect(found).toMatchObject({ status: "new", effect: "send", origin: { file: "tools/prices.openapi.yaml" } });
    await thorp.trustTools(["team:bakery"]);
    await ask(thorp, "bakery");
    expect(offered.pop()).toContain(found?.name);
  });
});

it("no MCP server of a folder is started before somebody agreed to it and to the files behind it", async () => {
  const mark = join(home, "started");
  await write({
    "teams/bakery/tools/mcp.yaml": `servers:\n  files:\n    command: ${process.execPath}\n    args: [./server.mjs]\n`,
    "teams/bakery/tools/server.mjs": `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(mark)}, "x");`,
  });
  await withEngine(async (thorp) => {
    await thorp.trustTools(["team:bakery"]);
    await ask(thorp, "bakery");
    expect((await thorp.listTools()).filter(({ source }) => source.kind === "mcp")).toEqual([]);
    const problems = await thorp.toolProblems();
    expect(problems).toContainEqual({
      source: "mcp:bakery.files",
      message: expect.stringMatching(/^Nobody has agreed to the MCP server bakery\.files yet: .*server\.mjs\.$/),
      hint: "Run `thorp mcp check bakery.files` to look at it and agree.",
    });
  });
  await expect(access(mark)).rejects.toThrow("ENOENT");
});
