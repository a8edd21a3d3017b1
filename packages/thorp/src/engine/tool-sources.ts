/**
 * The places that an engine has its tools from. To add one: a `ToolSource` among `sources` when there is always exactly
 * one of it, a `ToolSourceList` among `lists` when there is one per file, server or the like.
 */
import type { CredentialStore } from "../accounts/accounts.ts";
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import type { Logger } from "../base/logger.ts";
import { builtInTools } from "../tools/built-in-tools.ts";
import type { GuardedFetch } from "../tools/context/guarded-fetch.ts";
import { fixedSource } from "../tools/registry/fixed-source.ts";
import type { ToolRegistryOptions } from "../tools/registry/tool-registry.ts";
import type { TeamSources } from "../tools/team/team-sources.ts";
import { apiCallsOf, apiSourcesOf } from "./api-tools.ts";
import type { EngineCaches } from "./caches.ts";
import type { EngineOptions } from "./engine-options.ts";
import { mcpSourceMaker, mcpSources } from "./mcp/mcp-sources.ts";
import { teamSourcesOf } from "./team-tools.ts";

/** What sources may be made of. */
export interface ToolGround {
  readonly options: EngineOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The data folder; undefined where nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined beside the record of another process. */
  readonly credentials: CredentialStore | undefined;
  readonly guardedFetch: GuardedFetch;
  readonly dice: Dice;
  /** Its file outlives the process. */
  readonly caches: Pick<EngineCaches, "file">;
}

/** Where the registry looks, and the teams' part of it. */
export interface EngineSources extends Pick<ToolRegistryOptions, "sources" | "lists"> {
  readonly teams: TeamSources;
}

/** Loads nothing yet. */
export function toolSourcesOf(ground: ToolGround): EngineSources {
  const { tools = [], toolSources = [], teamFolders } = ground.options;
  const calls = apiCallsOf(ground);
  const mcpSource = mcpSourceMaker(ground);
  const teams = teamSourcesOf({ teamFolders, calls, mcpSource });
  return {
    teams,
    sources: [
      fixedSource({ id: "built-in", kind: "built-in", title: "Built in" }, builtInTools()),
      ...(tools.length === 0 ? [] : [fixedSource({ id: "host", kind: "host", title: "The program itself" }, tools)]),
      ...toolSources,
    ],
    lists: [apiSourcesOf(ground, calls), ...mcpSources(ground, mcpSource), teams],
  };
}
