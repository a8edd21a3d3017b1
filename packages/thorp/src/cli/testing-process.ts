/** For tests: the CLI as a process of its own, against a scripted model server, with a data folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program of util-linux that gives a process a terminal of its own. */
export const pseudoTerminal = "script";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

export interface CliFolder {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface StartedCli {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when the output holds the text; rejects when the process ends without it. */
  shows(text: string): Promise<void>;
  /** Resolves to the exit code, or the signal. */
  readonly ended: Promise<number | string>;
}

/** A working folder whose local models are all served from `url`. */
export function createCliFolder(url?: string): CliFolder {
  const cwd = mkdtempSync(join(tmpdir(), "thorp-process-"));
  const { PATH = "", HOME = "" } = process.env;
  const base = {
    PATH,
    HOME,
    XDG_CONFIG_HOME: join(cwd, "config"),
    XDG_CACHE_HOME: join(tmpdir(), "thorp-test-cache"),
    THORP_DATA_DIR: join(cwd, "data"),
    TERM: "xterm",
  };
  if (url === undefined) return { cwd, env: base };
  const file = join(cwd, "models.yaml");
  writeFileSync(file, `providers:\n  ollama: { kind: ollama, url: "${url}", tier: local, slots: 4, context: 32768 }\n`);
  return { cwd, env: { ...base, THORP_CATALOGUES: file } };
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Comes in over standard input, which then ends. */
  readonly input?: string;
}

export function startCli({ cwd, env }: CliFolder, argv: readonly string[], options: StartOptions = {}): StartedCli {
  const nodeOptions = options.nodeOptions ?? [];
  return watch(
    spawn(process.execPath, [...nodeOptions, main, ...argv], { cwd, env: { ...env, ...options.env } }),
    options.input ?? "",
  );
}

/** On a pseudo-terminal of 80 x 24; both streams come out of `out`, and standard input stays open. */
export function startOnTerminal(
  { cwd, env }: CliFolder,
  argv: readonly string[],
  options: StartOptions = {},
): StartedCli {
  const quoted = [process.execPath, main, ...argv].map((part) => `'${part}'`).join(" ");
  const command = `stty rows 24 cols 80; exec ${quoted}`;
  return watch(
    spawn(pseudoTerminal, ["-qec", command, "/dev/null"], { cwd, env: { ...env, SHELL: "/bin/sh", ...options.env } }),
    undefined,
  );
}

function watch(child: ChildProcess, input: string | undefined): StartedCli {
  let out = "";
  let err = "";
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
  };
  child.stdout?.on("data", (part) => {
    out += String(part);
    wakeAll();
  });
  child.stderr?.on("data", (part) => {
    err += String(part);
    wakeAll();
  });
  if (input !== undefined) child.stdin?.end(input);
  const ended = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => {
      hasEnded = true;
      wakeAll();
      resolve(code ?? signal ?? "lost");
    });
  });
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (out.includes(text) || err.includes(text)) resolve();
          else if (hasEnded) reject(new Error(`It ended without "${text}".\n${out}\n${err}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
