/** The tool `list_files`. */

import { stat } from "node:fs/promises";
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall, throwIfAborted } from "../settle-call.ts";
import { formatBytes } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { createGlobMatcher } from "./match-glob.ts";
import { walkFiles } from "./walk-files.ts";

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
});

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

async function listed({ folder = ".", pattern }: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  const place = await resolveFolder(folder, context);
  const { files, isComplete } = await walkFiles(place, context);
  const matches = pattern === undefined || pattern.trim() === "" ? () => true : createGlobMatcher(pattern);
  const prefix = folderPrefix(folder);
  const found = files.filter(({ path }) => matches(path) || matches(prefix + path));
  const noted = await Promise.all(
    found.slice(0, MOST_LISTED).map(async ({ file, path }) => {
      const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { path: prefix + path, bytes: size, modified: new Date(mtimeMs).toISOString() };
    }),
  );
  throwIfAborted(context.signal);
  const what = pattern === undefined ? "" : ` matching ${pattern}`;
  const where = prefix === "" ? "the workspace" : prefix;
  const lines = noted.slice(0, MOST_SHOWN).map(({ path, bytes }) => `- ${path} (${formatBytes(bytes)})`);
  const head =
    found.length === 0
      ? `No files${what} in ${where}.`
      : `${found.length} file${found.length === 1 ? "" : "s"}${what} in ${where}:`;
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
