/** The backups in a folder, and which of them are old enough to go. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ThorpError } from "../../../base/errors.ts";
import { type BackupManifest, MANIFEST, readManifest } from "./manifest.ts";

/** A backup of a list; one whose manifest cannot be read is `broken` and says why. */
export type ListedBackup =
  | (BackupManifest & { readonly path: string; readonly broken?: undefined })
  | { readonly name: string; readonly path: string; readonly broken: string };

/** Newest first. A folder that is not there holds none. */
export function listBackups(folder: string): readonly ListedBackup[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true })
    // Copies that migrations made are files, drafts begin with a dot.
    .filter((entry) => entry.isDirectory() && /^\d{4}-\d\d-\d\dT/.test(entry.name))
    .map(({ name }) => name);
  return names
    .sort()
    .reverse()
    .map((name) => {
      const path = join(folder, name);
      try {
        return { ...readManifest(path), name, path };
      } catch (error) {
        return { name, path, broken: error instanceof Error ? error.message : String(error) };
      }
    });
}

/** Where a backup lies that is named by its name, by `last`, or by its path. Throws `backup-unknown`. */
export function findBackup(folder: string, named: string): string {
  if (named === "last") {
    const newest = listBackups(folder).find(({ broken }) => broken === undefined);
    if (newest !== undefined) return newest.path;
  } else if (/[\\/]/.test(named)) {
    if (existsSync(join(named, MANIFEST))) return named;
  } else if (existsSync(join(folder, named, MANIFEST)) && !named.startsWith(".")) return join(folder, named);
  throw new ThorpError("backup-unknown", `There is no backup ${named} in ${folder}.`);
}

/** Keeps the newest `keep` that the schedule made and all that persons made. Returns the names of those that went. */
export function pruneBackups(folder: string, keep: number): readonly string[] {
  const scheduled = listBackups(folder).filter((backup) => backup.broken === undefined && backup.by === "schedule");
  const old = scheduled.slice(keep);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
  return old.map(({ name }) => name);
}
