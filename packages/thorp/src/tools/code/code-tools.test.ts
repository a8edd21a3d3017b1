import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import type { Artifact } from "../../events/task-result.ts";
import { createBareMaker } from "../../sandbox/process/process-sandbox.ts";
import { createQuickjsMaker } from "../../sandbox/quickjs/quickjs-sandbox.ts";
import { createToolContext } from "../context/tool-context.ts";
import type { Tool, ToolOutput } from "../tool.ts";
import { createRunCommandTool } from "./run-command-tool.ts";
import { createRunJavascriptTool } from "./run-javascript-tool.ts";
import { createRunPythonTool } from "./run-python-tool.ts";
import { createTestCodeTool } from "./test-code-tool.ts";

const clock = createSystemClock();
const makers = { javascript: createQuickjsMaker({ clock }), process: createBareMaker({ clock }) };
let workspace: string;
let calls = 0;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "code-tools-"));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

function call(tool: Tool, input: object): Promise<ToolOutput> {
  const context = createToolContext({
    clock,
    timeZone: "UTC",
    signal: new AbortController().signal,
    key: `run_1//tool-${++calls}.1`,
    workspace,
    out: join(workspace, "thorp-out"),
    guardedFetch: async () => {
      throw new Error("no network here");
    },
    readResult: async (id) =>
      id === "t1"
        ? { text: "rows", data: [{ n: 3 }, { n: 4 }], artifacts: [], labels: ["web:example.org"] }
        : undefined,
    openSandbox: (kind, wish) => makers[kind].open(wish),
  });
  return tool.execute(tool.input.parse(input), context);
}

const textOf = ({ artifacts = [] }: { readonly artifacts?: readonly Artifact[] }, title: RegExp) =>
  readFile(artifacts.find((artifact) => title.test(artifact.title))?.file ?? "", "utf8");

describe("run_javascript", () => {
  it("computes over an earlier result and passes on where that came from", async () => {
    const answer = await call(createRunJavascriptTool(), {
      code: "input.reduce((sum, row) => sum + row.n, 0)",
      from: "t1",
    });
    expect(answer).toMatchObject({ ok: true, data: 7, labels: ["web:example.org"] });
  });
});

describe("run_python", () => {
  it("works on copies, and keeps what it makes", async () => {
    await writeFile(join(workspace, "a.txt"), "one two");
    const code =
      "words = open('a.txt').read().split()\nopen('a.txt', 'w').write('gone')\nopen('count.csv', 'w').write(str(len(words)))\nprint(len(words), 'words')";
    const answer = await call(createRunPythonTool(), { code, files: ["a.txt"] });
    expect(answer).toMatchObject({ ok: true, text: expect.stringContaining("2 words") });
    expect(await textOf(answer as object, /count\.csv/)).toBe("2");
    expect(await readFile(join(workspace, "a.txt"), "utf8")).toBe("one two");
  });

  it("tells a model what to mend", async () => {
    const answer = await call(createRunPythonTool(), { code: "x = 1\nprint(y)" });
    expect(answer).toMatchObject({ ok: false, text: expect.stringMatching(/line 2[\s\S]*NameError/) });
  });
});

describe("run_command", () => {
  it("works in the workspace and tells a failed command from one that could not end", async () => {
    const made = await call(createRunCommandTool(), { command: "pwd; echo x > made.txt; ls; exit 4" });
    expect(made).toMatchObject({
      ok: true,
      data: { code: 4, worked: false },
      text: expect.stringContaining("made.txt"),
    });
    expect(made.text).toContain(workspace);
    const endless = await call(createRunCommandTool(), { command: "sleep 60", seconds: 1 });
    expect(endless).toMatchObject({
      ok: false,
      code: "tool-timeout",
      text: expect.stringContaining("longer than 1 s"),
    });
  });
});

describe("test_code", () => {
  const files = (body: string) => [
    { path: "src/add.py", text: `def add(a, b):\n    return ${body}\n` },
    {
      path: "test_add.py",
      text: "import unittest\nfrom src.add import add\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(add(1, 2), 3)\n",
    },
  ];
  const test = "python3 -m unittest";

  it("fails, says why, and passes once the code is mended; the patch applies", async () => {
    await mkdir(join(workspace, "src"));
    await writeFile(join(workspace, "src/add.py"), "def add(a, b):\n    pass\n");
    await writeFile(join(workspace, ".env"), "KEY=canary-51");
    const bad = await call(createTestCodeTool(), {
      files: files("a - b"),
      test: `${test}; code=$?; ls -A; exit $code`,
      folder: ".",
    });
    expect(bad).toMatchObject({ ok: true, data: { passed: false, code: 1 }, labels: ["workspace:."] });
    expect(bad.text).toMatch(/AssertionError: -1 != 3/);
    expect(bad.text).not.toContain(".env");
    const good = await call(createTestCodeTool(), { files: files("a + b"), test, folder: "." });
    expect(good).toMatchObject({ ok: true, data: { passed: true } });
    expect(await textOf(good as object, /Test passed/)).toContain(`\`${test}\``);
    expect(await readFile(join(workspace, "src/add.py"), "utf8")).toContain("pass\n");
    const patch = await textOf(good as object, /Patch/);
    expect(patch).toContain("-    pass\n+    return a + b\n");
    await writeFile(join(workspace, "change.patch"), patch);
    await promisify(execFile)("git", ["apply", "change.patch"], { cwd: workspace });
    expect(await readFile(join(workspace, "src/add.py"), "utf8")).toBe("def add(a, b):\n    return a + b\n");
    expect(await readFile(join(workspace, "test_add.py"), "utf8")).toContain("assertEqual");
    expect(good.text).toMatch(/Saved as change\.patch, test-result\.md\.$/);
  });

  it("keeps new files that passed beside the patch, and nothing of the tries before", async () => {
    const [add, own] = files("a - b");
    const bad = await call(createTestCodeTool(), { files: files("a - b"), test });
    expect(bad.text).toMatch(/Saved as change\.patch, test-result\.md\.$/);
    const good = await call(createTestCodeTool(), {
      files: [...files("a + b"), { path: "lib/test_add.py", text: "" }],
      test,
    });
    const made = ["add.py", "lib-test_add.py", "test_add.py", "change.patch", "test-result.md"];
    const names = (await readdir(join(workspace, "thorp-out"))).filter((name) => !name.startsWith("."));
    expect(names.toSorted()).toEqual(made.toSorted());
    expect(await textOf(good as object, /^src\/add\.py$/)).toBe(add?.text.replace("a - b", "a + b"));
    expect(await textOf(good as object, /^test_add\.py$/)).toBe(own?.text);
    expect(await textOf(good as object, /Patch/)).toContain("a + b");
  });

  it("lets no file out of the copy, and no large project in", async () => {
    expect(await call(createTestCodeTool(), { files: [{ path: "../x", text: "" }], test })).toMatchObject({
      ok: false,
    });
    await writeFile(join(workspace, "big.bin"), new Uint8Array(33 << 20));
    const big = await call(createTestCodeTool(), { files: files("1"), test, folder: "." });
    expect(big).toMatchObject({ ok: false, text: expect.stringContaining("32 MiB") });
  });
});

it("without a sandbox none of them runs anything", async () => {
  const tools = [createRunJavascriptTool(), createRunPythonTool(), createRunCommandTool()];
  for (const tool of tools) {
    const context = { signal: new AbortController().signal, workspace } as Parameters<Tool["execute"]>[1];
    const running = tool.execute({ code: "1", command: "true" }, context);
    await expect(running).rejects.toMatchObject({ code: "sandbox-missing" });
  }
});
