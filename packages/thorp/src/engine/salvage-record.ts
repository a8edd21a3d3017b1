/** A damaged record: what of it can still be read, and a new one made of that. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { SalvagedRun } from "../storage/sqlite/salvage/restore-runs.ts";
import type { Salvage } from "../storage/sqlite/salvage/salvage.ts";

export type { Salvage, SalvagedRun };

/** True for a problem that `RunRecord.verify` found and that only `salvageRecord` mends. */
export async function needsSalvage(problems: readonly string[]): Promise<boolean> {
  const { isDamage } = await import("../storage/sqlite/verify-projections.ts");
  return problems.some(isDamage);
}

/** What `salvageRecord` would bring back. Changes nothing in the data folder. */
export async function surveyRecord(folder: string, clock: Clock): Promise<Salvage> {
  const { salvageCore } = await import("../storage/sqlite/salvage/salvage.ts");
  const draft = await mkdtemp(join(tmpdir(), "thorp-salvage-"));
  try {
    return salvageCore({ folder, draft, now: clock.now() });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Puts a new record in the place of the damaged one, which is moved to the folder `aside`. Rejects with `data-locked`
 * when somebody uses it, and with `disk-full` or `storage-failed` when the new one cannot be made; then nothing has
 * changed.
 */
export async function salvageRecord(folder: string, clock: Clock): Promise<Salvage & { readonly aside: string }> {
  const [{ acquireDataFolder, lockedError }, { salvageCore, draftFolder }, { exchangeCore }, { storageError }] =
    await Promise.all([
      import("../storage/sqlite/data-folder.ts"),
      import("../storage/sqlite/salvage/salvage.ts"),
      import("../storage/sqlite/salvage/put-aside.ts"),
      import("../storage/sqlite/sqlite-failure.ts"),
    ]);
  const owned = await acquireDataFolder(folder, { describe: "`thorp doctor --fix`", clock });
  if ("heldBy" in owned) throw lockedError(folder, owned.heldBy);
  const draft = draftFolder(folder);
  const now = clock.now();
  try {
    const salvage = salvageCore({ folder, draft, now });
    return { ...salvage, aside: exchangeCore({ folder, draft, now }) };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw storageError(error, folder);
  } finally {
    owned.release();
  }
}
