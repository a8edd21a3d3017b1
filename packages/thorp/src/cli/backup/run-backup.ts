/** `thorp backup create`, `list`, `verify` and `restore`: none of them needs the engine. */
import { resolve } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { byteWords, countWords } from "../../base/words.ts";
import { type BackupManifest, type BackupPlaces, backupsOf, restoreNamed } from "../../engine/backups.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { packageVersion } from "../package-version.ts";
import { renderTable } from "../terminal/table.ts";

/** As they were typed. */
export interface BackupOptions extends CommonOptions {
  /** Folder with the backups. */
  readonly to?: string;
}

const columns = [
  { title: "name" },
  { title: "runs", isRight: true },
  { title: "size", isRight: true },
  { title: "by" },
  { title: "version", isFlexible: true },
];

/** Writes the name of the new backup. Throws `disk-full`, `storage-failed`, `data-corrupt`. */
export async function createBackup(context: CommandContext, options: BackupOptions): Promise<void> {
  const { stdout, stderr, now } = context.surroundings;
  const backups = backupsOf(await placesOf(context, options));
  const made = await backups.create({ by: "person", version: packageVersion(), now: now() });
  if (options.json) return void stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  stdout.write(`${made.name}\n`);
  stderr.write(`${countWords(made.runs, "run")}, ${byteWords(sizeOf(made))}, in ${made.path}\n`);
}

/** Newest first. */
export async function listBackups(context: CommandContext, options: BackupOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const backups = await backupsOf(await placesOf(context, options)).list();
  if (options.json) return void stdout.write(`${JSON.stringify(backups, null, 2)}\n`);
  if (backups.length === 0) return void stdout.write("There are no backups. `thorp backup create` makes one.\n");
  const cells = backups.map((backup) =>
    backup.broken === undefined
      ? [backup.name, String(backup.runs), byteWords(sizeOf(backup)), backup.by, backup.thorp]
      : [backup.name, "", "", "broken", backup.broken],
  );
  const width = stdout.isTTY ? { width: context.terminal.width() } : {};
  stdout.write(renderTable(cells, { columns, paint: context.terminal.paint, ...width }));
}

/** Ends with 1 when it cannot be restored. Throws `backup-unknown`, `backup-broken`. */
export async function verifyBackup(context: CommandContext, named: string, options: BackupOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const { manifest, problems } = await backupsOf(await placesOf(context, options)).verify(named);
  if (problems.length > 0) context.finish(1);
  if (options.json) return void stdout.write(`${JSON.stringify({ name: manifest.name, problems }, null, 2)}\n`);
  const words = problems.length === 0 ? [`${manifest.name} can be restored.`] : [`${manifest.name} is damaged:`];
  stdout.write(`${[...words, ...problems.map((problem) => `  ${problem}`)].join("\n")}\n`);
}

/** Says what is in place now and where the record of before is kept. Throws what `restoreNamed` rejects with. */
export async function restoreBackup(context: CommandContext, named: string, options: BackupOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const places = await placesOf(context, options);
  const { manifest, aside } = await restoreNamed(places, named);
  if (options.json) return void stdout.write(`${JSON.stringify({ restored: manifest.name, aside }, null, 2)}\n`);
  stdout.write(`${manifest.name} is the record of ${places.folder} now: ${countWords(manifest.runs, "run")}.\n`);
  if (aside !== undefined) stderr.write(`What was there before is kept in ${aside}.\n`);
}

async function placesOf(context: CommandContext, { to, ...options }: BackupOptions): Promise<BackupPlaces> {
  const { settings } = await readConfig(context, options);
  if (settings.dataDir === "memory")
    throw new ThorpError("usage", "With the data folder `memory` nothing is kept that could be backed up.");
  return {
    folder: settings.dataDir,
    ...(to === undefined ? {} : { to: resolve(context.surroundings.cwd, to) }),
  };
}

function sizeOf({ files }: Pick<BackupManifest, "files">): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
