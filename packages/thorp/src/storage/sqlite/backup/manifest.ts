/** What lies in a backup: its folder, its files, and the page that says what they must be. */
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ThorpError } from "../../../base/errors.ts";
import { parseJson } from "../../../base/json.ts";

/** The files of a data folder that are copied: the record, and what would be slow to make again. */
export const recordFiles = ["core.db", "memory.db"] as const;

/** Written last: a folder without it is no backup. */
export const MANIFEST = "manifest.json";

const manifestSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  /** The version that wrote it, and the layout of core.db. */
  thorp: z.string(),
  layout: z.number().int(),
  createdAt: z.number().int(),
  by: z.enum(["person", "schedule"]),
  runs: z.number().int(),
  files: z
    .array(z.object({ name: z.enum(recordFiles), bytes: z.number().int(), sha256: z.string().length(64) }))
    .min(1),
});
/** Times are milliseconds since 1970. */
export type BackupManifest = z.infer<typeof manifestSchema>;

/** Backups of a data folder lie in it, unless they are made elsewhere. */
export function backupsFolder(dataFolder: string): string {
  return join(dataFolder, "backups");
}

/** Throws `backup-broken` when it is not there or cannot be understood. */
export function readManifest(backup: string): BackupManifest {
  let text = "";
  try {
    text = readFileSync(join(backup, MANIFEST), "utf8");
  } catch {
    throw new ThorpError("backup-broken", `${backup} is no backup: it has no ${MANIFEST}.`);
  }
  const manifest = manifestSchema.safeParse(parseJson(text));
  if (!manifest.success) throw new ThorpError("backup-broken", `${join(backup, MANIFEST)} is damaged.`);
  return manifest.data;
}

/** In hexadecimal; read piece by piece. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}
