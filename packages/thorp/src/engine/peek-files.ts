/** The files that a request names, brings, or seems to mean: looked at, not read. */
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { Json } from "../base/json.ts";
import { cleanJson } from "../guard/clean-json.ts";
import type { SecretFilter } from "../guard/secret-filter.ts";
import type { FileNote } from "../models/brief.ts";
import { isMedia, LARGEST_MEDIA } from "../models/brief-media.ts";
import type { PeekFiles } from "../orchestration/look-at-files.ts";
import type { Store } from "../storage/store.ts";
import { readBoundedFile } from "../tools/context/read-file.ts";
import { resolvePath } from "../tools/context/resolve-path.ts";
import { peekFile } from "../tools/peek-file.ts";

const MOST_FILES = 12;
const MAX_BYTES = 32 << 20;
/** Something with a folder or an extension: `notes.md`, `data/sales.csv`. */
const PATH_PATTERN = /(?:[\w.~-]+[\\/])*[\w~-][\w .~-]*?\.[A-Za-z][A-Za-z0-9]{0,5}\b|(?:[\w.~-]+\/)+[\w.~-]+/g;
const DATA_EXTENSIONS = new Set([
  ".csv",
  ".tsv",
  ".json",
  ".md",
  ".txt",
  ".html",
  ".pdf",
  ".docx",
  ".xml",
  ".yaml",
  ".log",
]);

/** "that", "it", "the same": what was said before is part of what is wanted now. */
const POINTS_BACK = /\b(?:it|its|that|this|them|those|these|same|again|result|results)\b/i;

/**
 * Attachments first, then files of the workspace. A request that brings and names none, or that points back, is also
 * about the files of the newest earlier request that had any; where there are none either, about tables whose columns it
 * names.
 */
export function filePeeker(store: Pick<Store, "blob" | "putBlob">, secrets: Pick<SecretFilter, "clean">): PeekFiles {
  const peek = createPeek(store);
  // A key may stand in the head of a table; a path has to lead to its file.
  return async (about, signal) =>
    (await peek(about, signal)).map((note) => ({
      ...(cleanJson(secrets, note as unknown as Json) as unknown as FileNote),
      path: note.path,
    }));
}

function createPeek(store: Pick<Store, "blob" | "putBlob">): PeekFiles {
  return async ({ run: { request }, earlier }, signal) => {
    const roots = { workspace: request.workspace, out: request.out };
    const notes: FileNote[] = [];
    for (const attachment of request.attachments) {
      const bytes = await store.blob(attachment.blob);
      if (bytes === undefined) continue;
      const note = await peekFile(`attachment:${attachment.name}`, bytes);
      notes.push(isMedia(note) ? { ...note, blob: attachment.blob } : note);
    }
    const around = await filesAround(roots);
    const look = async (text: string): Promise<void> => {
      for (const path of pathsFor(text, around, notes.length > 0)) {
        // Whoever stopped the run hears it from the next call; a step only throws when the process cannot go on.
        if (signal.aborted || notes.length >= MOST_FILES + request.attachments.length) break;
        const note = notes.some((known) => known.path === path) ? undefined : await peekNamed(roots, path, store);
        if (note !== undefined) notes.push(note);
      }
    };
    await look(request.text);
    if (notes.length > 0 && !POINTS_BACK.test(request.text)) return notes;
    const before = notes.length;
    for (const text of [...earlier].reverse()) {
      if (notes.length > before || signal.aborted) break;
      await look(text);
    }
    if (notes.length === 0) notes.push(...(await tablesMeant(request.text, around, peekHere)));
    return notes;

    function peekHere(path: string): Promise<FileNote | undefined> {
      return signal.aborted ? Promise.resolve(undefined) : peekNamed(roots, path, store);
    }
  };
}

const TABLES = new Set([".csv", ".tsv"]);
const MOST_TABLES = 8;

/** Who asks "which product grew most, in which region?" names no file, but its columns. One alone is chance. */
async function tablesMeant(
  text: string,
  around: readonly string[],
  peek: (path: string) => Promise<FileNote | undefined>,
): Promise<readonly FileNote[]> {
  const tables = around.filter((path) => TABLES.has(extname(path).toLowerCase())).slice(0, MOST_TABLES);
  const words = wordsOf(text);
  const notes: FileNote[] = [];
  for (const path of tables) {
    const note = await peek(path);
    const said = note?.columns?.filter(({ name }) => isMeant(`${name}.`, words)) ?? [];
    if (note !== undefined && said.length >= 2) notes.push(note);
  }
  return notes.slice(0, MOST_FILES);
}

/** Named files; without any, those that the words seem to mean, unless there is something at hand already. */
function pathsFor(text: string, around: readonly string[], isAtHand: boolean): readonly string[] {
  const named = pathsIn(text);
  if (named.length > 0) return [...named, ...elsewhere(named, around)].slice(0, MOST_FILES);
  if (isAtHand) return [];
  const inFolder = around.filter((path) => isInNamedFolder(path, text));
  if (inFolder.length > 0) return inFolder.slice(0, MOST_FILES);
  return around.filter((path) => isMeant(basename(path), wordsOf(text))).slice(0, MOST_FILES);
}

/** "the files in offers", "the folder offers", "the offers folder": all that lies there is meant. */
function isInNamedFolder(path: string, text: string): boolean {
  return path
    .split("/")
    .slice(0, -1)
    .some((folder) => {
      const name = folder.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return new RegExp(
        `\\b(?:(?:files?|documents?|everything|all) (?:in|from|of)(?: the)?(?: folder)?|folder|directory) ["'\`]?${name}(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])${name}["'\`]? (?:folder|directory)\\b`,
        "iu",
      ).test(text);
    });
}

/** Undefined for what is not there, not a file, or outside: the tool that is asked for it later says so. */
async function peekNamed(
  roots: { workspace: string; out: string },
  path: string,
  store: Pick<Store, "putBlob">,
): Promise<FileNote | undefined> {
  try {
    const file = await resolvePath(roots, path);
    const { size } = await stat(file);
    if (size > MAX_BYTES) return { path, mediaType: "application/octet-stream", bytes: size };
    const bytes = await readBoundedFile(file, path, MAX_BYTES);
    const note = await peekFile(path, bytes);
    // Kept as it is now: a later call, or a replay, must see the same picture.
    return isMedia(note) && bytes.length <= LARGEST_MEDIA ? { ...note, blob: await store.putBlob(bytes) } : note;
  } catch {
    return undefined;
  }
}

function pathsIn(text: string): readonly string[] {
  const withoutUrls = text.replace(/https?:\/\/\S+/g, " ");
  const quoted = [...withoutUrls.matchAll(/["'`]([^"'`\n]+\.[A-Za-z0-9]{1,6})["'`]/g)].map(([, path]) => path ?? "");
  const plain = [...withoutUrls.matchAll(PATH_PATTERN)].flatMap(([path]) => [path, path.split(" ").at(-1) ?? path]);
  return [...new Set([...quoted, ...plain])].filter((path) => path !== "");
}

/** Files that may be meant: data and documents near the top of the workspace, but not what earlier runs made. */
async function filesAround({ workspace, out }: { workspace: string; out: string }): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.slice(0, 500)) {
      if (entry.name.startsWith(".") || entry.name === "node_modules" || join(workspace, folder, entry.name) === out)
        continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && depth > 0) await look(path, depth - 1);
      else if (entry.isFile() && DATA_EXTENSIONS.has(extname(entry.name).toLowerCase())) found.push(path);
    }
  };
  await look("", 2);
  return found;
}

/** A bare name that is not where it was said to be, but is in one place only. */
function elsewhere(named: readonly string[], around: readonly string[]): readonly string[] {
  return named.flatMap((name) => {
    if (around.includes(name) || name.includes("/")) return [];
    const places = around.filter((path) => basename(path) === name);
    return places.length === 1 ? places : [];
  });
}

/** Words that name no file in particular. */
const GENERAL = new Set([
  "file",
  "files",
  "data",
  "list",
  "report",
  "reports",
  "table",
  "tables",
  "chart",
  "charts",
  "document",
  "documents",
  "text",
  "page",
  "pages",
  "readme",
]);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !GENERAL.has(word)));
}

/** "the sales data" means sales.csv where there is one: half of the words of its name are said. */
function isMeant(name: string, words: ReadonlySet<string>): boolean {
  const stem = basename(name, extname(name)).toLowerCase();
  // A date in a name is no word of it, unless there is no other.
  const parts = stem.match(/\p{L}{3,}/gu) ?? stem.match(/\p{N}{3,}/gu) ?? [];
  const said = parts.filter((part) => words.has(part) || words.has(part.replace(/s$/, "")) || words.has(`${part}s`));
  // One small word of a long name is chance: "write a poem" does not mean create-is-not-write.md.
  return said.length > 0 && said.length * 2 >= parts.length;
}
