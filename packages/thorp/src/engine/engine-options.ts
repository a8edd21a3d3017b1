/** What an engine is made of, for programs that embed it; every member has a default. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import type { Logger } from "../base/logger.ts";
import type { BudgetSettings } from "../budget/scopes.ts";
import type { LanguageModelV4 } from "../models/language-model.ts";
import type { McpServers } from "../tools/mcp-server.ts";
import type { Tool } from "../tools/tool.ts";
import type { ToolSource } from "../tools/tool-source.ts";

/** The team that is asked when nobody names one. */
export const defaultTeam = "alma";

/** Paths may be relative to the process's folder. Money is in micro-dollars, times are milliseconds. */
export interface EngineOptions {
  /** Folder for the record; `memory` keeps nothing. Default: `thorp` in the user's data folder. */
  readonly dataDir?: string;
  /** Folders that hold team folders, searched before the teams that ship with Thorp. */
  readonly teamFolders?: readonly string[];
  /** Name or folder of the team that is asked when a request names none. Default: alma. */
  readonly team?: string;
  /** Model id or alias that replaces every agent's choice where a request names none. */
  readonly model?: string;
  /** How long a run may take where a request does not say. Default: what the team says. */
  readonly deadlineMs?: number;
  /** Catalogue files that add to the built-in one; later ones win. */
  readonly catalogues?: readonly string[];
  /** The person's configuration folder: npm packages of `kind: package` are installed there. None without it. */
  readonly configFolder?: string;
  /** File with the results of `thorp models test`. */
  readonly modelTests?: string;
  /** Folders whose catalogue files may start model servers as processes. Default: every catalogue file may. */
  readonly startFrom?: readonly string[];
  /** Folder for logs and notes of the model servers that Thorp starts. Default: `servers` in the data folder. */
  readonly serversDir?: string;
  /** Models by id, ready to be called: any AI SDK provider's, or a ScriptedModel. Free, local, without limits. */
  readonly languageModels?: Readonly<Record<string, LanguageModelV4>>;
  /** Tools beside the built-in ones. */
  readonly tools?: readonly Tool[];
  /** MCP servers by name; their tools are there once a person agreed with `thorp mcp check`, kept in `configFolder`. */
  readonly mcpServers?: McpServers;
  /** Places with tools that may change while the engine runs. */
  readonly toolSources?: readonly ToolSource[];
  /** Data folder of another process whose calls of tools are shown, and whose trust in tools counts. Default: the own one. */
  readonly toolRecord?: string;
  /** In micro-dollars: `{ run: dollarsToMicro(0.5) }`. Default: no ceilings. */
  readonly budgets?: BudgetSettings;
  /** Hosts that tools may fetch although they are not public. */
  readonly allowHosts?: readonly string[];
  /** Default: the process's folder. */
  readonly workspace?: string;
  /** IANA name. Default: the system's. */
  readonly timeZone?: string;
  /** Take up unfinished runs at once. Default: false. */
  readonly recover?: boolean;
  /** For keys and addresses. Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: nothing is logged. */
  readonly logger?: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: the platform's. */
  readonly dice?: Dice;
  /** What this process is, for others that wait for the data folder: `ask`, `serve`. */
  readonly describe?: string;
  /** Pages of 4096 bytes that core.db may have; for tests of a full disk. */
  readonly maxPageCount?: number;
}
