import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createSystemClock } from "../base/clock.ts";
import { createBareMaker } from "../sandbox/process/process-sandbox.ts";
import { createQuickjsMaker } from "../sandbox/quickjs/quickjs-sandbox.ts";
import { type ToolCases, toolConformance } from "../testing/tool-conformance.ts";
import { builtInTools } from "./built-in-tools.ts";
import { createGuardedFetch } from "./context/guarded-fetch.ts";
import { createToolContext } from "./context/tool-context.ts";
import type { Shelf } from "./shelf.ts";
import { defineTool, type Tool } from "./tool.ts";

let base: string;
let server: Server;
let host = "";
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "thorp-built-in-"));
  server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<title>T</title><p>Opening hours: 9 to 5"),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(base, { recursive: true, force: true });
});

const shelf: Shelf = {
  skills: [{ name: "minutes", description: "x", instructions: "List them.", references: { "references/a.md": "A" } }],
  searchKnowledge: async () => ({
    passages: [{ text: "Nine to five.", title: "Hours", location: "t/k/a.md", match: 1 }],
    documents: ["k/a.md"],
    problems: [],
  }),
};

let contexts = 0;
async function createContext(signal: AbortSignal) {
  const workspace = join(base, `w${++contexts}`);
  await mkdir(workspace);
  await writeFile(join(workspace, "sales.csv"), "region,net\nNorth,10\nSouth,20\n");
  await writeFile(join(workspace, "notes.md"), "# Notes\nCall the bank.\n");
  await writeFile(join(workspace, "broken.pdf"), "%PDF-1.7 nothing");
  return createToolContext({
    clock: createSystemClock(),
    timeZone: "Europe/Paris",
    signal,
    key: "run/t1/1",
    workspace,
    out: join(workspace, "out"),
    readResult: async (id) =>
      id === "t0" ? { text: "what was found", data: [{ a: 1, b: "x" }], artifacts: [] } : undefined,
    guardedFetch: createGuardedFetch({ clock: createSystemClock(), allowHosts: [host] }),
    shelf,
    openSandbox: (kind, wish) => (kind === "javascript" ? quickjs : bare).open(wish),
  });
}

const clock = createSystemClock();
const quickjs = createQuickjsMaker({ clock });
// As after an approval where there is no cage: what tools do is the same in both.
const bare = createBareMaker({ clock });

type Cases = Pick<ToolCases, "valid" | "invalid" | "hostile">;
const outside = ["../x", "/etc/passwd", "a\0b", "x".repeat(4000)];

const casesByTool: Readonly<Record<string, () => Cases>> = {
  calculate: () => ({
    valid: [{ expression: "2 * (3 + 4)" }],
    invalid: [{}, { expression: 4 }, { expression: "" }, { expression: "1+".repeat(20_000) }],
    hostile: [
      { expression: "process.exit()" },
      { expression: "(".repeat(10_000) },
      { expression: "9^9^9^9" },
      { expression: "1/0" },
    ],
  }),
  convert_units: () => ({
    valid: [{ value: 5, from: "miles", to: "km" }],
    invalid: [
      { value: "5", from: "m", to: "km" },
      { value: Number.NaN, from: "m", to: "km" },
      { value: 1, from: "m" },
    ],
    hostile: [
      { value: 1, from: "__proto__", to: "km" },
      { value: 1, from: "km", to: "kg" },
      { value: 1e308, from: "Pm", to: "fm" },
    ],
  }),
  calculate_dates: () => ({
    valid: [{ operation: "today" }, { operation: "shift", date: "2026-01-31", amount: 1, unit: "months" }],
    invalid: [
      {},
      { operation: "destroy" },
      { operation: "shift", amount: "3" },
      { operation: "today", date: "x".repeat(1000) },
    ],
    hostile: [
      { operation: "weekday", date: "0000-00-00" },
      { operation: "shift", amount: 1e15 },
      { operation: "list", date: "today" },
      { operation: "weekday", date: "9".repeat(200) },
    ],
  }),
  list_files: () => ({
    valid: [{}, { folder: ".", pattern: "*.md" }],
    invalid: [{ folder: 1 }, { pattern: "*".repeat(1000) }],
    hostile: outside.map((folder) => ({ folder })),
  }),
  read_file: () => ({
    valid: [{ path: "notes.md" }, { path: "sales.csv", fromLine: 2 }],
    invalid: [{}, { path: "" }, { path: "a", fromLine: 0 }, { path: "a", fromLine: 1.5 }, { path: "a", toLine: "3" }],
    hostile: [...outside.map((path) => ({ path })), { path: "attachment:none" }, { path: "." }, { path: "broken.pdf" }],
  }),
  search_files: () => ({
    valid: [{ text: "bank" }, { text: "/^call/", pattern: "*.md" }],
    invalid: [{}, { text: "" }, { text: "x".repeat(2000) }],
    hostile: [...outside.map((folder) => ({ text: "x", folder })), { text: "/(/" }],
  }),
  write_file: () => ({
    valid: [
      { path: "new.md", text: "hello" },
      { path: "out/new.md", text: "hello" },
      { path: "notes.md", text: "more\n", mode: "append" },
      { path: "notes.md", text: "", mode: "replace" },
    ],
    invalid: [{}, { path: "a" }, { path: "", text: "x" }, { path: "a", text: "x", mode: "delete" }],
    hostile: [
      ...outside.map((path) => ({ path, text: "x" })),
      { path: ".git/hooks/post-commit", text: "x" },
      { path: "notes.md", text: "other" },
      { path: ".", text: "x", mode: "replace" },
    ],
  }),
  edit_file: () => ({
    valid: [
      { action: "view", path: "notes.md" },
      { action: "create", path: "deep/new.md", text: "hello\n" },
      { action: "replace", path: "notes.md", find: "Call", text: "Visit" },
      { action: "insert", path: "sales.csv", line: 1, text: "East,5" },
    ],
    invalid: [{}, { action: "view" }, { action: "delete", path: "a" }, { action: "insert", path: "a", line: -1 }],
    hostile: [
      ...outside.map((path) => ({ action: "view", path })),
      ...outside.map((path) => ({ action: "create", path, text: "x" })),
      { action: "create", path: ".git/hooks/post-commit", text: "x" },
      { action: "create", path: "notes.md", text: "x" },
      { action: "replace", path: "notes.md", find: "nowhere", text: "x" },
      { action: "replace", path: "notes.md", find: "", text: "x" },
      { action: "insert", path: "notes.md", line: 99, text: "x" },
      { action: "undo", path: "sales.csv" },
      { action: "replace", path: "sales.csv" },
      { action: "view", path: "." },
    ],
  }),
  run_javascript: () => ({
    valid: [
      { code: "input.map((n) => n * 2)", input: "[1, 2]" },
      { code: "readFile('sales.csv').split('\\n').length", files: ["sales.csv"] },
      { code: "print(input[0].b)", from: "t0" },
    ],
    invalid: [{}, { code: "" }, { code: "1", files: "a" }],
    hostile: [
      { code: "throw new Error('no')" },
      { code: "const f = () => f(); f()" },
      { code: "1", from: "gone" },
      { code: "readFile('../notes.md')" },
      ...outside.map((path) => ({ code: "1", files: [path] })),
    ],
  }),
  run_python: () => ({
    valid: [
      { code: "print(open('sales.csv').read())", files: ["sales.csv"] },
      { code: "print(input())", from: "t0" },
    ],
    invalid: [{}, { code: "" }],
    hostile: [{ code: "print(1/0)" }, { code: "1 +" }, { code: "x\0y" }, { code: "1", files: ["../../etc/passwd"] }],
  }),
  run_command: () => ({
    valid: [{ command: "echo hello" }, { command: "exit 3" }],
    invalid: [{}, { command: "" }, { command: "ls", seconds: 100_000 }],
    hostile: [{ command: "while :; do :; done", seconds: 1 }, { command: "a\0b" }],
  }),
  test_code: () => ({
    valid: [
      { files: [{ path: "a.sh", text: "exit 0" }], test: "sh a.sh" },
      { files: [{ path: "notes.md", text: "x" }], test: "exit 1", folder: "." },
    ],
    invalid: [{}, { files: [], test: "x" }, { files: [{ path: "a" }], test: "x" }],
    hostile: [
      { files: [{ path: "../a", text: "x" }], test: "true" },
      { files: [{ path: "/etc/a", text: "x" }], test: "true" },
      { files: [{ path: "a", text: "x" }], test: "true", folder: "../.." },
    ],
  }),
  read_document: () => ({
    valid: [{ path: "notes.md" }, { path: "sales.csv", question: "South" }],
    invalid: [{}, { path: 3 }, { path: "a", pages: [1] }],
    hostile: [
      ...outside.map((path) => ({ path })),
      { path: "broken.pdf" },
      { path: "notes.md", pages: "1-999999" },
      { path: "notes.md", pages: "5" },
    ],
  }),
  fetch_page: () => ({
    valid: [{ url: `http://${host}/` }, { url: `http://${host}/`, question: "opening hours" }],
    invalid: [{}, { url: "" }, { url: `https://x.example/${"a".repeat(10_000)}` }],
    hostile: [
      "file:///etc/passwd",
      "http://169.254.169.254/",
      "http://[::1]/",
      "http://localhost:1/",
      "javascript:1",
      "not a url",
    ].map((url) => ({ url })),
  }),
  read_result: () => ({
    valid: [{ id: "t0" }, { id: "result:t0", from: 5, to: 8 }],
    invalid: [{}, { id: "" }, { id: "t0", from: -1 }, { id: "t0", to: 1.5 }],
    hostile: [{ id: "t9" }, { id: "../t0" }, { id: "t0", from: 5, to: 5 }, { id: "t0", from: 999 }],
  }),
  query_data: () => ({
    valid: [{ file: "sales.csv", sql: "select region, sum(net) as net from data group by region" }],
    invalid: [{}, { file: "sales.csv" }, { file: 1, sql: "select 1" }],
    hostile: [
      { file: "../x.csv", sql: "select 1" },
      { file: "sales.csv", sql: "attach '/tmp/x.db' as y" },
      { file: "broken.pdf", sql: "select 1 from data" },
    ],
  }),
  make_table: () => ({
    valid: [{ rows: [{ a: 1, b: "x" }] }, { from: "t0", format: "csv" }],
    invalid: [{ format: "pdf" }],
    hostile: [{ file: "../x.csv" }, { from: "t9" }],
  }),
  make_chart: () => ({
    valid: [{ kind: "bar", x: "region", y: "net", file: "sales.csv" }],
    invalid: [{}, { kind: "donut", x: "a", y: "b" }],
    hostile: [
      { kind: "bar", x: "nothing", y: "net", file: "sales.csv" },
      { kind: "bar", x: "region", y: "net", file: "../x.csv" },
    ],
  }),
  search_knowledge: () => ({
    valid: [{ query: "opening hours" }, { query: "hours", document: "a.md" }],
    invalid: [{}, { query: "" }, { query: 4 }],
    hostile: [],
  }),
  read_skill: () => ({
    valid: [{ name: "minutes" }, { name: "minutes", file: "references/a.md" }],
    invalid: [{}, { name: "" }],
    hostile: [
      { name: "minutes", file: "../../team.yaml" },
      { name: "minutes", file: "scripts/run.sh" },
      { name: "__proto__", file: "constructor" },
      { name: "minutes", file: "__proto__" },
      { name: "minutes", from: 900_000 },
    ],
  }),
  write_report: () => ({
    valid: [
      {
        title: "Report",
        sections: [
          { heading: "One", text: "Text." },
          { heading: "Two", from: "t0" },
        ],
      },
    ],
    invalid: [{}, { title: "x" }],
    hostile: [{ title: "x", sections: [{ heading: "One", from: "t9" }] }],
  }),
};

// Their schemas set no lengths; the gateway's limit on arguments is what bounds them.
const withoutLengths = new Set(["query_data", "make_table", "make_chart", "write_report"]);

describe.each(builtInTools().map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const names = toolConformance(tool, { valid: [], invalid: [], hostile: [], createContext })
    .map((check) => check.name)
    .filter((check) => !(withoutLengths.has(name) && check.endsWith("arguments of ten megabytes")));
  it.each(names)("%s", async (check) => {
    const cases = casesByTool[name];
    if (cases === undefined) throw new Error(`There are no cases for ${name}.`);
    await toolConformance(tool, { ...cases(), createContext })
      .find((each) => each.name === check)
      ?.run();
  });
});

it("names are unique, and the list is the same each time", () => {
  const names = builtInTools().map((tool) => tool.name);
  expect(new Set(names).size).toBe(names.length);
  expect(builtInTools().map((tool) => tool.name)).toEqual(names);
});

describe("the conformance list finds", () => {
  const good = builtInTools().find((tool) => tool.name === "calculate") as Tool;
  const cases: ToolCases = { ...(casesByTool.calculate as () => Cases)(), createContext };
  const failing = async (tool: Tool, changed: Partial<ToolCases> = {}) => {
    const failed: string[] = [];
    for (const { name, run } of toolConformance(tool, { ...cases, ...changed }))
      await run().catch(() => failed.push(name.replace("calculate ", "")));
    return failed;
  };
  const saying = (execute: Tool["execute"]) => ({ ...good, execute });

  it("nothing in a good tool", async () => expect(await failing(good)).toEqual([]));

  it("a tool that does not describe itself", async () => {
    expect(await failing({ ...good, examples: ["one"] })).toEqual([
      "says what it is in words for people and small models",
    ]);
    expect(await failing({ ...good, description: "Short." })).toHaveLength(1);
  });

  it("a schema that takes anything or cannot be written down", async () => {
    expect(await failing({ ...good, input: z.any() as never })).toContain("rejects invalid input before it runs");
    expect(
      await failing({ ...good, input: z.object({ expression: z.string(), when: z.date().optional() }) as never }),
    ).toContain("has an input that becomes a JSON schema");
  });

  it("a description that changes or says too little", async () => {
    let count = 0;
    expect(await failing({ ...good, describe: () => ({ effect: "none", summary: `call ${count++}` }) })).toEqual([
      "describes a call from its arguments alone",
    ]);
    expect(await failing({ ...good, describe: () => ({ effect: "exec", summary: "x" }) })).toEqual([
      "describes a call from its arguments alone",
    ]);
  });

  it("a tool that throws, ignores an abort, or gives what is no JSON", async () => {
    expect(await failing(saying(() => Promise.reject(new Error("boom"))))).toContain("refuses hostile input in words");
    expect(await failing(saying(async () => ({ ok: true, text: "yes" })))).toEqual([
      "refuses hostile input in words",
      "stops when it is aborted",
    ]);
    expect(await failing(saying(async () => ({ ok: true, text: "yes", data: { a: new Map() } as never })))).toContain(
      "answers valid input with text, data and origin",
    );
    expect(await failing(saying(async () => ({ ok: true, text: "x".repeat(100_000) })))).toContain(
      "answers valid input with text, data and origin",
    );
  });

  it("a tool that repeats large arguments in its answer or its summary", async () => {
    const input = z.object({ expression: z.string() }) as never;
    const large = "survives arguments of ten megabytes";
    expect(
      await failing({
        ...good,
        input,
        execute: async (given) => ({ ok: true, text: (given as { expression: string }).expression }),
      }),
    ).toContain(large);
    expect(
      await failing({
        ...good,
        input,
        describe: (given) => ({ effect: "none", summary: (given as { expression: string }).expression }),
      }),
    ).toContain(large);
  });

  it("a tool that makes another file each time", async () => {
    let made = 0;
    const maker = defineTool({
      ...good,
      execute: async () => ({
        ok: true as const,
        text: "x",
        artifacts: [{ id: "a", title: "a", mediaType: "text/plain", bytes: 1, file: `/f${made++}` }],
      }),
    } as Tool);
    expect(await failing(maker)).toContain("answers the same call with the same key again");
  });
});
