/** The APIs of an engine: where their descriptions lie, and what their calls are counted in. */
import { join } from "node:path";
import { createApiCalls } from "../tools/api/api-calls.ts";
import { createApiSources } from "../tools/api/api-sources.ts";
import type { ToolSourceList } from "../tools/registry/tool-registry.ts";
import { shippedApisFile } from "./shipped-files.ts";
import type { ToolGround } from "./tool-sources.ts";

/** In the person's configuration folder. */
export function importedApisFolder(configFolder: string): string {
  return join(configFolder, "apis");
}

/** Loads nothing yet. */
export function apiSourcesOf({
  options: { configFolder },
  clock,
  dice,
  caches,
}: Pick<ToolGround, "options" | "clock" | "dice" | "caches">): ToolSourceList {
  return createApiSources({
    shipped: shippedApisFile(),
    ...(configFolder === undefined ? {} : { imported: importedApisFolder(configFolder) }),
    calls: createApiCalls({ clock, dice, agentName: "thorp", memory: () => caches.file() }),
  });
}
