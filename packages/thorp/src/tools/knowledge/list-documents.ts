/**
 * The files in an agent's knowledge folders. The folder may come from anywhere: links are refused, since one could lead
 * to a private file, and numbers and sizes are bounded before anything is read.
 */
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { plainFolderProblem } from "../plain-folder.ts";

/** A document that may be read. */
export interface DocumentFile {
  /** In the team's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** What a folder holds, in a stable order. */
export interface DocumentList {
  readonly files: readonly DocumentFile[];
  /** What is left out and why, as sentences. */
  readonly problems: readonly string[];
}

/** Most documents of one agent. */
const mostDocuments = 300;
/** Largest document in bytes. */
const largestDocument = 8 << 20;
/** Most bytes of all documents of one agent together. */
const mostBytes = 64 << 20;
const DEEPEST = 8;

/** Sorted by path. Never throws for what the folders hold. */
export async function listDocuments(teamFolder: string, folders: readonly string[]): Promise<DocumentList> {
  const files: DocumentFile[] = [];
  const problems: string[] = [];
  let left = mostBytes;
  const take = (path: string, stats: { readonly size: number; readonly mtimeMs: number }): void => {
    if (files.some((file) => file.path === path)) return;
    if (stats.size > largestDocument) problems.push(`${path} is larger than ${largestDocument >> 20} MB.`);
    else if (files.length >= mostDocuments)
      problems.push(`${path} is left out: at most ${mostDocuments} documents are read.`);
    else if (stats.size > left) problems.push(`${path} is left out: at most ${mostBytes >> 20} MB are read in all.`);
    else {
      left -= stats.size;
      files.push({ path, bytes: stats.size, changedAt: stats.mtimeMs });
    }
  };
  const look = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(join(teamFolder, path), { withFileTypes: true }).catch(() => undefined);
    if (entries === undefined) problems.push(`${path} cannot be read.`);
    for (const entry of [...(entries ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = `${path}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isSymbolicLink()) problems.push(`${inner} is a symbolic link, and links are not followed.`);
      else if (entry.isDirectory() && depth < DEEPEST) await look(inner, depth + 1);
      else if (entry.isDirectory()) problems.push(`${inner} lies too deep.`);
      else if (entry.isFile()) {
        const stats = await lstat(join(teamFolder, inner)).catch(() => undefined);
        if (stats !== undefined) take(inner, stats);
      }
    }
  };
  for (const folder of folders) {
    const problem = await plainFolderProblem(teamFolder, folder);
    if (problem === undefined) await look(folder, 1);
    else problems.push(`${folder} ${problem}.`);
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}

/** The bytes of a listed document; throws what the system says. A file that became a link since is not followed. */
export async function readDocument(teamFolder: string, { path }: DocumentFile): Promise<Uint8Array> {
  const file = await open(join(teamFolder, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const { size } = await file.stat();
    const buffer = Buffer.allocUnsafe(Math.min(size, largestDocument));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
