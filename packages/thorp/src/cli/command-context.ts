/** What every command starts from: the world, the terminal, the settings, and an engine when it needs one. */
import { join } from "node:path";
import type { Command } from "commander";
import type { Config } from "../config/load-config.ts";
import type { TextValue } from "../config/read-text-settings.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { Reach } from "./attach/reach-server.ts";
import type { Surroundings } from "./surroundings.ts";
import { type Terminal, terminalOf } from "./terminal/terminal.ts";

/** Options that every command has. */
export interface CommonOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly server?: string;
  readonly key?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** One call of the program. */
export interface CommandContext {
  readonly surroundings: Surroundings;
  readonly terminal: Terminal;
  /** Sets the exit code; 0 when never called. */
  finish(code: number): void;
  /** Remembers where the log is, for the message about an unexpected error. */
  noteLog(file: string): void;
}

/** Reads no settings yet: `thorp --help` works with a broken thorp.yaml. */
export function createCommandContext(
  surroundings: Surroundings,
  { finish, noteLog }: Pick<CommandContext, "finish" | "noteLog">,
): CommandContext {
  return { surroundings, terminal: terminalOf(surroundings), finish, noteLog };
}

/** Adds the options that every command has. */
export function addCommonOptions(command: Command, { json }: { readonly json?: string } = {}): Command {
  command.option("--config <file>", "settings from this file instead of thorp.yaml");
  command.option("--data-dir <dir>", "folder with runs and events; `memory` keeps nothing");
  // Where servers of models, or keys of users, are meant, the word is taken.
  const isTaken = (name: string) => command.options.some(({ long }) => long === name);
  if (!isTaken("--server")) command.option("--server <url>", "let this running server do it");
  if (!isTaken("--key"))
    command.option("--key <key>", "API key for --server; better in THORP_API_KEY, where nobody sees it");
  command.option("--verbose", "say more; stacks of unexpected errors");
  if (json !== undefined) command.option("--json", json);
  return command;
}

/** Warnings go to standard error. `flags` are text as typed, by setting and flag name. */
export async function readConfig(
  context: CommandContext,
  options: CommonOptions,
  flags: readonly (readonly [key: string, text: string | undefined, name: string])[] = [],
): Promise<Config> {
  const { loadConfig } = await import("../config/load-config.ts");
  const { apiKeyVariable, flagValue } = await import("../config/read-text-settings.ts");
  const { surroundings } = context;
  const all = [
    ...flags,
    ["dataDir", options.dataDir, "--data-dir"] as const,
    ["server", options.server, "--server"] as const,
  ];
  const values = all.flatMap(([key, text, name]): TextValue[] =>
    text === undefined ? [] : [flagValue(key, text, name)],
  );
  const config = await loadConfig({
    cwd: surroundings.cwd,
    env: options.key === undefined ? surroundings.env : { ...surroundings.env, [apiKeyVariable]: options.key },
    flags: values,
    file: options.config,
  });
  if (!options.quiet && !options.json) for (const warning of config.warnings) surroundings.stderr.write(`${warning}\n`);
  return config;
}

/** The server that `--server` or THORP_SERVER names, for commands that work without an engine. */
export async function namedServer(context: CommandContext, options: CommonOptions): Promise<Reach | undefined> {
  const config = await readConfig(context, { ...options, quiet: true });
  if (config.settings.server === undefined) return undefined;
  const { reachNamed } = await import("./attach/attach.ts");
  return reachNamed(config.settings.server, config);
}

/** An engine beside the data folder: for teams, models and tools, which need no record and no lock. */
export async function openEngineWithoutData({ surroundings }: CommandContext, config: Config): Promise<Thorp> {
  const { toEngineOptions } = await import("../config/settings.ts");
  const { withStoredKeys } = await import("../engine/stored-keys.ts");
  const { dataDir, server } = config.settings;
  if (server !== undefined) {
    const { attachNamed } = await import("./attach/attach.ts");
    return attachNamed(server, config, { say: (words) => void surroundings.stderr.write(`${words}\n`) });
  }
  return surroundings.openEngine({
    ...toEngineOptions(config),
    env: await withStoredKeys({ ...config.settings, env: config.env }),
    dataDir: "memory",
    ...(dataDir === "memory" ? {} : { serversDir: join(dataDir, "servers"), toolRecord: dataDir }),
  });
}

/** Uses it, and closes it whatever happens. */
export async function withThorp<Result>(thorp: Thorp, use: (thorp: Thorp) => Promise<Result>): Promise<Result> {
  try {
    return await use(thorp);
  } finally {
    await thorp.close();
  }
}
