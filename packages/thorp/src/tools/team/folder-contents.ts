/** All files below a team's `tools/`: what the program of an MCP server there is made of. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { readBoundedFile } from "../context/read-file.ts";

const MOST_FILES = 5000;
const MOST_BYTES = 64 << 20;

/** Another text after any change; undefined for more than anybody would agree to as a whole, and for links. */
export async function contentsOf(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  if (files.length > MOST_FILES || entries.some((entry) => entry.isSymbolicLink())) return undefined;
  const hash = createHash("sha256");
  let left = MOST_BYTES;
  for (const file of files.sort()) {
    const bytes = await readBoundedFile(file, file, left).catch(() => undefined);
    if (bytes === undefined) return undefined;
    left -= bytes.length;
    hash.update(`${relative(folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 32);
}
