/** The APIs of an engine: where their descriptions lie, and what their calls are counted in. */
import { join } from "node:path";
import { type ApiCalls, createApiCalls } from "../tools/api/api-calls.ts";
import { createApiSources } from "../tools/api/api-sources.ts";
import type { ToolSourceList } from "../tools/registry/tool-registry.ts";
import { shippedApisFile } from "./shipped-files.ts";
import type { ToolGround } from "./tool-sources.ts";

/** In the person's configuration folder. */
export function importedApisFolder(configFolder: string): string {
  return join(configFolder, "apis");
}

/** One for an engine: all its APIs share what they are counted in. Loads nothing yet. */
export function apiCallsOf({ clock, dice, caches }: Pick<ToolGround, "clock" | "dice" | "caches">): ApiCalls {
  return createApiCalls({ clock, dice, agentName: "thorp", memory: () => caches.file() });
}

/** Loads nothing yet. */
export function apiSourcesOf(
  { options: { configFolder } }: Pick<ToolGround, "options">,
  calls: ApiCalls,
): ToolSourceList {
  return createApiSources({
    shipped: shippedApisFile(),
    ...(configFolder === undefined ? {} : { imported: importedApisFolder(configFolder) }),
    calls,
  });
}
