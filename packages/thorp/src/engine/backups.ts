/** Backups of a data folder: made beside whoever uses it, checked, listed, put back. */
import { createSystemClock } from "../base/clock.ts";
import type { CreateBackupOptions } from "../storage/sqlite/backup/create-backup.ts";
import type { ListedBackup } from "../storage/sqlite/backup/list-backups.ts";
import type { BackupManifest } from "../storage/sqlite/backup/manifest.ts";
import type { RestoredBackup } from "../storage/sqlite/backup/restore-backup.ts";
import type { VerifiedBackup } from "../storage/sqlite/backup/verify-backup.ts";

export type { BackupManifest, CreateBackupOptions, ListedBackup, RestoredBackup, VerifiedBackup };

/** The folder whose record is copied, and where copies lie. */
export interface BackupPlaces {
  readonly folder: string;
  /** Default: `backups` in the folder. */
  readonly to?: string;
}

/** What can be done with backups. A backup is named by its name, by `last`, or by its path. */
export interface Backups {
  /** Rejects with `disk-full`, `data-corrupt`, `storage-failed`. */
  create(how: Pick<CreateBackupOptions, "by" | "version" | "now">): Promise<BackupManifest & { readonly path: string }>;
  /** Newest first. */
  list(): Promise<readonly ListedBackup[]>;
  /** Rejects with `backup-unknown`, `backup-broken`. */
  verify(named: string): Promise<VerifiedBackup>;
  /** Removes old ones that the schedule made; returns their names. */
  prune(keep: number): Promise<readonly string[]>;
}

/** Reads nothing yet. */
export function backupsOf(places: BackupPlaces): Backups {
  const listing = () => import("../storage/sqlite/backup/list-backups.ts");
  const folder = async () => {
    const { backupsFolder } = await import("../storage/sqlite/backup/manifest.ts");
    return places.to ?? backupsFolder(places.folder);
  };
  return {
    async create(how) {
      const { createBackup } = await import("../storage/sqlite/backup/create-backup.ts");
      return createBackup({ ...how, folder: places.folder, to: await folder() });
    },
    list: async () => (await listing()).listBackups(await folder()),
    async verify(named) {
      const { verifyBackup } = await import("../storage/sqlite/backup/verify-backup.ts");
      return verifyBackup((await listing()).findBackup(await folder(), named));
    },
    prune: async (keep) => (await listing()).pruneBackups(await folder(), keep),
  };
}

/** Rejects with `data-locked` while somebody uses the data folder, `backup-unknown`, `backup-broken`, `disk-full`. */
export async function restoreNamed(places: BackupPlaces, named: string): Promise<RestoredBackup> {
  const { findBackup } = await import("../storage/sqlite/backup/list-backups.ts");
  const { backupsFolder } = await import("../storage/sqlite/backup/manifest.ts");
  const { restoreBackup } = await import("../storage/sqlite/backup/restore-backup.ts");
  const backup = findBackup(places.to ?? backupsFolder(places.folder), named);
  return restoreBackup({ backup, folder: places.folder, clock: createSystemClock() });
}
