import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const scripts = fileURLToPath(new URL(".", import.meta.url));
const installed = join(scripts, "../node_modules");
/** A small repository with our scripts, the real compiler, and an npm that only notes that it was called. */
let root: string;
/** Where the npm stands in for the real one. */
let bin: string;

beforeEach(() => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "thorp-setup-")));
  root = join(folder, "repository");
  bin = join(folder, "bin");
  cpSync(scripts, join(root, "scripts"), { recursive: true, filter: (path) => !path.endsWith(".ts") });
  write("package-lock.json", "{}");
  write("packages/thorp/package.json", '{ "type": "module" }');
  write("packages/thorp/catalogue.yaml", "models: []\n");
  write("teams/alma/team.yaml", "name: alma\n");
  const options = { target: "es2024", module: "nodenext", strict: true, types: [], rootDir: "src", outDir: "dist" };
  const paths = { include: ["src"], exclude: ["src/**/*.test.ts"] };
  const emit = { declaration: true, incremental: true, tsBuildInfoFile: "dist/.tsbuildinfo" };
  write("packages/thorp/tsconfig.json", JSON.stringify({ compilerOptions: { ...options, ...emit }, ...paths }));
  write("packages/thorp/src/greeting.ts", 'export const greeting: string = "hello";\n');
  write("packages/thorp/src/greeting.test.ts", "export const never: string = 1;\n");
  write("packages/thorp/src/storage/schema.sql", "create table t (x);\n");
  useNpm(`rm -rf node_modules && mkdir -p node_modules/node/bin
    ln -s "${process.execPath}" node_modules/node/bin/node
    ln -s "${join(installed, "typescript")}" node_modules/typescript
    ln -s "${join(installed, "@typescript")}" node_modules/@typescript
    echo "added 2 packages"`);
});
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function useNpm(script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$@" >> "${join(bin, "calls")}"\n${script}\n`);
  chmodSync(join(bin, "npm"), 0o755);
}

function npmCalls(): string[] {
  const file = join(bin, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(script: string, args: string[] = [], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter), INIT_CWD: undefined, ...environment };
  return spawn(process.execPath, [join(root, "scripts", script), ...args], { cwd: root, env });
}

function ended(child: ChildProcess): Promise<Ended> {
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => (output.stdout += chunk));
  child.stderr?.on("data", (chunk) => (output.stderr += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...output })));
}

function run(script: string, args: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return ended(start(script, args, environment));
}

function isThere(path: string): boolean {
  return existsSync(join(root, "packages/thorp/dist", path));
}

describe("setup", () => {
  it("installs and builds a fresh clone, with nothing on stdout", async () => {
    const { code, stdout, stderr } = await run("setup.mjs");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("thorp: installing packages");
    expect(stderr).toContain("thorp: building");
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci --loglevel=error --include=dev/)]);
    const built = ["greeting.js", "storage/schema.sql", "catalogue.yaml", "teams/alma/team.yaml"];
    expect(built.filter((path) => !isThere(path))).toEqual([]);
    expect(isThere("greeting.test.js")).toBe(false);
  });

  it("does nothing the second time", async () => {
    await run("setup.mjs");
    write("packages/thorp/src/greeting.test.ts", "export const changed: string = 2;\n");
    expect(await run("setup.mjs")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(npmCalls()).toHaveLength(1);
  });

  it("builds again after an edit, without installing, and drops what is gone", async () => {
    write("packages/thorp/src/old.ts", "export const old = 1;\n");
    await run("setup.mjs");
    expect(isThere("old.js")).toBe(true);
    rmSync(join(root, "packages/thorp/src/old.ts"));
    rmSync(join(root, "teams/alma"), { recursive: true });
    write("teams/village/team.yaml", "name: village\n");
    const { stderr } = await run("setup.mjs");
    expect(stderr).toBe("thorp: building ...\n");
    expect([isThere("old.js"), isThere("old.d.ts"), isThere("teams/alma"), isThere("teams/village")]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(npmCalls()).toHaveLength(1);
  });

  it("runs the chart bundler when there is one", async () => {
    write(
      "packages/thorp/charts/build.mjs",
      'import { writeFileSync } from "node:fs";\nwriteFileSync("bundled", "");\n',
    );
    await run("setup.mjs");
    expect(existsSync(join(root, "bundled"))).toBe(true);
  });

  it("installs again when the lockfile is another one", async () => {
    await run("setup.mjs");
    write("package-lock.json", '{ "changed": true }');
    await run("setup.mjs");
    expect(npmCalls()).toHaveLength(2);
  });

  it("installs once when two start at the same time", async () => {
    const both = await Promise.all([run("setup.mjs"), run("setup.mjs")]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(npmCalls()).toHaveLength(1);
  });

  it("says what failed when npm fails, and tries again the next time", async () => {
    useNpm("echo no network >&2; exit 7");
    const failed = await run("setup.mjs");
    expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 1, stdout: "" });
    expect(failed.stderr).toContain("no network\nthorp: npm ci ended with 7");
    await run("setup.mjs");
    expect(npmCalls()).toHaveLength(2);
    expect(existsSync(join(root, ".setup/lock"))).toBe(false);
  });

  it("says what failed when the compiler fails, on stderr", async () => {
    write("packages/thorp/src/greeting.ts", "export const greeting: string = 1;\n");
    const { code, stdout, stderr } = await run("setup.mjs");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("TS2322");
    expect(stderr).toContain("the build failed: tsc ended with");
  });
});

describe("start", () => {
  const program = `
    process.on("SIGTERM", () => process.exit(42));
    console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }));
    if (process.argv[2] === "wait") setInterval(() => {}, 1000);
    else process.exit(5);`;

  beforeEach(async () => {
    write("packages/thorp/bin/thorp.js", 'import "../dist/cli/main.js";\n');
    write("packages/thorp/src/cli/main.ts", `// @ts-nocheck\n${program}\nexport {};\n`);
    await run("setup.mjs");
  });

  it("runs the program where the person stands, alone on stdout, and passes on its exit code", async () => {
    const cwd = dirname(root);
    const { code, stdout, stderr } = await run("start.mjs", ["ask", "--json", "two words"], { INIT_CWD: cwd });
    expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
    expect(stdout).toBe(`${JSON.stringify({ args: ["ask", "--json", "two words"], cwd })}\n`);
  });

  it("hands on signals", async () => {
    const child = start("start.mjs", ["wait"]);
    const end = ended(child);
    child.stdout?.once("data", () => child.kill("SIGTERM"));
    expect((await end).code).toBe(42);
  });

  it("ends when the shell that npm started it in is killed", async () => {
    const environment = { ...process.env, npm_lifecycle_event: "start" };
    const line = `"${process.execPath}" "${join(root, "scripts/start.mjs")}" wait; true`;
    const shell = spawn("sh", ["-c", line], { cwd: root, env: environment });
    const end = ended(shell);
    shell.stdout.once("data", () => shell.kill("SIGKILL"));
    // `close` comes when the last process that holds the pipe is gone: the program itself.
    expect((await end).stdout).toContain('"args":["wait"]');
  });

  it("counts a program that a signal ended as shells do", async () => {
    const child = start("start.mjs", ["wait"]);
    const end = ended(child);
    child.stdout?.once("data", () => child.kill("SIGHUP"));
    expect((await end).code).toBe(129);
  });
});

it("closes with a failure when the set-up for the tests fails", async () => {
  symlinkSync("/nowhere", join(root, "node_modules"));
  useNpm("exit 1");
  const { code, stdout } = await run("test.mjs");
  expect(code).toBe(1);
  expect(stdout).toBe("0 passed, 1 failed, 0 skipped\n");
});
