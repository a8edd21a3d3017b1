import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { errorTable } from "../base/errors.ts";
import type { EventBody } from "../events/event.ts";
import { runUpdateSchema } from "../wire/run-update.ts";
import { exitCodeOf } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";
import {
  createTestingThorp,
  runRow,
  type ScriptStep,
  type TestingSurroundingsOptions,
  testingRun,
  testingSurroundings,
} from "./testing-thorp.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-cli-"));
});

const start: EventBody = {
  path: "",
  type: "run-start",
  team: "alma",
  teamHash: "h",
  seed: "s",
  request: {
    text: "x",
    conversation: "con_1" as never,
    attachments: [],
    workspace: "/w",
    out: "/w/out",
    timeZone: "UTC",
    priority: 0,
    approve: "ask",
    interactive: false,
  },
};
const answer = (text: string): EventBody => ({ path: "", type: "message-add", role: "team", text, labels: [] });
const end: EventBody = { path: "", type: "run-end", state: "done" };
const script: readonly ScriptStep[] = [start, answer("408"), end];

async function run(argv: readonly string[], options: Partial<TestingSurroundingsOptions> = {}) {
  const thorp = (options.thorp ?? createTestingThorp({ script })) as ReturnType<typeof createTestingThorp>;
  const surroundings = testingSurroundings({ cwd, ...options, thorp });
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text, thorp, surroundings };
}

describe("thorp ask", () => {
  it("writes the answer to standard output and how it came about to standard error", async () => {
    const { code, out, err, thorp } = await run(["ask", "what", "is", "17% of 2400"]);
    expect([code, out]).toEqual([0, "408\n"]);
    expect(err).toContain("thorp runs show h1t959");
    expect(thorp.asked).toEqual([
      {
        text: "what is 17% of 2400",
        attachments: [],
        workspace: cwd,
        yes: false,
        interactive: false,
        approvePlan: false,
      },
    ]);
    expect(thorp.isClosed).toBe(true);
  });

  it("hands every flag on", async () => {
    const flags = [
      "-t",
      "toollama",
      "-w",
      "sub",
      "--out",
      "results",
      "-m",
      "rules",
      "--budget",
      "0.5",
      "-d",
      "2m",
      "--priority",
      "-3",
      "-y",
    ];
    const { thorp, surroundings } = await run(["ask", ...flags, "--data-dir", "kept", "hello"], { input: "text" });
    expect(thorp.asked[0]).toMatchObject({
      text: "hello",
      team: "toollama",
      workspace: join(cwd, "sub"),
      out: join(cwd, "results"),
      model: "rules",
      budget: 0.5,
      deadlineMs: 120_000,
      priority: -3,
      yes: true,
      attachments: [{ name: "stdin.txt" }],
    });
    expect(surroundings.opened[0]).toMatchObject({
      dataDir: join(cwd, "kept"),
      team: "toollama",
      describe: "`thorp ask`",
    });
  });

  it("takes what is said before the command too", async () => {
    const { surroundings } = await run(["--data-dir", "memory", "ask", "x"]);
    expect(surroundings.opened[0]?.dataDir).toBe("memory");
  });

  it("gives only updates with --json", async () => {
    const { code, out, err } = await run(["ask", "--json", "x"], { env: { THORP_TYPO: "1" } });
    const updates = out
      .trimEnd()
      .split("\n")
      .map((line) => runUpdateSchema.parse(JSON.parse(line)));
    expect(updates.map((update) => update.type)).toEqual(["run-start", "message-add", "run-end"]);
    expect([code, err]).toEqual([0, ""]);
  });

  it("gives only the answer with --quiet", async () => {
    const { out, err } = await run(["ask", "-q", "x"]);
    expect([out, err]).toEqual(["408\n", ""]);
  });

  it("goes on with the last conversation, or the named one, and loses no words", async () => {
    const runs = [runRow({ id: "run_2", conversation: "con_two" }), runRow({ id: "run_1", conversation: "con_one" })];
    const ask = async (...argv: string[]) =>
      (await run(["ask", ...argv], { thorp: createTestingThorp({ script, runs }) })).thorp.asked[0];
    expect(await ask("-c", "and", "now?")).toMatchObject({ text: "and now?", conversation: "con_two" });
    expect(await ask("and", "-c")).toMatchObject({ text: "and", conversation: "con_two" });
    expect(await ask("-c", "con_one", "and now?")).toMatchObject({ text: "and now?", conversation: "con_one" });
    expect(await ask("fresh")).not.toHaveProperty("conversation");
    expect(await run(["ask", "-c", "con_none", "x"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no conversation con_none."),
    });
    expect(await run(["ask", "-c", "x"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("no conversation yet"),
    });
  });

  it("tells of runs that have not ended", async () => {
    const { endedAt: _ended, ...open } = runRow({ id: "run_01m7y74n1wcp4sh00000", text: "the old one" });
    const { err } = await run(["ask", "x"], { thorp: createTestingThorp({ script, runs: [open] }) });
    expect(err).toContain("1 run from before has not ended:\n  thorp runs resume h00000   the old one");
  });

  it("waits for whoever uses the data folder, and says for whom", async () => {
    const { code, err, surroundings } = await run(["ask", "x"], { lockedFor: 2 });
    expect(code).toBe(0);
    expect(surroundings.opened).toHaveLength(3);
    expect(err.match(/`thorp serve` \(process 7\) uses the data in D\. Waiting for it; Ctrl-C leaves\./g)).toHaveLength(
      1,
    );
  });

  it("does not wait with --no-wait", async () => {
    const { code, err } = await run(["ask", "x", "--no-wait"], { lockedFor: 2 });
    expect([code, err.split("\n")[0]]).toEqual([1, "`thorp serve` (process 7) uses the data in D."]);
  });

  it.each([
    [["ask", "x", "--budget", "cheap"], '--budget is "cheap"; it must be an amount of US dollars'],
    [["ask", "x", "--deadline", "soon"], '--deadline is "soon"'],
    [["ask", "x", "--priority", "high"], '--priority is "high"'],
    [["ask", "x", "--plan"], "--plan needs a terminal"],
    [["ask"], "There is no question."],
    [["ask", "--budgt", "1"], "Unknown option '--budgt'. Did you mean --budget?"],
  ])("refuses %j as wrong usage", async (argv, message) => {
    const { code, err, out } = await run(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("ends as the run ends", async () => {
    const ending = async (state: "done" | "partial" | "failed" | "cancelled", code?: keyof typeof errorTable) => {
      const failure = code === undefined ? {} : { failure: { code, message: "because" } };
      return run(["ask", "x"], {
        thorp: createTestingThorp({ script: [start, { path: "", type: "run-end", state, ...failure }] }),
      });
    };
    expect((await ending("partial")).code).toBe(1);
    expect((await ending("cancelled")).code).toBe(130);
    const failed = await ending("failed", "budget-exceeded");
    expect(failed.code).toBe(5);
    expect(failed.err).toContain(`The run failed: because\n${errorTable["budget-exceeded"].hint}`);
  });

  it("cancels the run in order at the first Ctrl-C, leaves at the second", async () => {
    const thorp = createTestingThorp({
      script: [start, { waitFor: "run-cancel" }, { path: "", type: "run-end", state: "cancelled" }],
    });
    const surroundings = testingSurroundings({ cwd, thorp });
    const done = runCli(["ask", "x"], surroundings);
    while (thorp.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    surroundings.sendSignal("SIGINT");
    surroundings.sendSignal("SIGINT");
    expect(await done).toBe(130);
    expect(thorp.sent).toEqual([{ type: "run-cancel", reason: "Ctrl-C" }]);
    expect(surroundings.exits).toEqual([130]);
    expect(surroundings.stderr.text).toContain("Cancelling; Ctrl-C again leaves at once.");
  });

  it("leaves the run to be taken up again when the process is told to end", async () => {
    const thorp = createTestingThorp({ script: [start, { waitFor: "run-cancel" }] });
    const surroundings = testingSurroundings({ cwd, thorp });
    const done = runCli(["ask", "x"], surroundings);
    while (thorp.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    surroundings.sendSignal("SIGTERM");
    while (surroundings.exits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(surroundings.exits).toEqual([143]);
    expect([thorp.isClosed, thorp.sent]).toEqual([true, []]);
    await thorp.cancel(testingRun, "end of the test");
    await done;
  });
});

describe("errors", () => {
  it("are one line of JSON on standard error with --json", async () => {
    const { code, out, err } = await run(["ask", "--json"]);
    expect([code, out]).toEqual([2, ""]);
    expect(JSON.parse(err)).toEqual({
      error: { code: "usage", message: "There is no question.", hint: expect.stringContaining("thorp ask") },
    });
  });

  it("that nobody expected say where the log is, and show a stack only with --verbose", async () => {
    const thorp = () =>
      createTestingThorp({ overrides: { ask: () => Promise.reject(new TypeError("x is undefined")) } });
    const plain = await run(["ask", "x"], { thorp: thorp() });
    expect(plain.code).toBe(1);
    expect(plain.err).toContain("x is undefined\n");
    expect(plain.err).toContain(`The log is in ${join(cwd, "data", "thorp", "thorp.log")}.`);
    expect(plain.err).not.toContain("    at ");
    expect((await run(["ask", "--verbose", "x"], { thorp: thorp() })).err).toContain("    at ");
  });

  it("of the configuration have their place and exit with 3", async () => {
    writeFileSync(join(cwd, "thorp.yaml"), "tem: x\n");
    expect(await run(["config"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("thorp.yaml:1:1: unknown key `tem`; did you mean `team`?"),
    });
  });

  it("of commands name the nearest one", async () => {
    expect((await run(["rnus"])).err).toContain("There is no command rnus. Did you mean runs?");
    expect((await run(["runs", "shw"])).err).toContain("Did you mean runs show?");
    expect((await run(["publish"])).code).toBe(2);
  });

  it.each(["keys", "users", "budgets", "credentials", "backup", "config"])(
    "are none where %s has no list of its own",
    async (group) => {
      const plain = await run([group]);
      expect(plain.code).toBe(0);
      expect(await run([group, "list"])).toMatchObject({ code: 0, out: plain.out });
    },
  );

  it("have an exit code for every state of a run", () => {
    expect(exitCodeOf("failed", { code: "deadline", message: "" })).toBe(124);
    expect(exitCodeOf("failed")).toBe(1);
    expect(exitCodeOf("running")).toBe(1);
  });
});

describe("without an engine", () => {
  it("there is a version and help", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await run(["--version"])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
    const help = await run(["ask", "--help"]);
    expect([help.code, help.err]).toEqual([0, ""]);
    expect(help.out).toContain("--continue [conversation]");
    expect(help.surroundings.opened).toEqual([]);
  });

  it("there is a list of settings, with origins", async () => {
    const { code, out } = await run(["config", "--json"], { env: { THORP_MODEL: "rules" } });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      settings: { model: "rules" },
      origins: { model: "THORP_MODEL", team: "default" },
    });
    expect((await run(["config"], { env: { THORP_MODEL: "rules" } })).out).toMatch(/model +rules +THORP_MODEL/);
    expect((await run(["config", "validate"])).out).toContain("All right: 0 settings set");
    expect(JSON.parse((await run(["config", "schema"])).out)).toMatchObject({ additionalProperties: false });
  });
});

it("greets with commands that work and how things stand", async () => {
  const listModels = async () => [
    { id: "ollama/x", tier: "local" as const, provider: "ollama", context: 1, capabilities: [], aliases: [] },
  ];
  const { code, out } = await run([], { thorp: createTestingThorp({ overrides: { listModels } }) });
  expect(code).toBe(0);
  expect(out).toContain('thorp ask "What is 17% of 2,400?"');
  expect(out).toContain(`Data    ${join(cwd, "data", "thorp")}: 0 runs`);
  expect(out).toContain("Models  engine: rules, ollama/x");
});

it("lists models and tools, with what stands in the way", async () => {
  const model = {
    id: "openai/x",
    tier: "frontier" as const,
    provider: "openai",
    context: 128_000,
    capabilities: [],
    aliases: ["x"],
    price: { input: 2, output: 8 },
    obstacle: "needs the key OPENAI_API_KEY",
  };
  const tool = {
    name: "calculate",
    capability: "calculation",
    description: "Computes.",
    effect: "none",
    examples: [],
    teams: ["alma"],
    source: { id: "built-in", kind: "built-in" as const, title: "Built in" },
    ownName: "calculate",
    status: "ready" as const,
    needs: [],
    input: {},
    evidence: "own-code" as const,
  };
  const thorp = createTestingThorp({ overrides: { listModels: async () => [model], listTools: async () => [tool] } });
  expect((await run(["models", "--check"], { thorp })).out).toMatch(
    /openai\/x +frontier +openai +128k +2\/8 +needs the key OPENAI_API_KEY +x/,
  );
  expect((await run(["tools"], { thorp })).out).toMatch(
    /calculate +calculation +built-in +none +ready +0 +alma +Computes\./,
  );
  expect(JSON.parse((await run(["models", "--json"], { thorp })).out)).toEqual([model]);
});
