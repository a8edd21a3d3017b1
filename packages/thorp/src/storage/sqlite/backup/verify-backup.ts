/** Whether a backup is what it was when it was made, and whether its record agrees with itself. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { failureFrom, ThorpError } from "../../../base/errors.ts";
import { newestVersion } from "../migrate.ts";
import { migrations } from "../migrations/migrations.ts";
import { storageError } from "../sqlite-failure.ts";
import { verifyInThread } from "../verify-thread.ts";
import { type BackupManifest, readManifest, sha256Of } from "./manifest.ts";

/** `problems` is empty for a backup that can be restored. */
export interface VerifiedBackup {
  readonly manifest: BackupManifest;
  readonly problems: readonly string[];
}

/** Reads all of it. Rejects with `backup-broken` when it has no manifest, `storage-failed` when it cannot be read. */
export async function verifyBackup(backup: string): Promise<VerifiedBackup> {
  const manifest = readManifest(backup);
  try {
    const problems: string[] = [];
    for (const { name, bytes, sha256 } of manifest.files) {
      const file = join(backup, name);
      if (!existsSync(file)) problems.push(`${name} is missing.`);
      else if (statSync(file).size !== bytes) problems.push(`${name} has ${statSync(file).size} bytes, not ${bytes}.`);
      else if ((await sha256Of(file)) !== sha256) problems.push(`${name} is not the file that was written.`);
    }
    // An older layout is read after the restore, when it is brought up to date; its bytes are right.
    if (problems.length > 0 || manifest.layout < newestVersion(migrations)) return { manifest, problems };
    return { manifest, problems: await recordProblems(backup) };
  } catch (error) {
    throw storageError(error, backup);
  }
}

async function recordProblems(backup: string): Promise<readonly string[]> {
  try {
    return await verifyInThread(backup);
  } catch (error) {
    return [failureFrom(error).message];
  }
}

/** Throws `backup-broken` that names every problem. */
export function demandWhole(backup: string, { problems }: VerifiedBackup): void {
  if (problems.length > 0) throw new ThorpError("backup-broken", `${backup} is damaged: ${problems.join(" ")}`);
}
