/** The tool `search_files`: which lines of which text files hold some words. */

import { stat } from "node:fs/promises";
import { z } from "zod";
import { readBoundedFile } from "../context/read-file.ts";
import { isTextType, mediaTypeOf } from "../media-type.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall, throwIfAborted } from "../settle-call.ts";
import { sourceLabel } from "../source-label.ts";
import { decodeText, isText } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { folderPrefix, resolveFolder } from "./list-files-tool.ts";
import { createGlobMatcher } from "./match-glob.ts";
import { searchFromText } from "./search-lines.ts";
import { createTextSearcher, type TextSearcher } from "./search-text.ts";
import { type WalkedFile, walkFiles } from "./walk-files.ts";

const input = z.object({
  text: z.string().min(1).max(1000).describe("The words to find as they stand, or /a regular expression/"),
  folder: z.string().max(4096).optional().describe("The folder to search; the whole workspace when left out"),
  pattern: z.string().max(500).optional().describe("Only files whose names match, such as *.md"),
});

const MOST_MATCHES = 200;
const MOST_SHOWN = 80;
const LARGEST_FILE = 8 << 20;
const MOST_BYTES = 256 << 20;
const EXPRESSION_MS = 2000;
const SEARCH_MS = 15_000;
const DOCUMENT = /\.(?:pdf|docx)$/i;
const MOST_UNREAD = 10;

/** Searches text files without regard to case; not PDF or Word files. */
export function createSearchFilesTool(): Tool {
  return defineTool({
    name: "search_files",
    capability: "files-search",
    description:
      "Finds the lines of text files that contain some words, in the whole workspace or one folder, and gives each as file:line. Upper and lower case are the same. " +
      "Text between slashes is a regular expression. For PDF or Word files use read_document with a question.",
    examples: [
      "Where is the word invoice mentioned?",
      "search my notes for Amsterdam",
      "Which files contain TODO?",
      "find 'connection refused' in the logs",
      "grep for createServer in src",
      "In which of my markdown files do I talk about the budget?",
      "find all e-mail addresses in contacts/",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ text, folder }, folders) => ({
      effect: "read",
      summary: `search ${(folder ?? "the workspace").slice(0, 60)} for ${text.slice(0, 60)}`,
      ...pathsRead(folders, folder ?? "."),
    }),
    execute: (given, context) => settleCall(context, () => searched(given, context)),
  });
}

interface Match {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

interface Search {
  readonly matches: readonly Match[];
  readonly files: number;
  /** Documents that hold words but no lines of text. */
  readonly unread: readonly string[];
  readonly isComplete: boolean;
}

async function searched(given: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  const { folder = ".", pattern, text } = given;
  const place = await resolveFolder(folder, context);
  const { files, isComplete } = await walkFiles(place, context);
  const prefix = folderPrefix(folder);
  const fits = pattern === undefined || pattern.trim() === "" ? () => true : createGlobMatcher(pattern);
  const named = files
    .filter(({ path }) => fits(path) || fits(prefix + path))
    .map((each) => ({ ...each, path: prefix + each.path }));
  const searcher = createTextSearcher(searchFromText(text), {
    clock: context.clock,
    signal: context.signal,
    timeoutMs: EXPRESSION_MS,
  });
  try {
    const search = await searchAll(named, searcher, context);
    return output({ ...search, isComplete: search.isComplete && isComplete }, text);
  } finally {
    await searcher.close();
  }
}

async function searchAll(
  files: readonly WalkedFile[],
  searcher: TextSearcher,
  { clock, signal, progress }: ToolContext,
): Promise<Search> {
  const until = clock.now() + SEARCH_MS;
  const matches: Match[] = [];
  const unread: string[] = [];
  let bytesLeft = MOST_BYTES;
  let searchedFiles = 0;
  for (const { file, path } of files) {
    throwIfAborted(signal);
    if (matches.length >= MOST_MATCHES || bytesLeft < 0 || clock.now() > until)
      return { matches, files: searchedFiles, unread, isComplete: false };
    const text = await textOf(file, path);
    if (text === undefined) {
      if (DOCUMENT.test(path)) unread.push(path);
      continue;
    }
    bytesLeft -= text.length;
    if (++searchedFiles % 200 === 0) progress(`searched ${searchedFiles} of ${files.length} files`);
    const found = await searcher.search(text, MOST_MATCHES - matches.length);
    for (const match of found) matches.push({ file: path, ...match });
  }
  return { matches, files: searchedFiles, unread, isComplete: matches.length < MOST_MATCHES };
}

/** Undefined for what is no text, too large, or gone since it was listed. */
async function textOf(file: string, path: string): Promise<string | undefined> {
  const { size } = await stat(file).catch(() => ({ size: LARGEST_FILE + 1 }));
  if (size > LARGEST_FILE) return undefined;
  const bytes = await readBoundedFile(file, path, LARGEST_FILE).catch(() => undefined);
  return bytes === undefined || !isText(bytes) || !isTextType(mediaTypeOf(path, bytes)) ? undefined : decodeText(bytes);
}

/** Silence about a document would read as "not mentioned there". */
function unreadNote(unread: readonly string[]): readonly string[] {
  if (unread.length === 0) return [];
  const more = unread.length > MOST_UNREAD ? ` and ${unread.length - MOST_UNREAD} more` : "";
  return [`Not searched, use read_document with a question: ${unread.slice(0, MOST_UNREAD).join(", ")}${more}.`];
}

function output({ matches, files, unread, isComplete }: Search, text: string): ToolOutput {
  const matching = [...new Set(matches.map(({ file }) => file))];
  const quoted = text.startsWith("/") ? text : `"${text}"`;
  const cut = [
    ...unreadNote(unread),
    ...(isComplete ? [] : ["The search ended early because there is too much; narrow it with a folder or a pattern."]),
  ];
  if (matches.length === 0) {
    return {
      ok: true,
      text: [`No line of the ${files} text files searched contains ${quoted}.`, ...cut].join("\n"),
      data: { matches: [], complete: isComplete },
    };
  }
  const lines = matches.slice(0, MOST_SHOWN).map(({ file, line, text: found }) => `${file}:${line}: ${found}`);
  const more = matches.length > MOST_SHOWN ? [`… and ${matches.length - MOST_SHOWN} more matches`] : [];
  const count = `${matches.length} matching line${matches.length === 1 ? "" : "s"} in ${matching.length} file${matching.length === 1 ? "" : "s"} for ${quoted}:`;
  return {
    ok: true,
    text: [count, ...lines, ...more, ...cut].join("\n"),
    data: { matches: matches.map((match) => ({ ...match })), complete: isComplete },
    sources: matching.slice(0, 20).map((file) => ({ title: file, location: file })),
    labels: matching.map(sourceLabel),
  };
}
