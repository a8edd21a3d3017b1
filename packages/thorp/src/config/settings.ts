/** The settings in effect, complete, and the engine options that follow from them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { durationMs } from "../agents/team-folder/duration.ts";
import type { LogLevel } from "../base/logger.ts";
import { dollarsToMicro } from "../base/money.ts";
import type { BudgetSettings } from "../budget/scopes.ts";
import type { EngineOptions } from "../engine/engine-options.ts";
import { modelTestsPath } from "../engine/model-files.ts";
import type { McpServers } from "../tools/mcp-server.ts";
import type { Environment } from "./config-folder.ts";

/** Every setting with its value or default. Paths are absolute; money is in US dollars, as people write it. */
export interface Settings {
  readonly dataDir: string;
  readonly team?: string;
  readonly teamFolders: readonly string[];
  readonly catalogues: readonly string[];
  /** The person's configuration folder; no setting, but where several defaults lie. */
  readonly configFolder: string;
  /** The configuration folder: a catalogue that came with somebody's project starts no programs. */
  readonly startFrom: readonly string[];
  readonly model?: string;
  /** US dollars. */
  readonly budgets: {
    readonly run?: number;
    readonly day?: number;
    readonly agents?: Readonly<Record<string, number>>;
  };
  readonly deadlineMs?: number;
  readonly workspace?: string;
  readonly out?: string;
  readonly allowHosts: readonly string[];
  readonly mcp: McpServers;
  readonly host: string;
  readonly port: number;
  /** Requests a minute; what is left out is for the server to say. */
  readonly limits: { readonly user?: number; readonly key?: number; readonly address?: number };
  readonly basePath: string;
  readonly trustedProxies: readonly string[];
  readonly tls: { readonly cert?: string; readonly key?: string };
  readonly sockets: {
    readonly perAddress: number;
    readonly connectsPerMinute: number;
    readonly messagesPerSecond: number;
    readonly idleMs: number;
  };
  readonly backup: { readonly everyMs?: number; readonly keep: number };
  readonly timeZone?: string;
  /** Commands go there. */
  readonly server?: string;
  readonly log: { readonly level: LogLevel; readonly file?: string };
}

/** What defaults are made of. */
export interface SettingDefaults {
  readonly dataDir: string;
  /** The configuration folder. */
  readonly folder: string;
}

/** `values` holds checked values by key, with full paths; missing ones get their defaults. */
export function settingsFrom(values: ReadonlyMap<string, unknown>, { dataDir, folder }: SettingDefaults): Settings {
  const given = <Value>(key: string) => values.get(key) as Value | undefined;
  const dataFolder = given<string>("dataDir") ?? dataDir;
  const deadline = given<string>("deadline");
  const logFile = given<string>("log.file") ?? (dataFolder === "memory" ? undefined : join(dataFolder, "thorp.log"));
  return {
    dataDir: dataFolder,
    teamFolders: given("teamFolders") ?? [join(folder, "teams")],
    catalogues: given("catalogues") ?? ownCatalogues(folder),
    configFolder: folder,
    startFrom: [folder],
    budgets: present({ run: given("budgets.run"), day: given("budgets.day"), agents: given("budgets.agents") }),
    allowHosts: given("allowHosts") ?? [],
    mcp: given("mcp") ?? {},
    host: given("host") ?? "127.0.0.1",
    port: given("port") ?? 4646,
    limits: present({ user: given("limits.user"), key: given("limits.key"), address: given("limits.address") }),
    ...serverSettings(given),
    log: { level: given("log.level") ?? "warn", ...present({ file: logFile }) },
    ...present({
      team: given<string>("team"),
      model: given<string>("model"),
      deadlineMs: deadline === undefined ? undefined : durationMs(deadline),
      workspace: given<string>("workspace"),
      out: given<string>("out"),
      timeZone: given<string>("timeZone"),
      server: given<string>("server"),
    }),
  };
}

/** How the server stands in the network, what it bears, and when it copies its record. */
function serverSettings(
  given: <Value>(key: string) => Value | undefined,
): Pick<Settings, "basePath" | "trustedProxies" | "tls" | "sockets" | "backup"> {
  const time = (key: string): number | undefined => durationMs(given<string>(key) ?? "");
  return {
    basePath: given("basePath") ?? "",
    trustedProxies: given("trustedProxies") ?? [],
    tls: present({ cert: given<string>("tls.cert"), key: given<string>("tls.key") }),
    sockets: {
      perAddress: given("sockets.perAddress") ?? 100,
      connectsPerMinute: given("sockets.connectsPerMinute") ?? 120,
      messagesPerSecond: given("sockets.messagesPerSecond") ?? 50,
      idleMs: time("sockets.idle") ?? 600_000,
    },
    backup: { keep: given("backup.keep") ?? 7, ...present({ everyMs: time("backup.every") }) },
  };
}

/** `models.NAME.yaml`, as `thorp models sync` writes them, lie under `models.yaml`, which the person writes. */
function ownCatalogues(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const synced = names.filter((name) => /^models\.[a-z0-9_-]+\.yaml$/.test(name)).sort();
  const own = names.filter((name) => name === "models.yaml");
  return [...synced, ...own].map((name) => join(folder, name));
}

/** Everything but the logger, which whoever starts the engine brings. */
export function toEngineOptions({ settings, env }: { settings: Settings; env: Environment }): EngineOptions {
  const { dataDir, teamFolders, catalogues, configFolder, startFrom, allowHosts, budgets } = settings;
  const { team, model, deadlineMs, workspace, timeZone } = settings;
  return {
    dataDir,
    configFolder,
    ...(dataDir === "memory" ? {} : { modelTests: modelTestsPath(dataDir) }),
    teamFolders,
    catalogues,
    startFrom,
    allowHosts,
    mcpServers: settings.mcp,
    budgets: microBudgets(budgets),
    env,
    ...present({ team, model, deadlineMs, workspace, timeZone }),
  };
}

function microBudgets({ run, day, agents }: Settings["budgets"]): BudgetSettings {
  return present({
    run: run === undefined ? undefined : dollarsToMicro(run),
    day: day === undefined ? undefined : dollarsToMicro(day),
    agents:
      agents && Object.fromEntries(Object.entries(agents).map(([agent, amount]) => [agent, dollarsToMicro(amount)])),
  });
}

type Present<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

/** Without the members that are undefined: absent and undefined are two things to the compiler. */
function present<Members extends object>(members: Members): Present<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<Members>;
}
