/**
 * The record of a backup in the place of the one that is there, which is kept.
 *
 * The backup is checked whole first. What was there gets a second name in the folder `replaced`, then the new files
 * take its first one, each in one step of the file system.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../base/clock.ts";
import { coreFile } from "../core-database.ts";
import { acquireDataFolder, lockedError } from "../data-folder.ts";
import { refuseNewerSchema } from "../migrate.ts";
import { migrations } from "../migrations/migrations.ts";
import { exchangeCore } from "../salvage/put-aside.ts";
import { storageError } from "../sqlite-failure.ts";
import { copyDurable } from "./durable-files.ts";
import type { BackupManifest } from "./manifest.ts";
import { demandWhole, verifyBackup } from "./verify-backup.ts";

/** Which backup goes where. */
export interface RestoreBackupOptions {
  /** Folder of the backup. */
  readonly backup: string;
  /** The data folder; made when it is missing. */
  readonly folder: string;
  readonly clock: Clock;
}

/** `aside` holds what was there before; undefined for a folder without a record. */
export interface RestoredBackup {
  readonly manifest: BackupManifest;
  readonly aside?: string;
}

/** Rejects with `data-locked` while somebody uses the folder, `backup-broken`, `disk-full`; then nothing has changed. */
export async function restoreBackup({ backup, folder, clock }: RestoreBackupOptions): Promise<RestoredBackup> {
  const owned = await acquireDataFolder(folder, { describe: "`thorp backup restore`", clock });
  if ("heldBy" in owned) throw lockedError(folder, owned.heldBy);
  const draft = join(folder, "restore.part");
  try {
    const verified = await verifyBackup(backup);
    demandWhole(backup, verified);
    const { manifest } = verified;
    refuseNewerSchema(manifest.layout, migrations);
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    for (const { name } of manifest.files) copyDurable(join(backup, name), join(draft, name));
    if (!existsSync(coreFile(folder))) {
      for (const { name } of manifest.files) renameSync(join(draft, name), join(folder, name));
      return { manifest };
    }
    const aside = exchangeCore({ folder, draft, now: clock.now(), aside: "replaced", keepsDraft: true });
    exchangeMemory({ folder, draft, aside });
    return { manifest, aside };
  } catch (error) {
    throw storageError(error, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    owned.release();
  }
}

/** It can be made again from the record, but only from the one that it belongs to. */
function exchangeMemory({ folder, draft, aside }: Readonly<Record<"folder" | "draft" | "aside", string>>): void {
  for (const name of ["memory.db", "memory.db-wal", "memory.db-shm"])
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name));
  if (existsSync(join(draft, "memory.db"))) renameSync(join(draft, "memory.db"), join(folder, "memory.db"));
}
