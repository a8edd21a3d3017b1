import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createBareMaker } from "../../sandbox/process/process-sandbox.ts";
import { createQuickjsMaker } from "../../sandbox/quickjs/quickjs-sandbox.ts";
import { createToolContext } from "../context/tool-context.ts";
import type { Tool, ToolOutput } from "../tool.ts";
import { declaredTool } from "./declared-tool.ts";
import { readToolFiles } from "./read-tool-files.ts";
import { readToolsFolder } from "./tools-folder.ts";

const clock = createSystemClock();
const makers = { javascript: createQuickjsMaker({ clock }), process: createBareMaker({ clock }) };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "team-tools-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const read = async () => readToolFiles(await readToolsFolder(folder));

async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await write(files);
  return (await read()).problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);
}

async function onlyTool(): Promise<Tool> {
  const { tools, problems: wrong } = await read();
  expect(wrong).toEqual([]);
  const [tool] = tools;
  if (tool === undefined) throw new Error("no tool");
  return declaredTool(tool, { name: "bakery", folder });
}

function call(tool: Tool, input: object): Promise<ToolOutput> {
  const context = createToolContext({
    ...{ clock, timeZone: "UTC", signal: new AbortController().signal, key: "run_1//tool-1.1" },
    ...{ workspace: folder, out: join(folder, "thorp-out") },
    guardedFetch: async () => Promise.reject(new Error("no network here")),
    openSandbox: (kind, wish) => makers[kind].open(wish),
  });
  return tool.execute(tool.input.parse(input), context);
}

const sales = "month,bread,loaves\n2025-01,Rye,40\n2025-01,Spelt,12\n2025-02,Rye,55\n";
const query = `kind: sql
description: The loaves of one bread in each month.
input:
  bread: { description: "Name of the bread, such as Rye" }
  least: { type: integer, description: Fewest loaves, default: 0 }
data: data/sales.csv
query: SELECT month, loaves FROM data WHERE bread = :bread AND loaves >= :least ORDER BY month
`;

describe("a query", () => {
  it("binds its arguments, so that no value is ever read as SQL", async () => {
    await write({ "tools/loaves_of.yaml": query, "data/sales.csv": sales });
    const tool = await onlyTool();
    expect(tool).toMatchObject({ name: "loaves_of", capability: "loaves-of", effect: "read" });
    expect(await call(tool, { bread: "Rye" })).toMatchObject({
      ok: true,
      data: [
        { month: "2025-01", loaves: 40 },
        { month: "2025-02", loaves: 55 },
      ],
      labels: ["knowledge:bakery/data/sales.csv"],
    });
    expect(await call(tool, { bread: "Rye", least: 50 })).toMatchObject({ data: [{ month: "2025-02", loaves: 55 }] });
    expect(await call(tool, { bread: "x' OR '1'='1" })).toMatchObject({ ok: true, data: [] });
  });

  it("reads its data when it is called, and never over a link out of the folder", async () => {
    await write({ "tools/loaves_of.yaml": query, "data/sales.csv": sales });
    const tool = await onlyTool();
    await write({ "data/sales.csv": `${sales}2025-03,Rye,61\n` });
    expect(await call(tool, { bread: "Rye", least: 60 })).toMatchObject({ data: [{ month: "2025-03", loaves: 61 }] });
    await rm(join(folder, "data/sales.csv"));
    await symlink("/etc/passwd", join(folder, "data/sales.csv"));
    expect(await call(tool, { bread: "Rye" })).toMatchObject({
      ok: false,
      text: "The data of this tool, data/sales.csv, is a symbolic link, and links are not followed.",
    });
  });

  it("does only what a query may: nothing is attached, written or changed", async () => {
    const evil = query.replace(/query: .*/, `query: "ATTACH DATABASE '${join(folder, "x.db")}' AS x"`);
    await write({ "tools/loaves_of.yaml": evil.replace(/input:\n.*\n.*\n/, ""), "data/sales.csv": sales });
    expect(await call(await onlyTool(), {})).toMatchObject({
      ok: false,
      text: expect.stringContaining("Only reading"),
    });
  });
});

describe("a program", () => {
  const head =
    "description: Adds.\ninput:\n  a: { type: number, description: One }\n  b: { type: number, description: Two }\n";

  it("in JavaScript gets its arguments and data files, and its last value is the answer", async () => {
    await write({
      "tools/add_up.yaml": `kind: javascript\n${head}data: data/rates.json\n`,
      "tools/add_up.js": "({ sum: (input.a + input.b) * JSON.parse(readFile('rates.json')).rate })",
      "data/rates.json": '{ "rate": 2 }',
    });
    const tool = await onlyTool();
    expect(tool.effect).toBe("read");
    expect(await call(tool, { a: 2, b: 3 })).toMatchObject({ ok: true, text: '{"sum":10}', data: { sum: 10 } });
    expect(await call(tool, { a: 2, b: 3 })).toMatchObject({ labels: ["knowledge:bakery/data/rates.json"] });
  });

  it("in Python needs a cage, and reads its arguments as JSON", async () => {
    await write({
      "tools/add_up.yaml": `kind: python\n${head}`,
      "tools/add_up.py":
        "import json, sys\ngiven = json.load(sys.stdin)\nprint(json.dumps({'sum': given['a'] + given['b']}))\n",
    });
    const tool = await onlyTool();
    expect(tool).toMatchObject({ effect: "exec", needs: [{ kind: "sandbox" }] });
    expect(tool.describe({}, { workspace: folder, out: folder })).toMatchObject({ effect: "read" });
    expect(await call(tool, { a: 2, b: 3 })).toMatchObject({ ok: true, data: { sum: 5 } });
  });

  it("in a shell gets its arguments as variables, whatever stands in them", async () => {
    await write({
      "tools/say_it.yaml": "kind: shell\ndescription: Says it.\ninput:\n  words: { description: What }\n",
      "tools/say_it.sh": 'printf "%s" "$words"\n',
    });
    const nasty = `it's "$(touch ${join(folder, "made")})" \`id\`\n; rm x`;
    expect(await call(await onlyTool(), { words: nasty })).toMatchObject({ ok: true, text: nasty.trim() });
  });

  it("that reaches the network asks each time, and what it brings is from outside", async () => {
    await write({
      "tools/say_it.yaml": "kind: shell\nnetwork: true\ndescription: Says it.\n",
      "tools/say_it.sh": "echo hello\n",
    });
    const tool = await onlyTool();
    expect(tool.describe({}, { workspace: folder, out: folder })).toMatchObject({ effect: "exec" });
    expect(await call(tool, {})).toMatchObject({ labels: ["web:program:say_it"] });
  });
});

describe("mistakes", () => {
  it("are told with file, line, column and the nearest key, and leave the other files as they are", async () => {
    const found = await problems({
      "data/sales.csv": sales,
      "tools/loaves_of.yaml": query,
      "tools/bad_key.yaml": query.replace("description: The loaves", "descriptoin: The loaves"),
      "tools/bad_kind.yaml": query.replace("kind: sql", "kind: slq"),
      "tools/bad_name.yaml": query.replace(":bread", ":braed"),
      "tools/Bad-File.yaml": query,
      "tools/no_code.yaml": "kind: javascript\ndescription: Adds.\ncode: add.js\n",
      "tools/add.mjs": "",
      "tools/bad_tests.test.yaml": "tests:\n  - name: one\n    inptu: {}\n",
    });
    expect(found.toSorted()).toEqual(
      [
        "tools/Bad-File.yaml:1:1: a tool's file is called NAME.yaml, NAME of a-z, 0-9 and _",
        "tools/bad_key.yaml:2:1: unknown key `descriptoin`; did you mean `description`?",
        "tools/bad_key.yaml:1:1: missing key `description`",
        "tools/bad_kind.yaml:1:7: there is no kind `slq`; did you mean `sql`?",
        "tools/bad_name.yaml:7:8: `query` names :braed, which is not in `input`; did you mean `bread`?",
        "tools/bad_name.yaml:4:3: `input.bread` stands nowhere in the query",
        "tools/bad_tests.test.yaml:3:5: unknown key `inptu` in `tests[0]`; did you mean `input`?",
        "tools/no_code.yaml:3:7: the program tools/add.js is missing",
      ].toSorted(),
    );
    expect((await read()).tools.map(({ name }) => name)).toEqual(["loaves_of"]);
  });

  it("say which values do not fit the type of an argument", async () => {
    const file = "kind: javascript\ndescription: Adds.\ncode: a.js\ninput:\n";
    const found = await problems({
      "tools/a.js": "1",
      "tools/one.yaml": `${file}  n: { type: number, description: N, default: two }\n`,
      "tools/two.yaml": `${file}  n: { description: N, minimum: 2, items: string }\n`,
    });
    expect(found).toEqual([
      "tools/one.yaml:5:47: `input.n.default` must be a number",
      "tools/two.yaml:5:43: `input.n.items` is only for the type array",
      "tools/two.yaml:5:33: `input.n.minimum` is only for the types number and integer",
    ]);
  });

  it("links and binary files are refused", async () => {
    await write({ "tools/a.js": "1" });
    await symlink("/etc/passwd", join(folder, "tools/secret.yaml"));
    await writeFile(join(folder, "tools/odd.yaml"), Buffer.from([0xff, 0xfe, 0]));
    expect((await read()).problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "tools/odd.yaml: not UTF-8 text (a binary file?)",
      "tools/secret.yaml: a symbolic link; a team's files must be in its folder",
    ]);
  });
});
