/** Bytes of a file, never more than asked for: a device, a pipe or a file that grows cannot hang or fill the process. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";

const CHUNK = 1 << 20;

/**
 * Reads the regular file at an absolute, resolved path. `name` is what messages call it. Throws `input-too-large`
 * beyond `maxBytes` and `tool-input` when it is a folder or cannot be read.
 */
export async function readBoundedFile(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await openForReading(path, name);
  try {
    const { size, ...stats } = await handle
      .stat()
      .then((found) => ({ size: found.size, file: found.isFile(), folder: found.isDirectory() }));
    if (stats.folder)
      throw new ThorpError("tool-input", `"${name}" is a folder.`, { hint: "list_files shows its files." });
    if (!stats.file) throw new ThorpError("tool-input", `"${name}" is not a regular file.`);
    if (size > maxBytes) throw tooLarge(name, maxBytes);
    const chunks: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      // One byte beyond the limit is enough to know that there is more.
      const buffer = new Uint8Array(Math.min(CHUNK, maxBytes + 1 - total));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return joined(chunks, total);
      chunks.push(buffer.subarray(0, bytesRead));
      total += bytesRead;
      if (total > maxBytes) throw tooLarge(name, maxBytes);
    }
  } finally {
    await handle.close();
  }
}

/** The failure of everything that is larger than its reader takes; `maxBytes` in words. */
export function tooLarge(name: string, maxBytes: number): ThorpError {
  const limit = maxBytes >= 1 << 20 ? `${Math.floor(maxBytes / (1 << 20))} MiB` : `${maxBytes} bytes`;
  return new ThorpError("input-too-large", `"${name}" is larger than ${limit}.`);
}

async function openForReading(path: string, name: string) {
  try {
    // The path is resolved: a link now was put there since. NONBLOCK keeps a pipe from waiting for its writer.
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "EACCES" || code === "EPERM" ? "this user may not read it" : `the system says ${code}`;
    throw new ThorpError("tool-input", `"${name}" cannot be read: ${reason}.`, { cause: error });
  }
}

function joined(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
