/** `thorp backup create`, `list`, `verify` and `restore`: none of them needs the engine. */
import { resolve } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { byteWords, countWords } from "../../base/words.ts";
import {
  type BackupManifest,
  type BackupPlaces,
  backupsOf,
  type ListedBackup,
  restoreNamed,
} from "../../engine/backups.ts";
import type { BackupSummary } from "../../wire/backups.ts";
import type { Reach } from "../attach/reach-server.ts";
import { type CommandContext, type CommonOptions, namedServer, readConfig } from "../command-context.ts";
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
  const reach = await serverFor(context, options);
  if (reach !== undefined) {
    const made = await reach.call(({ backups: there }) => there.create());
    return void stdout.write(options.json ? `${JSON.stringify(made, null, 2)}\n` : `${made.name}\n`);
  }
  const backups = backupsOf(await placesOf(context, options));
  const made = await backups.create({ by: "person", version: packageVersion(), now: now() });
  if (options.json) return void stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  stdout.write(`${made.name}\n`);
  stderr.write(`${countWords(made.runs, "run")}, ${byteWords(sizeOf(made))}, in ${made.path}\n`);
}

/** Newest first. */
export async function listBackups(context: CommandContext, options: BackupOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const reach = await serverFor(context, options);
  const backups: readonly ListedHere[] =
    reach === undefined
      ? (await backupsOf(await placesOf(context, options)).list()).map(summaryOf)
      : await reach.call(({ backups: there }) => there.list());
  if (options.json) return void stdout.write(`${JSON.stringify(backups, null, 2)}\n`);
  if (backups.length === 0) return void stdout.write("There are no backups. `thorp backup create` makes one.\n");
  const cells = backups.map((backup) =>
    "broken" in backup
      ? [backup.name, "", "", "broken", backup.broken]
      : [backup.name, String(backup.runs), byteWords(backup.bytes), backup.by, backup.thorp],
  );
  const width = stdout.isTTY ? { width: context.terminal.width() } : {};
  stdout.write(renderTable(cells, { columns, paint: context.terminal.paint, ...width }));
}

/** Ends with 1 when it cannot be restored. Throws `backup-unknown`, `backup-broken`. */
export async function verifyBackup(context: CommandContext, named: string, options: BackupOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const reach = await serverFor(context, options);
  const { manifest, problems } =
    reach === undefined
      ? await backupsOf(await placesOf(context, options)).verify(named)
      : await reach.call(async ({ backups: there }) => {
          const { backup, problems: found } = await there.verify(named);
          return { manifest: backup, problems: found };
        });
  if (problems.length > 0) context.finish(1);
  if (options.json) return void stdout.write(`${JSON.stringify({ name: manifest.name, problems }, null, 2)}\n`);
  const words = problems.length === 0 ? [`${manifest.name} can be restored.`] : [`${manifest.name} is damaged:`];
  stdout.write(`${[...words, ...problems.map((problem) => `  ${problem}`)].join("\n")}\n`);
}

/** Says what is in place now and where the record of before is kept. Throws what `restoreNamed` rejects with. */
export async function restoreBackup(context: CommandContext, named: string, options: BackupOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  if ((await serverFor(context, options)) !== undefined)
    throw new ThorpError("usage", "A backup is put back where its server has been stopped.", {
      hint: "On its machine: end `thorp serve`, then run `thorp backup restore`.",
    });
  const places = await placesOf(context, options);
  const { manifest, aside } = await restoreNamed(places, named);
  if (options.json) return void stdout.write(`${JSON.stringify({ restored: manifest.name, aside }, null, 2)}\n`);
  stdout.write(`${manifest.name} is the record of ${places.folder} now: ${countWords(manifest.runs, "run")}.\n`);
  if (aside !== undefined) stderr.write(`What was there before is kept in ${aside}.\n`);
}

/** A server on this machine need not be asked: the folder is copied while it is in use. */
async function serverFor(context: CommandContext, { to, ...options }: BackupOptions): Promise<Reach | undefined> {
  const reach = await namedServer(context, options);
  if (reach === undefined || to === undefined) return reach;
  throw new ThorpError("usage", "--to names a folder of this machine, where a server elsewhere writes nothing.", {
    hint: "Leave out --to: the server keeps its backups in its data folder.",
  });
}

/** What lists show, wherever it lies. */
type ListedHere = BackupSummary | { readonly name: string; readonly broken: string };

function summaryOf(backup: ListedBackup): ListedHere {
  if (backup.broken !== undefined) return { name: backup.name, broken: backup.broken };
  return { ...backup, bytes: sizeOf(backup) };
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
