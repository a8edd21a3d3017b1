/** The record: in memory, or the data folder that this process then owns. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import type { Store } from "../storage/store.ts";
import type { EngineOptions } from "./engine-options.ts";

/** The record and how to give it back. */
export interface OpenedStore {
  readonly store: Store;
  /** The data folder; undefined in memory. */
  readonly folder: string | undefined;
  /** Closes the store and gives the data folder back. */
  close(): Promise<void>;
}

/** `$XDG_DATA_HOME/thorp`, `~/.local/share/thorp`; `%LOCALAPPDATA%/thorp` on Windows. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  if (env.THORP_DATA_DIR) return env.THORP_DATA_DIR;
  if (process.platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "thorp");
  return join(env.XDG_DATA_HOME || join(homedir(), ".local", "share"), "thorp");
}

/** Where things are kept that even an engine without a record writes down: logs of the servers that it starts. */
export function dataFolderOf(
  { dataDir }: Pick<EngineOptions, "dataDir">,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return dataDir === undefined || dataDir === "memory" ? defaultDataDir(env) : dataDir;
}

/** Rejects with `data-locked`, naming the owner, when another process has the folder. */
export async function openStore(
  options: EngineOptions,
  { clock, logger }: { clock: Clock; logger: Logger },
): Promise<OpenedStore> {
  const folder = options.dataDir ?? defaultDataDir(options.env ?? process.env);
  if (folder === "memory") {
    const { createMemoryStore } = await import("../storage/memory/memory-store.ts");
    const store = createMemoryStore();
    return { store, folder: undefined, close: () => store.close() };
  }
  const [{ acquireDataFolder }, { openSqliteStore }] = await Promise.all([
    import("../storage/sqlite/data-folder.ts"),
    import("../storage/sqlite/sqlite-store.ts"),
  ]);
  const owned = await acquireDataFolder(folder, { describe: options.describe ?? "thorp", clock });
  if ("heldBy" in owned) {
    throw new ThorpError(
      "data-locked",
      `The data folder ${folder} is in use by ${owned.heldBy.what}${owned.heldBy.pid === undefined ? "" : ` (process ${owned.heldBy.pid})`}.`,
    );
  }
  try {
    const store = await openSqliteStore({
      folder,
      clock,
      logger,
      ...(options.maxPageCount === undefined ? {} : { maxPageCount: options.maxPageCount }),
    });
    return {
      store,
      folder,
      async close() {
        await store.close().finally(() => owned.release());
      },
    };
  } catch (error) {
    owned.release();
    throw error;
  }
}
