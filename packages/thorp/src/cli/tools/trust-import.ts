/** Whoever agreed to an import has agreed to its tools: nobody is asked a second time. */
import { ThorpError } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import { type CommandContext, withThorp } from "../command-context.ts";
import { openWhenFree } from "../open-when-free.ts";

/**
 * By the server that has the data folder, which has the tools from then on, else by an engine of its own. False when
 * another program has the folder: then they are agreed to when somebody runs `thorp tools trust`.
 */
export async function trustImport(context: CommandContext, config: Config, id: string): Promise<boolean> {
  if (config.settings.dataDir === "memory") return true;
  const options = { describe: "thorp tools import", wait: false } as const;
  try {
    await withThorp(await openWhenFree(context, config, options), (thorp) => thorp.trustTools([`api:${id}`]));
    return true;
  } catch (error) {
    if (error instanceof ThorpError && error.code === "data-locked") return false;
    throw error;
  }
}
