/**
 * From the words a model writes to the one file they may mean.
 *
 * Both sides are compared with their symlinks resolved, so a link that leaves the workspace is as refused as `../..`.
 * What a path means is decided here and nowhere else.
 */
import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";

/** The two folders that a path may lie in, absolute. */
export interface PathRoots {
  readonly workspace: string;
  readonly out: string;
}

/** What the path is wanted for. */
export interface ResolvePathOptions {
  /** The file need not exist; `.git` is closed. */
  readonly forWriting?: boolean;
}

const LONGEST_PATH = 4096;

/**
 * The absolute path, symlinks resolved, of `path` inside the workspace or the out folder. A relative path counts from
 * the workspace; when nothing is there, reading also looks in the out folder. Throws `outside-workspace`, or
 * `tool-input` when there is no such file.
 */
export async function resolvePath(roots: PathRoots, path: string, options: ResolvePathOptions = {}): Promise<string> {
  checkWords(path);
  const wanted = resolve(roots.workspace, path);
  const allowed = [await realPlaceOf(roots.workspace), await realPlaceOf(roots.out)];
  if (options.forWriting === true) {
    const target = checkInside(await realTarget(wanted, path), allowed, path);
    // A hook or a config in .git runs code later: that is more than a write to a file.
    if (target.split(sep).some((part) => part.toLowerCase() === ".git")) {
      throw new ThorpError("outside-workspace", `"${shown(path)}" is inside .git, where nothing may be written.`, {
        hint: "Choose a path outside .git.",
      });
    }
    return target;
  }
  const found = (await realpathIfAny(wanted, path)) ?? (await inOut(roots, path));
  if (found !== undefined) return checkInside(found, allowed, path);
  // Whether a file outside exists is nobody's business either, hence the check before "there is no such file".
  checkInside(await realTarget(wanted, path), allowed, path);
  throw await notFound(wanted, path);
}

/** True when `path` is `root` or lies below it; both absolute. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function checkWords(path: string): void {
  if (path.trim() === "") throw new ThorpError("tool-input", "The path is empty; name a file in the workspace.");
  if (path.includes("\0")) throw new ThorpError("tool-input", "The path holds a NUL character.");
  if (path.length > LONGEST_PATH) {
    throw new ThorpError("tool-input", `The path is longer than ${LONGEST_PATH} characters.`);
  }
}

function checkInside(path: string, allowed: readonly string[], words: string): string {
  if (allowed.some((root) => isInside(root, path))) return path;
  throw new ThorpError("outside-workspace", `"${shown(words)}" is outside the workspace.`);
}

/** A file that an earlier step made is often named as if it lay in the workspace. */
async function inOut(roots: PathRoots, path: string): Promise<string | undefined> {
  return isAbsolute(path) ? undefined : realpathIfAny(resolve(roots.out, path), path);
}

/** The real place of a folder that may not exist yet, symlinks resolved. */
export async function realPlaceOf(folder: string): Promise<string> {
  return realTarget(resolve(folder), folder);
}

/** Where `path` would come to lie: the real path of its deepest existing ancestor, and the rest below it. */
async function realTarget(path: string, words: string): Promise<string> {
  const missing: string[] = [];
  let ancestor = path;
  for (;;) {
    const real = await realpathIfAny(ancestor, words);
    if (real !== undefined) return join(real, ...missing);
    // A link to nowhere: writing through it would make a file that nobody looked at.
    if (await linkExists(ancestor)) {
      throw new ThorpError("outside-workspace", `"${shown(words)}" leads through a link whose target does not exist.`);
    }
    missing.unshift(basename(ancestor));
    ancestor = dirname(ancestor);
  }
}

async function realpathIfAny(path: string, words: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw unreadable(code, words, error);
  }
}

function unreadable(code: string | undefined, words: string, cause: unknown): ThorpError {
  const reasons: Record<string, string> = {
    ENOTDIR: "a part of it is a file, not a folder",
    ELOOP: "its links lead in a circle",
    ENAMETOOLONG: "a name in it is too long",
    EACCES: "this user may not enter its folder",
  };
  const reason = reasons[code ?? ""] ?? `the system says ${code ?? "no"}`;
  return new ThorpError("tool-input", `The path "${shown(words)}" cannot be followed: ${reason}.`, { cause });
}

async function linkExists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

async function notFound(wanted: string, words: string): Promise<ThorpError> {
  const siblings = await readdir(dirname(wanted)).catch(() => []);
  const suggestion = nearest(basename(wanted), siblings);
  const meant = suggestion === undefined ? "" : ` Did you mean "${join(dirname(words), suggestion)}"?`;
  return new ThorpError("tool-input", `There is no file "${shown(words)}" in the workspace.${meant}`, {
    hint: "list_files shows the files there are.",
  });
}

/** Short enough for a message, and on one line. */
function shown(words: string): string {
  const line = words.replace(/\p{Cc}/gu, "?");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
