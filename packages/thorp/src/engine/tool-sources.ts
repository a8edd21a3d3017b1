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
import { apiSourcesOf } from "./api-tools.ts";
import type { EngineCaches } from "./caches.ts";
import type { EngineOptions } from "./engine-options.ts";
import { mcpSources } from "./mcp/mcp-sources.ts";

/** What sources may be made of. */
export interface ToolGround {
  readonly options: EngineOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The data folder; undefined where nothing is kept on disk. */
  readonly folder: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly credentials: CredentialStore;
  readonly guardedFetch: GuardedFetch;
  readonly dice: Dice;
  /** Its file outlives the process. */
  readonly caches: Pick<EngineCaches, "file">;
}

/** Loads nothing yet. */
export function toolSourcesOf(ground: ToolGround): Pick<ToolRegistryOptions, "sources" | "lists"> {
  const { tools = [], toolSources = [] } = ground.options;
  return {
    sources: [
      fixedSource({ id: "built-in", kind: "built-in", title: "Built in" }, builtInTools()),
      ...(tools.length === 0 ? [] : [fixedSource({ id: "host", kind: "host", title: "The program itself" }, tools)]),
      ...toolSources,
    ],
    lists: [apiSourcesOf(ground), ...mcpSources(ground)],
  };
}
