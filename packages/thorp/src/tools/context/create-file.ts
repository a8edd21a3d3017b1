/**
 * New files in the out folder: whole or not at all, never over somebody else's file, and the same file again when the
 * same call is repeated after a crash.
 *
 * Order of events: bytes to a temporary file -> note the name and the content's hash -> publish by `link`, which fails
 * where a file is. A repetition finds its note; the noted file counts as its own only while it still holds a noted
 * content, so what a person has edited since is left alone.
 */
import { constants } from "node:fs";
import { copyFile, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { contentHash } from "../../base/json.ts";
import { createKeyRecord } from "./key-record.ts";

/** A file to be made in the out folder. */
export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** Stable over repetitions of the call. */
  readonly key: string;
}

interface Claim {
  readonly name: string;
  readonly hash: string;
}

const MOST_NUMBERS = 10_000;
const LONGEST_NAME = 120;

/** Writes `file` into the folder `out`, which is made where it is missing, and returns its absolute path. */
export async function createFile(out: string, file: NewFile): Promise<string> {
  const record = createKeyRecord<Claim>(out);
  const bytes = typeof file.bytes === "string" ? Buffer.from(file.bytes) : file.bytes;
  const hash = contentHash(bytes);
  const claims = await record.find(file.key, file.name);
  const own = await ownFile(out, claims);
  if (own?.hash === hash) return join(out, own.name);

  await mkdir(out, { recursive: true });
  const temporary = join(out, `.thorp-${contentHash(`${file.key}\0${file.name}`)}.tmp`);
  await writeSynced(temporary, bytes);
  try {
    if (own !== undefined) {
      await record.add(file.key, file.name, { name: own.name, hash });
      await rename(temporary, join(out, own.name));
      return join(out, own.name);
    }
    for (const name of namesLike(safeName(file.name))) {
      await record.add(file.key, file.name, { name, hash });
      if (await published(temporary, join(out, name))) return join(out, name);
    }
    throw new ThorpError(
      "tool-failed",
      `The out folder holds ${MOST_NUMBERS} files named like "${safeName(file.name)}".`,
    );
  } catch (error) {
    throw failedWrite(error, out);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A file name without folders, control characters or a leading dot, at most 120 characters, its ending kept. */
export function safeName(name: string): string {
  const words = name
    .normalize("NFC")
    .replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]+/gu, "-")
    .replace(/^[.\s-]+|[.\s]+$/g, "");
  const ending = extname(words).slice(0, 16);
  const stem = words.slice(0, words.length - extname(words).length).slice(0, LONGEST_NAME - ending.length);
  // Windows keeps these for devices, whatever their ending.
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem);
  return stem === "" ? `file${ending}` : `${reserved ? `${stem}-file` : stem}${ending}`;
}

/** The last noted file that still holds what this call wrote; undefined when there is none. */
async function ownFile(out: string, claims: readonly Claim[]): Promise<Claim | undefined> {
  for (const { name } of claims.toReversed()) {
    const found = await readFile(join(out, name)).catch(() => undefined);
    if (found === undefined) continue;
    const hash = contentHash(found);
    if (claims.some((claim) => claim.name === name && claim.hash === hash)) return { name, hash };
  }
  return undefined;
}

function* namesLike(name: string): Generator<string> {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  yield name;
  for (let number = 2; number <= MOST_NUMBERS; number++) yield `${stem}-${number}${ending}`;
}

/** False when the name is taken. */
async function published(temporary: string, target: string): Promise<boolean> {
  try {
    // No hard links on FAT and some network disks; a copy is not atomic, but it never overwrites either.
    await link(temporary, target).catch(() => copyFile(temporary, target, constants.COPYFILE_EXCL));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Bytes to a new or emptied file, on the disk when it returns. */
export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The failure of a write as a `ThorpError`: a full disk is told from all else. */
export function failedWrite(error: unknown, place: string): ThorpError {
  if (error instanceof ThorpError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new ThorpError("disk-full", `There is no space left to write in ${place}.`, { cause: error });
  }
  return new ThorpError("tool-failed", `Writing in ${place} failed: ${message}.`, { cause: error });
}
