/** Copies of the record, as lists show them. Times are milliseconds since 1970. */
import { z } from "zod";

/** A backup that lies in the data folder. */
export const backupSchema = z
  .object({
    name: z.string(),
    createdAt: z.number(),
    /** Who asked for it. */
    by: z.enum(["person", "schedule"]),
    /** The version that made it. */
    thorp: z.string(),
    runs: z.number(),
    bytes: z.number(),
  })
  .meta({ id: "Backup", description: "A copy of the record." });
/** A whole backup. */
export type BackupSummary = z.infer<typeof backupSchema>;

/** One that cannot be read says why. */
export const brokenBackupSchema = z
  .object({ name: z.string(), broken: z.string() })
  .meta({ id: "BrokenBackup", description: "No copy any more." });
/** What lists hold. */
export const listedBackupSchema = z.union([backupSchema, brokenBackupSchema]);

/** `problems` is empty for one that can be restored. */
export const verifiedBackupSchema = z
  .object({ backup: backupSchema, problems: z.array(z.string()) })
  .meta({ id: "VerifiedBackup", description: "What reading a backup whole has found." });
