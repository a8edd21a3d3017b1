/**
 * Files in a folder that a program of somebody else can change at the same time.
 *
 * The trap is a link: what was a folder when it was looked at is a link to /etc when it is opened. So each step of the way
 * is opened by itself, without following links, and the next one from what was opened: `/proc/self/fd/N/NAME` is the
 * `openat` that Node does not have. Where there is no /proc the real path is compared after opening.
 */
import { constants } from "node:fs";
import { chown, type FileHandle, mkdir, open, opendir, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import type { SandboxEntry } from "../sandbox.ts";
import { type SandboxFiles, tooLarge } from "./sandbox-files.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY, O_CREAT, O_EXCL } = constants;

/** Where, how much, and whose the files are. */
export interface FolderFilesOptions {
  /** Absolute, without links in it. */
  readonly folder: string;
  /** Checked when a file is written from outside; undefined for a folder of somebody else. */
  readonly diskBytes?: number;
  /** Who programs run as; new files are theirs. Default: who we are. */
  readonly user?: number;
}

/** The folder must exist. */
export function createFolderFiles({ folder, diskBytes, user }: FolderFilesOptions): SandboxFiles {
  const own = async (path: string) => (user === undefined ? undefined : chown(path, user, user));
  // Counting a folder takes longer than writing a file: counted again only where it seems to be full.
  let used: number | undefined;
  const demandRoom = async (bytes: number): Promise<void> => {
    if (diskBytes === undefined) return;
    if (used === undefined || used + bytes > diskBytes) used = await sizeOf(folder);
    if (used + bytes > diskBytes) throw tooLarge("What the sandbox would hold", diskBytes);
    used += bytes;
  };
  return {
    async read(parts, maxBytes) {
      const parent = await openFolder(folder, parts.slice(0, -1));
      if (parent === undefined) return undefined;
      try {
        // A pipe would wait for its other end.
        const file = await open(parent.child(parts.at(-1) ?? ""), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(absent);
        if (file === undefined) return undefined;
        try {
          return await readWhole(file, { name: parts.join("/"), maxBytes });
        } finally {
          await file.close();
        }
      } finally {
        await parent.close();
      }
    },
    async write(parts, bytes) {
      await demandRoom(bytes.length);
      const parent = await openFolder(folder, parts.slice(0, -1), async (path) => {
        await mkdir(path);
        await own(path);
      });
      const name = parts.at(-1) ?? "";
      if (parent === undefined) throw new ThorpError("input-invalid", `A part of "${parts.join("/")}" is no folder.`);
      try {
        await replaceFile(parent, name, { bytes, own });
      } catch (error) {
        throw writeFailure(error, parts.join("/"));
      } finally {
        await parent.close();
      }
    },
    async list(parts, most) {
      const entries: SandboxEntry[] = [];
      for await (const entry of walk(folder, parts)) {
        entries.push(entry);
        if (entries.length >= most) break;
      }
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

interface OpenFolder {
  /** The path by which a child is reached, whatever becomes of the folder's own. */
  child(name: string): string;
  close(): Promise<void>;
}

/** Undefined when a part is missing, is a link or is no folder. `make` makes a missing one. */
async function openFolder(
  root: string,
  parts: readonly string[],
  make?: (path: string) => Promise<void>,
): Promise<OpenFolder | undefined> {
  const flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
  let handle = await open(root, flags).catch(absent);
  if (handle === undefined) return undefined;
  let path = root;
  const hasProc = (await realpath(`/proc/self/fd/${handle.fd}`).catch(() => "")) === root;
  const child = (name: string) => (hasProc ? `/proc/self/fd/${handle?.fd}/${name}` : join(path, name));
  for (const part of parts) {
    const next: FileHandle | undefined =
      (await open(child(part), flags).catch(absent)) ??
      (make === undefined ? undefined : await make(child(part)).then(() => open(child(part), flags), absent));
    const before = handle;
    const isInside = hasProc || next === undefined || (await realpath(join(path, part))) === join(path, part);
    await before.close();
    if (next === undefined || !isInside) {
      await next?.close();
      return undefined;
    }
    handle = next;
    path = join(path, part);
  }
  const last = handle;
  return { child, close: () => last.close() };
}

/** Whole or not at all: through a file beside it, so that a link in its place is replaced and not followed. */
async function replaceFile(
  parent: OpenFolder,
  name: string,
  { bytes, own }: { readonly bytes: Uint8Array; readonly own: (path: string) => Promise<void> },
): Promise<void> {
  const draft = parent.child(`.thorp-${process.pid}-${name.length}.part`);
  await rm(draft, { force: true });
  const file = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
  try {
    await own(draft);
    await rename(draft, parent.child(name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readWhole(
  file: FileHandle,
  { name, maxBytes }: { readonly name: string; readonly maxBytes: number },
): Promise<Uint8Array | undefined> {
  const facts = await file.stat();
  if (!facts.isFile()) return undefined;
  if (facts.size > maxBytes) throw tooLarge(name, maxBytes);
  const bytes = new Uint8Array(Math.min(maxBytes, facts.size));
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** Undefined for what is not there or may not be followed; anything else is thrown. */
function absent(error: NodeJS.ErrnoException): undefined {
  const nothing = ["ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "EACCES", "ENXIO", "ENODEV", "EMLINK", "EEXIST"];
  if (nothing.includes(error.code ?? "")) return undefined;
  throw error;
}

function writeFailure(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EISDIR" || code === "ENOTEMPTY" || code === "EEXIST")
    return new ThorpError("input-invalid", `"${path}" is a folder.`, { cause: error });
  if (code === "EACCES" || code === "EPERM")
    return new ThorpError("input-invalid", `"${path}" may not be written.`, { cause: error });
  if (code === "ENOSPC" || code === "EDQUOT")
    return new ThorpError("disk-full", "There is no space left for files of sandboxes.", { cause: error });
  return error;
}

async function* walk(root: string, parts: readonly string[]): AsyncGenerator<SandboxEntry> {
  const folder = await openFolder(root, parts);
  if (folder === undefined) return;
  const below: (readonly string[])[] = [];
  try {
    for await (const entry of await opendir(folder.child("."))) {
      const path = [...parts, entry.name];
      if (entry.isDirectory()) {
        below.push(path);
        yield { path: path.join("/"), kind: "folder", bytes: 0 };
      } else if (entry.isFile()) {
        const file = await open(folder.child(entry.name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(absent);
        const size = file === undefined ? 0 : await sizeAndClose(file);
        yield { path: path.join("/"), kind: "file", bytes: size };
      }
    }
  } finally {
    await folder.close();
  }
  for (const path of below) yield* walk(root, path);
}

async function sizeAndClose(file: FileHandle): Promise<number> {
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** More files than this count as too much, however small. */
const MOST_FILES = 20_000;

/** Bytes of all files below a folder; Infinity for more files than anybody needs. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  let files = 0;
  try {
    for await (const entry of walk(folder, [])) {
      bytes += entry.bytes;
      files += 1;
      if (files > MOST_FILES) return Number.POSITIVE_INFINITY;
    }
  } catch {
    // What a program removes while it is counted counts no more.
  }
  return bytes;
}
