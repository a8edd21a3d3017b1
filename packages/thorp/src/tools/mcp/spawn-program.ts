/** The SpawnProgram seam: how the program of an MCP server is started, in a cage or without one. */
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { guardGroup } from "../../sandbox/guard-group.ts";

/** What is started. */
export interface ProgramLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /** What it was given on purpose. */
  readonly env: Readonly<Record<string, string>>;
  /** What programs find whatever they are: PATH, HOME. A cage has its own. */
  readonly usualEnv: Readonly<Record<string, string>>;
  /** Where it starts, and what it may write in a cage. */
  readonly cwd?: string;
  /** What it may read in a cage: where its code stands. */
  readonly reads: readonly string[];
  readonly network: boolean;
  /** False: a person wants it to run with the rights of Thorp. */
  readonly cage: boolean;
}

/** A program with its pipes. */
export interface SpawnedProgram {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it has ended or could not be started, with why in words. */
  readonly ended: Promise<string>;
  /** Ends it and what it started. */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/** What keeps programs from what they were not granted, or why nothing does. */
export type Caging = { readonly ok: true } | { readonly ok: false; readonly why: string; readonly hint: string };

/** How programs are started. */
export interface SpawnProgram {
  start(launch: ProgramLaunch): Promise<SpawnedProgram>;
  /** Looks once. Never rejects. */
  caging(): Promise<Caging>;
}

/** With the rights of this process; only after a person agreed to that very command. */
export function plainSpawn(): SpawnProgram {
  const start: SpawnProgram["start"] = async ({ command, args, env, usualEnv, cwd }) => {
    const child = spawn(command, [...args], {
      env: { ...usualEnv, ...env },
      stdio: "pipe",
      // A group of its own: what it started ends with it.
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
    });
    const endGuard = child.pid === undefined ? () => {} : guardGroup(child.pid);
    const ended = new Promise<string>((resolve) => {
      child.once("error", ({ message }) => resolve(`could not be started: ${message}`));
      child.once("exit", (code, signal) => {
        endGuard();
        resolve(signal === null ? `ended with code ${code}` : `ended by ${signal}`);
      });
    });
    return {
      pid: child.pid,
      ...{ stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended },
      kill(signal) {
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, signal);
        } catch {
          // It is gone already.
        }
      },
    };
  };
  const why = "programs of MCP servers are started without one here";
  return { start, caging: async () => ({ ok: false, why, hint: "run Thorp where bubblewrap works" }) };
}

/** What programs find in the environment of this process whatever they are; keys are not among it. */
export function harmlessEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
