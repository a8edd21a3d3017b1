/** `kill -9` while a program of an agent runs: the program goes too, and the run is taken up to its end. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it, vi } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import { createMcpDesk } from "../../src/engine/mcp/mcp-desk.ts";
import { lookAtCage } from "../../src/engine/sandboxes.ts";
import type { McpServers } from "../../src/tools/mcp-server.ts";
import type { ProgramChildOptions } from "./program-child.ts";

const cage = await lookAtCage(process.env);
const server = fileURLToPath(new URL("../../src/tools/mcp/testing-server.ts", import.meta.url));
/** Below this lie the sources that the server is made of. */
const root = fileURLToPath(new URL("../../../..", import.meta.url));
const marker = `thorp-orphan-${process.pid}`;
const LONG = 300;
let folder: string | undefined;
afterEach(async () => {
  for (const pid of await running()) process.kill(pid, "SIGKILL");
  if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Processes of this machine that have the marker among their arguments, but for the ones that this test is. */
async function running(): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const line = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (line.includes(marker) && !line.includes("program-child.ts")) found.push(Number(name));
  }
  return found;
}

const python = `import subprocess, time\nsubprocess.Popen(["sleep", "${LONG}.5"])\ntime.sleep(${LONG})  # ${marker}`;
const calls = {
  run_python: { name: "run_python", input: { code: python } },
  run_command: { name: "run_command", input: { command: `sleep ${LONG} & sleep ${LONG}; echo ${marker}` } },
  "a server's tool": { name: "slow_hang", input: {} },
} as const;

async function prepare(call: ProgramChildOptions["call"], withoutCage: boolean): Promise<ProgramChildOptions> {
  folder = await mkdtemp(join(tmpdir(), "thorp-programs-"));
  await mkdir(join(folder, "work"));
  await mkdir(join(folder, "teams/one/agents"), { recursive: true });
  await writeFile(join(folder, "teams/one/team.yaml"), "name: one\ndescription: One.\njudge: false\n");
  const front = "name: solo\nkind: manager\ndescription: Does it.\nmodels: { local: any }";
  await writeFile(join(folder, "teams/one/agents/solo.md"), `---\n${front}\ntools: [${call.name}]\n---\nDo it.\n`);
  const entry = { command: process.execPath, args: [server, "good", marker], reads: [root], cage: !withoutCage };
  const mcpServers: McpServers = { slow: entry };
  if (call.name === "slow_hang") {
    const desk = createMcpDesk({
      ...{ servers: mcpServers, configFolder: join(folder, "config"), allowHosts: [], clock: createSystemClock() },
      ...{ folder: join(folder, "data"), env: { PATH: process.env["PATH"] } },
    });
    await desk.agree("slow", await desk.look("slow", AbortSignal.timeout(30_000)));
  }
  return { folder, call, mcpServers, withoutCage };
}

function start(options: ProgramChildOptions): ChildProcess {
  const file = fileURLToPath(new URL("program-child.ts", import.meta.url));
  return fork(file, [JSON.stringify(options)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

const patience = { timeout: 20_000, interval: 50 };
const kinds = cage.ok ? [true, false] : [true];

it.each(Object.keys(calls).flatMap((name) => kinds.map((withoutCage) => [name, withoutCage] as const)))(
  "%s, without a cage: %s",
  { timeout: 90_000 },
  async (name, withoutCage) => {
    const options = await prepare(calls[name as keyof typeof calls], withoutCage);
    const first = start(options);
    await vi.waitFor(async () => expect(await running()).not.toEqual([]), patience);
    const gone = once(first, "exit");
    first.kill("SIGKILL");
    await gone;
    await vi.waitFor(async () => expect(await running()).toEqual([]), patience);

    const second = start(options);
    const [ended] = (await once(second, "message")) as [{ readonly state: string }];
    expect(["done", "partial"]).toContain(ended.state);
    await once(second, "exit");
    expect(await running()).toEqual([]);
  },
);
