/** The files below a folder, in a stable order, with an end even where the tree has none worth waiting for. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { throwIfAborted } from "../settle-call.ts";
import type { ToolContext } from "../tool.ts";

/** A file by its place on disk and its place in the folder. */
export interface WalkedFile {
  /** Absolute, symlinks resolved. */
  readonly file: string;
  /** Relative to the folder, with `/`. */
  readonly path: string;
}

/** What was found. */
export interface Walk {
  readonly files: readonly WalkedFile[];
  /** False when a limit ended the walk early. */
  readonly isComplete: boolean;
}

const MOST_ENTRIES = 50_000;
const DEEPEST = 32;
/** Made by machines, large, and hardly ever what is asked for. */
const skippedFolders: ReadonlySet<string> = new Set(["node_modules", ".git", ".hg", ".svn", "__pycache__", ".venv"]);

/**
 * All files below `folder` (absolute, resolved). Links to folders are not followed; links to files count when their
 * target may be read. Folders that cannot be read are left out.
 */
export async function walkFiles(folder: string, context: Pick<ToolContext, "resolvePath" | "signal">): Promise<Walk> {
  const files: WalkedFile[] = [];
  let seen = 0;
  let isComplete = true;
  const walk = async (place: string, prefix: string, depth: number): Promise<void> => {
    throwIfAborted(context.signal);
    const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of entries) {
      if (++seen > MOST_ENTRIES || depth > DEEPEST) {
        isComplete = false;
        return;
      }
      const path = `${prefix}${entry.name}`;
      const file = join(place, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) await walk(file, `${path}/`, depth + 1);
      } else if (entry.isFile()) {
        if (!entry.name.startsWith(".thorp-")) files.push({ file, path });
      } else if (entry.isSymbolicLink()) {
        const target = await context.resolvePath(file).catch(() => undefined);
        if (target !== undefined && (await isFolder(target)) === false) files.push({ file: target, path });
      }
    }
  };
  await walk(folder, "", 0);
  return { files, isComplete };
}

async function isFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    () => true,
    () => false,
  );
}
