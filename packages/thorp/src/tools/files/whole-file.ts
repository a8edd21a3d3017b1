/** Files that are written whole or not at all, through a temporary one beside them. */
import { chmod, link, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contentHash } from "../../base/json.ts";
import { writeSynced } from "../context/create-file.ts";

/** A file that is to hold exactly these bytes. */
export interface WholeFile {
  /** Absolute and resolved; its folder exists. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The call's key. */
  readonly key: string;
}

/** False when a file with other content is there; the same content is what an earlier attempt of this call left. */
export async function createNew(whole: WholeFile): Promise<boolean> {
  const { file, bytes } = whole;
  return viaTemporary(whole, async (temporary) => {
    try {
      await link(temporary, file);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return (await readFile(file)).equals(bytes);
      // Without hard links: the check and the rename are two steps, which one person's workspace can bear.
      if ((await stat(file).catch(() => undefined)) !== undefined) return (await readFile(file)).equals(bytes);
      await rename(temporary, file);
      return true;
    }
  });
}

/** `mode`: the rights of the file that was there. */
export async function replaceFile(whole: WholeFile, mode: number | undefined): Promise<void> {
  await viaTemporary(whole, async (temporary) => {
    if (mode !== undefined) await chmod(temporary, mode & 0o7777);
    await rename(temporary, whole.file);
  });
}

/** The temporary file lies beside the target, so that a rename stays on one disk. */
async function viaTemporary<Result>(
  { file, bytes, key }: WholeFile,
  publish: (temporary: string) => Promise<Result>,
): Promise<Result> {
  const temporary = join(dirname(file), `.thorp-${contentHash(`${key}\0${file}`)}.tmp`);
  try {
    await writeSynced(temporary, bytes);
    return await publish(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}
