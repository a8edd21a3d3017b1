/**
 * Groups of control (cgroups, version 2) for programs, by way of systemd: `systemd-run --scope` makes one with limits and
 * becomes the program. Not what is installed counts but what holds: a group is made, and asked for its limits.
 */
import { execFile } from "node:child_process";
import type { CgroupFacts, FindCgroup } from "../cgroup.ts";
import { findProgram } from "./find-program.ts";

/** What is looked at. */
export interface FindCgroupOptions {
  /** As in the environment: folders that programs are looked for in. */
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  /** Where the groups are; for tests another folder. */
  readonly root?: string;
  /** Default: the user that this process runs as. */
  readonly user?: number | undefined;
}

/** Any two numbers that no group has by itself. */
const TRIED_MEMORY = 96 << 20;
const TRIED_TASKS = 37;
/** The cage's /tmp and shared memory count as memory of the program. Bytes. */
const CAGE_MEMORY = 128 << 20;

/** Nothing is looked at before the first call. */
export function createFindCgroup(options: FindCgroupOptions): FindCgroup {
  let finding: Promise<CgroupFacts> | undefined;
  return () => (finding ??= findCgroup(options));
}

async function findCgroup(options: FindCgroupOptions): Promise<CgroupFacts> {
  const { path, env, platform = process.platform, root = "/sys/fs/cgroup", user = process.getuid?.() } = options;
  if (platform !== "linux") return { ok: false, why: "only Linux has cgroups" };
  if (user === 0) return { ok: false, why: "as root programs run as nobody, whom systemd gives no group" };
  const program = await findProgram("systemd-run", path);
  if (program === undefined) return { ok: false, why: "there is no systemd-run" };
  const session = sessionFrom(env);
  const scope = (memoryBytes: number, tasks: number): readonly string[] => [
    ...[program, "--user", "--scope", "--quiet", "--collect"],
    ...["-p", `MemoryMax=${memoryBytes}`, "-p", "MemorySwapMax=0", "-p", `TasksMax=${tasks}`, "--"],
  ];
  // `0::/user.slice/...` is the group of version 2.
  const look = `group=$(sed -n 's/^0:://p' /proc/self/cgroup); cat "${root}$group/memory.max"; cat "${root}$group/pids.max"`;
  const tried = await run([...scope(TRIED_MEMORY, TRIED_TASKS), "/bin/sh", "-c", look], session);
  if (!tried.ok) return { ok: false, why: `systemd makes no group here: ${tried.words}` };
  const held = tried.words.split(/\s+/);
  const memory = held.includes(String(TRIED_MEMORY));
  const pids = held.includes(String(TRIED_TASKS));
  if (!memory && !pids) return { ok: false, why: "systemd made a group, but its limits hold nothing" };
  return {
    ok: true,
    memory,
    pids,
    group: ({ command, env: own, limits, ownProcesses }) => ({
      command: [
        ...scope(limits.memoryBytes + CAGE_MEMORY, limits.processes + ownProcesses),
        ...["/usr/bin/env", "-i", ...Object.entries(own).map(([name, value]) => `${name}=${value}`)],
        ...command,
      ],
      env: session,
    }),
  };
}

/** How systemd of a user is reached. */
function sessionFrom(env: FindCgroupOptions["env"]): Readonly<Record<string, string>> {
  const names = ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name] ?? process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function run([file = "", ...args]: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly ok: boolean; readonly words: string }>((resolve) => {
    execFile(file, args, { env: { ...env }, timeout: 10_000 }, (error, out, err) => {
      const words = error === null ? out : (err || error.message).trim().split("\n").at(-1);
      resolve({ ok: error === null, words: (words ?? "").slice(0, 300) });
    });
  });
}
