/** An engine that owns the data folder, or the server that owns it; waits for others, and says for whom. */
import { setTimeout as wait } from "node:timers/promises";
import { ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import type { Config } from "../config/load-config.ts";
import { toEngineOptions } from "../config/settings.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { CommandContext } from "./command-context.ts";
import { fileLogger } from "./file-logger.ts";

/** Who wants the data folder, and whether they wait. */
export interface OpenOptions {
  /** What this process is, for others that wait: `thorp ask`. */
  readonly describe: string;
  /** False: throws `data-locked` at once. */
  readonly wait: boolean;
  readonly quiet?: boolean | undefined;
  /** Take up unfinished runs at once. */
  readonly recover?: boolean;
  /** Default: the log of the settings. */
  readonly logger?: Logger;
  /** False: this process has to have the folder itself. */
  readonly attach?: boolean;
  /** Stops the waiting. */
  readonly signal?: AbortSignal;
}

const POLL_MS = 100;

/** Throws `cancelled` when the signal aborts while it waits. */
export async function openWhenFree(
  { surroundings, noteLog }: CommandContext,
  config: Config,
  { describe, wait: mayWait, quiet, signal, recover = false, attach = true, logger }: OpenOptions,
): Promise<Thorp> {
  const { stderr } = surroundings;
  const { log } = config.settings;
  if (log.file !== undefined) noteLog(log.file);
  const options = { ...toEngineOptions(config), describe, recover, logger: logger ?? fileLogger(log, surroundings) };
  let said = "";
  const say = (words: string) => void (quiet || stderr.write(`${words}\n`));
  if (attach && config.settings.server !== undefined) {
    const { attachNamed } = await import("./attach/attach.ts");
    return attachNamed(config.settings.server, config, { say });
  }
  for (;;) {
    try {
      return await surroundings.openEngine(options);
    } catch (error) {
      if (!(error instanceof ThorpError) || error.code !== "data-locked") throw error;
      const attached = attach ? await attachedToOwner(config, say) : undefined;
      if (attached !== undefined) return attached;
      if (!mayWait) throw error;
      if (!quiet && error.message !== said) stderr.write(`${error.message} Waiting for it; Ctrl-C leaves.\n`);
      said = error.message;
    }
    // An aborted wait rejects; the next line says so in our words.
    await wait(POLL_MS, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    if (signal?.aborted)
      throw new ThorpError("cancelled", "Left before the data folder was free.", { hint: "Nothing was asked." });
  }
}

/** Loaded only when somebody has the folder: most commands never need it. */
async function attachedToOwner({ settings }: Config, say: (words: string) => void): Promise<Thorp | undefined> {
  const { attachToOwner } = await import("./attach/attach.ts");
  return attachToOwner(settings.dataDir, { say });
}
