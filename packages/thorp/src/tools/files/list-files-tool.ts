/** The tool `list_files`. */

import { stat } from "node:fs/promises";
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall, throwIfAborted } from "../settle-call.ts";
import { formatBytes } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { createGlobMatcher } from "./match-glob.ts";
import { type WalkedFile, walkFiles } from "./walk-files.ts";

const input = z.object({
  folder: z
    .string()
    .max(4096)
    .optional()
    .describe("The folder to look in, relative to the workspace; the whole workspace when left out"),
  pattern: z
    .string()
    .max(500)
    .optional()
    .describe('Which names: "*.csv", "notes/**/*.md", "*report*"; all when left out'),
  // "order" would draw requests about orders to this tool.
  first: z
    .enum(["name", "largest", "smallest", "newest", "oldest"])
    .optional()
    .describe("Which come first; by name when left out"),
});
type Order = NonNullable<z.infer<typeof input>["first"]>;

const MOST_LISTED = 1000;
const MOST_SHOWN = 200;

/** Lists files with their sizes; looks into folders below, but not into node_modules or .git. */
export function createListFilesTool(): Tool {
  return defineTool({
    name: "list_files",
    capability: "files-list",
    description:
      "Lists the files of the workspace, or of one folder of it, with their sizes. A pattern such as *.csv or **/*report* narrows the list. " +
      "Gives names, not contents: use read_file, read_document or query_data for those.",
    examples: [
      "Which files are in this folder?",
      "Show me all CSV files",
      "list the documents in contracts/",
      "What is in my workspace?",
      "Are there any PDFs here?",
      "find files with invoice in the name",
      "How many markdown files do I have?",
      "Which file in reports/ is the largest?",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ folder, pattern }, folders) => ({
      effect: "read",
      summary: `list ${(pattern ?? "all files").slice(0, 60)} in ${(folder ?? "the workspace").slice(0, 60)}`,
      ...pathsRead(folders, folder ?? "."),
    }),
    execute: (given, context) => settleCall(context, () => listed(given, context)),
  });
}

async function listed(
  { folder = ".", pattern, first: order = "name" }: z.infer<typeof input>,
  context: ToolContext,
): Promise<ToolOutput> {
  const place = await resolveFolder(folder, context);
  const { files, isComplete } = await walkFiles(place, context);
  const matches = pattern === undefined || pattern.trim() === "" ? () => true : createGlobMatcher(pattern);
  const prefix = folderPrefix(folder);
  const found = files.filter(({ path }) => matches(path) || matches(prefix + path));
  const noted = await noteFiles(found, { prefix, order });
  throwIfAborted(context.signal);
  const what = pattern === undefined ? "" : ` matching ${pattern}`;
  const where = prefix === "" ? "the workspace" : prefix;
  const dated = order === "newest" || order === "oldest";
  const lines = noted
    .slice(0, MOST_SHOWN)
    .map(
      ({ path, bytes, modified }) =>
        `- ${path} (${formatBytes(bytes)}${dated ? `, ${modified.slice(0, 16).replace("T", " ")}` : ""})`,
    );
  const head =
    found.length === 0
      ? `No files${what} in ${where}.`
      : `${found.length} file${found.length === 1 ? "" : "s"}${what} in ${where}${order === "name" ? "" : `, ${order} first`}:`;
  const rest =
    found.length > MOST_SHOWN
      ? [`… and ${found.length - MOST_SHOWN} more; narrow the list with a pattern or a folder.`]
      : [];
  const cut = isComplete ? [] : ["The folder is too large to be listed whole; name a folder in it."];
  return {
    ok: true,
    text: [head, ...lines, ...rest, ...cut].join("\n"),
    data: { count: found.length, files: noted, complete: isComplete && found.length <= MOST_LISTED },
    sources: [{ title: where, location: folder }],
    labels: [`workspace:${folder}`],
  };
}

type FileNote = {
  readonly path: string;
  readonly bytes: number;
  readonly modified: string;
};

const orders: Readonly<Record<Exclude<Order, "name">, (one: FileNote, other: FileNote) => number>> = {
  largest: (one, other) => other.bytes - one.bytes,
  smallest: (one, other) => one.bytes - other.bytes,
  newest: (one, other) => other.modified.localeCompare(one.modified),
  oldest: (one, other) => one.modified.localeCompare(other.modified),
};

/** The first `MOST_LISTED` in the order that is wanted; only another order than by name needs a look at every file. */
async function noteFiles(
  found: readonly WalkedFile[],
  { prefix, order }: { readonly prefix: string; readonly order: Order },
): Promise<readonly FileNote[]> {
  const note = async ({ file, path }: WalkedFile): Promise<FileNote> => {
    const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
    return { path: prefix + path, bytes: size, modified: new Date(mtimeMs).toISOString() };
  };
  if (order === "name") return Promise.all(found.slice(0, MOST_LISTED).map(note));
  return (await Promise.all(found.map(note))).sort(orders[order]).slice(0, MOST_LISTED);
}

/** The absolute path of a folder; throws `tool-input` when it is a file. */
export async function resolveFolder(folder: string, context: Pick<ToolContext, "resolvePath">): Promise<string> {
  const place = await context.resolvePath(folder === "" ? "." : folder);
  if (!(await stat(place)).isDirectory()) {
    throw new ThorpError("tool-input", `"${folder.slice(0, 200)}" is a file, not a folder.`, {
      hint: "Use read_file to read it.",
    });
  }
  return place;
}

/** What stands before the names of a folder's files so that other tools take them: `notes/`, or nothing. */
export function folderPrefix(folder: string): string {
  const trimmed = folder.replace(/^(?:\.\/)+|\/+$/g, "");
  return trimmed === "" || trimmed === "." ? (folder.startsWith("/") ? "/" : "") : `${trimmed}/`;
}
