/**
 * The text of a file in a folder that may come from anywhere: a link could lead to a private file, a file could be a pipe
 * or endless. Links are refused and sizes are checked before anything is read.
 */
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";

/** The text, or why there is none, to follow the file's name. */
export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** Never throws. `linkMessage` is what is said of a symbolic link. */
export async function readPlainText(
  path: string,
  { maxBytes, linkMessage }: { readonly maxBytes: number; readonly linkMessage: string },
): Promise<TextReading> {
  try {
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) return { ok: false, message: linkMessage };
    if (!stats.isFile()) return { ok: false, message: "not a plain file" };
    // The file may have been swapped for a link since; where the system can, it refuses to follow.
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const bytes = await readAtMost(file, maxBytes + 1);
      if (bytes.length > maxBytes)
        return { ok: false, message: tooLargeText(Math.max(stats.size, bytes.length), maxBytes) };
      return { ok: true, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, message: code === "ELOOP" ? linkMessage : readingMessage(error) };
  }
}

/** The sentence for a text beyond `maxBytes`. */
export function tooLargeText(bytes: number, maxBytes: number): string {
  return `too large: ${Math.ceil(bytes / 1024)} KB; at most ${maxBytes / 1024} KB are read`;
}

async function readAtMost(file: Awaited<ReturnType<typeof open>>, most: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(buffer, length, most - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function readingMessage(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "missing";
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return "not UTF-8 text (a binary file?)";
  return `cannot be read (${code ?? String(error)})`;
}
