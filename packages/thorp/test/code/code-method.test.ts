/**
 * The code method through a real engine: code is written, tested in a sandbox, mended by what the test says, and handed in
 * with its patch; code whose test fails is sent back. Where this machine has no cage each test is asked about.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import { lookAtCage } from "../../src/engine/sandboxes.ts";
import type { RunEvent } from "../../src/events/event.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../src/testing/scripted-model.ts";

const cage = await lookAtCage(process.env);
let folder: string;
let workspace: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "code-method-"));
  workspace = join(folder, "workspace");
  await mkdir(join(folder, "teams/smiths/agents"), { recursive: true });
  await mkdir(workspace);
  await writeFile(join(workspace, "add.py"), "def add(a, b):\n    pass\n");
  const files = {
    "team.yaml": "name: smiths\ntitle: Smiths\ndescription: Writes code.\nlimits: { depth: 1, tasks: 5, steps: 12 }\n",
    "agents/lead.md": agent("lead", "orchestrator", "delegates: [smith]"),
    "agents/smith.md": agent("smith", "executor", "tools: [test_code]"),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, "teams/smiths", name), text);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function agent(name: string, kind: string, rest: string): string {
  return `---\nname: ${name}\nkind: ${kind}\ndescription: Does its part.\nmodels: { local: ${name} }\n${rest}\n---\nYou work.\n`;
}

const TEST = "python3 check.py";
const testing = (body: string): ScriptedModelReply => ({
  toolCalls: [
    {
      name: "test_code",
      input: {
        files: [
          { path: "add.py", text: `def add(a, b):\n    return ${body}\n` },
          { path: "check.py", text: "from add import add\nassert add(1, 2) == 3, add(1, 2)\nprint('fine')\n" },
        ],
        test: TEST,
        folder: ".",
      },
    },
  ],
});
const plan: ScriptedModelReply = {
  toolCalls: [{ name: "plan", input: { tasks: [{ id: "t1", goal: "write add with its test", agent: "smith" }] } }],
};

interface Asking {
  /** What the person says to each question. */
  readonly allow?: boolean;
  /** As on a machine without bubblewrap. */
  readonly withoutCage?: boolean;
}

async function ask(smith: readonly ScriptedModelReply[], { allow = true, withoutCage = false }: Asking = {}) {
  const said = [...smith];
  const worker = createScriptedModel({ script: () => said.shift() ?? { text: "Nothing more can be done." } });
  const engine = await createEngine({
    dataDir: "memory",
    teamFolders: [join(folder, "teams")],
    languageModels: {
      lead: createScriptedModel({ script: (_call, index) => (index === 0 ? plan : { text: "add is there. [1]" }) }),
      smith: worker,
    },
    workspace,
    env: withoutCage ? { PATH: "/nowhere" } : {},
    timeZone: "UTC",
  });
  const events: RunEvent[] = [];
  try {
    const { run } = await engine.ask({ text: "Write add in Python.", team: "smiths", interactive: true });
    for await (const update of engine.follow(run)) {
      if (update.kind !== "event") continue;
      events.push(update.event);
      if (update.event.type === "approval-ask") {
        const { approval } = update.event;
        await engine.signal(run, { type: "approval-answer", approval, allow, by: "person" });
      }
    }
    const artifacts = await engine.artifacts(run);
    return { events, calls: worker.calls, artifacts };
  } finally {
    await engine.close();
  }
}

const of = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is RunEvent & { readonly type: Type } => event.type === type);

describe(`the code method (${cage.ok ? "in a cage" : "bare, each time approved"})`, () => {
  it("writes, tests, reads what failed, mends, and hands in patch and test result", async () => {
    const told = await ask([testing("a - b"), testing("a + b"), { text: "add is done and tested." }]);
    expect(of(told.events, "run-end")).toMatchObject([{ state: "done" }]);
    expect(JSON.stringify(told.calls[1]?.prompt)).toContain("AssertionError: -1");
    expect(told.artifacts.map(({ title }) => title)).toEqual(
      expect.arrayContaining(["Patch", "Test failed", "Test passed"]),
    );
    // What was kept of the first try is gone: its files are those of the second.
    const [handedIn] = of(told.events, "task-end").flatMap(({ result }) => result ?? []);
    expect(handedIn?.artifacts.map(({ title }) => title)).toEqual(["Patch", "Test passed"]);
    expect(new Set(told.artifacts.map(({ file }) => file)).size).toBe(2);
    const patch = told.artifacts.findLast(({ title }) => title === "Patch")?.file ?? "";
    expect(await readFile(patch, "utf8")).toContain("+    return a + b");
    expect(await readFile(join(workspace, "add.py"), "utf8")).toContain("pass");
    expect(of(told.events, "approval-ask")).toHaveLength(cage.ok ? 0 : 2);
  });

  it("without a cage asks about every test, also the second one, and a no leaves nothing behind", async () => {
    const asked = await ask([testing("a - b"), testing("a + b"), { text: "Done." }], { withoutCage: true });
    expect(of(asked.events, "approval-ask").map(({ effect, stands }) => [effect, stands])).toEqual([
      ["exec", undefined],
      ["exec", undefined],
    ]);
    expect(of(asked.events, "run-end")).toMatchObject([{ state: "done" }]);
    const denied = await ask([testing("a + b"), { text: "Not tested." }], { withoutCage: true, allow: false });
    expect(denied.artifacts.filter(({ title }) => title === "Patch")).toEqual([]);
    expect(of(denied.events, "step-end").some(({ result }) => JSON.stringify(result).includes("approval-denied"))).toBe(
      true,
    );
  });

  it("sends back what is handed in though its test fails, and says so when it stays that way", async () => {
    const claims = [testing("a - b"), { text: "add is done and tested." }];
    const mended = await ask([...claims, testing("a + b"), { text: "Now it passes." }]);
    expect(of(mended.events, "task-retry")).toMatchObject([
      { critique: expect.stringContaining("test does not pass") },
    ]);
    expect(of(mended.events, "run-end")).toMatchObject([{ state: "done" }]);
    const never = await ask([...claims, ...claims]);
    const [end] = of(never.events, "task-end");
    expect(end).toMatchObject({ state: "failed", failure: { message: expect.stringContaining("test does not pass") } });
    expect(of(never.events, "run-end")[0]?.state).not.toBe("done");
  });
});
