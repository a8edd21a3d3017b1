/**
 * Ways out of the cage, each tried for real, and each with a control: what the attempt is after is really there for a
 * program without a cage. Where the system lets nobody make a cage, every attempt must end before it begins.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { collectProgram, type ProgramResult } from "./collect-program.ts";
import { createFindCage } from "./process/find-cage.ts";
import { createCageMaker } from "./process/process-sandbox.ts";
import { createQuickjsMaker } from "./quickjs/quickjs-sandbox.ts";
import type { Program, SandboxMaker, SandboxWish } from "./sandbox.ts";

const SECRET = "canary-7f3a91";
const clock = createSystemClock();
const findCage = createFindCage({ path: process.env["PATH"] ?? "" });
const cage = await findCage();
let folder: string;
let workspace: string;
let dataFolder: string;
let server: Server;
let port: number;
let reached = 0;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "escape-")));
  workspace = join(folder, "workspace");
  dataFolder = join(workspace, ".thorp-data");
  await mkdir(join(workspace, ".git", "hooks"), { recursive: true });
  await mkdir(dataFolder);
  await writeFile(join(dataFolder, "core.db"), SECRET);
  await writeFile(join(workspace, ".env"), `KEY=${SECRET}\n`);
  await writeFile(join(folder, "outside.txt"), SECRET);
  process.env["THORP_ESCAPE_KEY"] = SECRET;
  server = createServer((socket) => {
    reached++;
    socket.end(`${SECRET}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(async () => {
  delete process.env["THORP_ESCAPE_KEY"];
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const hidden = () => [dataFolder, join(workspace, ".env")];
const caged = (): SandboxMaker => createCageMaker({ clock, findCage, hidden: hidden() });
const quickjs = createQuickjsMaker({ clock });

async function runIn(maker: SandboxMaker, program: Program, wish: SandboxWish = {}): Promise<ProgramResult> {
  const sandbox = await maker.open(wish);
  try {
    return await collectProgram(sandbox.run(program));
  } finally {
    await sandbox.close();
  }
}

/** What the cage let out; nothing at all where there is no cage, which is checked. */
async function attempt(
  source: string,
  wish: SandboxWish = {},
  language: Program["language"] = "sh",
): Promise<ProgramResult> {
  const running = runIn(caged(), { language, source }, wish);
  if (cage.ok) return running;
  await expect(running).rejects.toMatchObject({ code: "sandbox-missing" });
  return { out: "", err: "", end: { kind: "limit", limit: "time", message: "" }, ms: 0 };
}

/** The same as one of us: without a cage, with all our rights. */
async function control(source: string, command = "/bin/sh"): Promise<string> {
  return (await promisify(execFile)(command, ["-c", source])).stdout;
}

/** Every process of this machine, as it was started. */
async function commandLines(): Promise<readonly string[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")));
}

const leftOf = (mark: string) => async () => (await commandLines()).filter((line) => line.includes(mark)).length;

const connect = () => `import socket
print(socket.create_connection(("127.0.0.1", ${port}), 2).recv(100).decode())`;

describe(`a program in the cage (${cage.ok ? cage.version : cage.why})`, () => {
  it("reaches no listener of this machine, unless the network was granted", async () => {
    expect(await control(connect(), "python3")).toContain(SECRET);
    const before = reached;
    expect((await attempt(connect(), {}, "python")).out).not.toContain(SECRET);
    expect(reached).toBe(before);
    const granted = await attempt(connect(), { network: true }, "python");
    if (cage.ok) expect(granted.out).toContain(SECRET);
  });

  it("reads no key from an environment: not its own, not that of the first process of the cage", async () => {
    const source = "cat /proc/self/environ /proc/1/environ /proc/*/environ 2>/dev/null | tr '\\0' '\\n'; env";
    expect(await control("env")).toContain(SECRET);
    const { out } = await attempt(source);
    expect(out).not.toContain(SECRET);
    if (cage.ok) expect(out).toContain("PATH=");
  });

  it("reads no file of a person, of root or of another program", async () => {
    const files = [join(folder, "outside.txt"), join(dataFolder, "core.db"), "/etc/shadow", process.execPath];
    const source = `cat ${files.map((file) => `'${file}'`).join(" ")} | head -c 100; ls -A /root /home /var /tmp /run/user`;
    expect(await control(`cat '${files[0]}'`)).toBe(SECRET);
    expect((await attempt(source)).out.replace(/^(\/\w+)+:$/gm, "").trim()).toBe("");
  });

  it("writes nowhere but in its folder and its own /tmp", async () => {
    const before = await readFile("/etc/passwd", "utf8");
    const places = [
      "/etc/passwd",
      "/etc/new",
      "/usr/bin/new",
      "/new",
      "/run/new",
      "/opt/new",
      "/var/new",
      "/proc/sys/kernel/hostname",
    ];
    const source = `for place in ${places.join(" ")}; do echo x 2>/dev/null >> $place && echo wrote $place; done; echo own > own.txt && cat own.txt`;
    const { out } = await attempt(source);
    expect(out.trim()).toBe(cage.ok ? "own" : "");
    expect(await readFile("/etc/passwd", "utf8")).toBe(before);
  });

  it("sees no process of this machine and can end none", async () => {
    const source = `ls /proc | grep -c '^[0-9]'; kill -9 ${process.pid} 2>/dev/null && echo killed; ls -d /proc/${process.pid === 1 ? 99999 : process.pid}`;
    const { out } = await attempt(source);
    expect(out).not.toMatch(/killed|\/proc\//);
    if (cage.ok) expect(Number(out.trim())).toBeLessThan(8);
  });

  it("has no rights to gain: no capability, no new namespace, no set-user-id", async () => {
    const source =
      "grep -E '^(Cap|NoNewPrivs)' /proc/self/status; unshare -Ur true 2>/dev/null && echo unshared; mount -t tmpfs x /tmp 2>/dev/null && echo mounted; chroot / true 2>/dev/null && echo chrooted";
    const { out } = await attempt(source);
    expect(out).not.toMatch(/unshared|mounted|chrooted/);
    if (cage.ok) {
      expect(out.match(/^Cap\w+:\s+0+$/gm)).toHaveLength(5);
      expect(out).toMatch(/NoNewPrivs:\s+1/);
    }
  });

  it("cannot make us follow its links, into files or folders", async () => {
    const sandbox = cage.ok ? await caged().open() : undefined;
    if (sandbox === undefined) return expect(caged().open()).rejects.toMatchObject({ code: "sandbox-missing" });
    const program = `ln -s '${folder}/outside.txt' file; ln -s '${folder}' dir; ln -s /etc etc; mkfifo pipe; mkdir real`;
    await collectProgram(sandbox.run({ language: "sh", source: program }));
    for (const path of ["file", "dir/outside.txt", "etc/passwd", "pipe", "real"])
      await expect(sandbox.readFile(path)).rejects.toMatchObject({ code: "file-unknown" });
    await expect(sandbox.writeFile("dir/new.txt", new Uint8Array(1))).rejects.toMatchObject({ code: "input-invalid" });
    await sandbox.writeFile("file", Buffer.from("mine"));
    expect(await readFile(join(folder, "outside.txt"), "utf8")).toBe(SECRET);
    expect((await sandbox.listFiles()).map(({ path }) => path)).toEqual(["file", "real"]);
    await expect(stat(join(folder, "new.txt"))).rejects.toThrow("ENOENT");
    await sandbox.close();
  });

  it("in a folder of somebody sees neither keys nor data folder there, and cannot change what git runs", async () => {
    await symlink(join(folder, "outside.txt"), join(workspace, "link")).catch(() => {});
    const source =
      "cat .env link .thorp-data/core.db; ls .thorp-data; echo evil > .git/hooks/pre-commit; echo evil >> .git/config; echo kept > made.txt; pwd";
    const { out } = await attempt(source, { folder: workspace });
    expect(out).not.toContain(SECRET);
    expect(out.trim()).toBe(cage.ok ? workspace : "");
    await expect(stat(join(workspace, ".git/hooks/pre-commit"))).rejects.toThrow("ENOENT");
    await expect(stat(join(workspace, ".git/config"))).rejects.toThrow("ENOENT");
    if (cage.ok) expect(await readFile(join(workspace, "made.txt"), "utf8")).toBe("kept\n");
    expect(await readFile(join(dataFolder, "core.db"), "utf8")).toBe(SECRET);
  });

  it.each([
    ["that doubles itself", "bomb() { bomb | bomb & }; bomb; sleep 30; echo survived", { inWorkspace: false }],
    [
      "of sleepers, in a folder of somebody",
      "i=0; while [ $i -lt 300 ]; do sleep 30 & i=$((i + 1)); done; wait; echo survived",
      { inWorkspace: true },
    ],
  ])("bounds a bomb of processes %s, and nothing of it is left", async (_what, source, { inWorkspace }) => {
    const mark = `thorp-bomb-${process.pid}-${inWorkspace}`;
    const wish = { limits: { processes: 40, timeMs: 4000 }, ...(inWorkspace ? { folder: workspace } : {}) };
    const { out, end } = await attempt(`: ${mark}; ${source}`, wish);
    expect(out).not.toContain("survived");
    expect(end.kind === "limit" || (end.kind === "exit" && end.code !== 0)).toBe(true);
    await expect.poll(leftOf(mark)).toBe(0);
  });

  it("leaves nothing running behind it", async () => {
    const mark = `77${process.pid}`;
    await attempt(`setsid nohup sleep ${mark} >/dev/null 2>&1 & echo started`);
    await expect.poll(leftOf(`sleep\0${mark}`)).toBe(0);
  });

  it("fills neither memory nor /tmp of this machine", async () => {
    const shared = await attempt(
      "head -c 300000000 /dev/zero > /tmp/big; head -c 300000000 /dev/zero > /dev/shm/big; wc -c < /tmp/big; wc -c < /dev/shm/big",
    );
    for (const size of shared.out.trim().split("\n")) expect(Number(size)).toBeLessThan(100_000_000);
    const source =
      "import os\nfor _ in range(8): os.fork()\na = bytearray(40 << 20)\nimport time; time.sleep(20); print('survived')";
    const { out, end } = await attempt(
      source,
      { limits: { memoryBytes: 128 << 20, timeMs: 8000, processes: 300 } },
      "python",
    );
    expect(out).not.toContain("survived");
    expect(end.kind).toBe("limit");
  });
});

describe("a program in QuickJS", () => {
  const js = (source: string) => runIn(quickjs, { language: "javascript", source }, { limits: { timeMs: 2000 } });
  const shown = async (source: string) => {
    const { out, end } = await js(source);
    return out + JSON.stringify(end);
  };

  it("has the language and five functions, and no way to ours", async () => {
    const names = ["process", "require", "fetch", "Worker", "WebAssembly", "Buffer", "setTimeout", "globalThis.module"];
    for (const name of names) expect(await shown(`typeof ${name}`)).toContain('"value":"undefined"');
    for (const made of ["print", "readFile", "console.log", "listFiles", "(async () => {})", "[].map"]) {
      expect(await shown(`${made}.constructor("return typeof process")()`)).toContain('"value":"undefined"');
    }
    expect(
      await shown("try { import('node:fs').catch((e) => print('refused')) } catch { print('refused') }"),
    ).toContain("refused");
  });

  it("changes nothing outside by what it puts into prototypes", async () => {
    const source = `Object.prototype.polluted = 1; Array.prototype.map = () => { throw 1 };
      JSON.stringify = () => '{"__proto__":{"polluted":1}}';
      Object.defineProperty(Object.prototype, "name", { get() { for (;;); } });
      ({ get toJSON() { for (;;); } })`;
    const { end } = await js(source);
    expect(end.kind).not.toBe("stopped");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(["a"].map((letter) => letter)).toEqual(["a"]);
    expect(await shown("writeFile('__proto__', 'x'); writeFile('constructor', 'y'); readFile('__proto__')")).toContain(
      '"x"',
    );
  });

  it.each([
    ["recursion", "const f = () => f(); f()"],
    ["recursion through a getter", "const o = { get x() { return this.x } }; o.x"],
    ["nested parentheses", `${"(".repeat(50_000)}1${")".repeat(50_000)}`],
    ["nested brackets", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["nested JSON", "JSON.parse('['.repeat(100000))"],
    ["a chain of proxies", "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x"],
    ["a regular expression", "/(a+)+$/.test('a'.repeat(40) + 'b')"],
    ["an error whose message loops", "throw { get name() { for (;;); } }"],
    ["a value that loops when it is shown", "({ toJSON() { for (;;); } })"],
    ["a string of half a gigabyte", "'x'.repeat(1 << 29).length"],
    ["memory in the middle of a long string", "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)"],
    ["promises that go on for ever", "const go = () => Promise.resolve().then(go); go()"],
    ["a program that is none", "}{ let"],
  ])("ends with %s, and we do not", async (_what, source) => {
    const { end, out } = await js(source);
    expect(["limit", "exit"]).toContain(end.kind);
    expect(out).toBe("");
    expect(await shown("1 + 1")).toContain('"value":2');
  });
});
