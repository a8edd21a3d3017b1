/** The SpawnProgram seam: how the program of an MCP server is started, in a cage or without one. */
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** What is started. */
export interface ProgramLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /** All that it gets of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly network: boolean;
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

/** How, and whether the program is kept from the network when it was not granted. */
export interface SpawnProgram {
  (launch: ProgramLaunch): SpawnedProgram;
  readonly isCaged: boolean;
}

/** With the rights of this process; only after a person agreed to that very command. */
export function plainSpawn(): SpawnProgram {
  const start = ({ command, args, env, cwd }: ProgramLaunch): SpawnedProgram => {
    const child = spawn(command, [...args], {
      env,
      stdio: "pipe",
      // A group of its own: what it started ends with it.
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
    });
    const ended = new Promise<string>((resolve) => {
      child.once("error", ({ message }) => resolve(`could not be started: ${message}`));
      child.once("exit", (code, signal) => resolve(signal === null ? `ended with code ${code}` : `ended by ${signal}`));
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
  return Object.assign(start, { isCaged: false });
}

/** What programs find in the environment of this process whatever they are; keys are not among it. */
export function harmlessEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
