/** The tool `read_file`: lines of a text file, numbered. */

import { z } from "zod";
import { isTextType, mediaTypeOf } from "../media-type.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall } from "../settle-call.ts";
import { sourceLabel } from "../source-label.ts";
import { decodeText, formatBytes, isText } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";

const lineNumber = z.int().min(1).max(1_000_000_000);
const input = z.object({
  path: z.string().min(1).max(4096).describe("The file, relative to the workspace, or attachment:NAME"),
  fromLine: lineNumber.optional().describe("First line to read; 1 when left out"),
  toLine: lineNumber.optional().describe("Last line to read; as many as fit when left out"),
});

const MOST_CHARACTERS = 16_000;
const LONGEST_LINE = 2000;

/** Reads a text file up to about 4000 tokens at a time, and says where to read on. */
export function createReadFileTool(): Tool {
  return defineTool({
    name: "read_file",
    capability: "files-read",
    description:
      "Reads a text file (notes, code, logs, Markdown, CSV, JSON) and gives its lines with their numbers. Long files come in parts: ask for fromLine and toLine. " +
      "Not for PDF or Word files: use read_document. Not for calculations over tables: use query_data.",
    examples: [
      "Read notes.md",
      "Show me the first 20 lines of app.log",
      "What does config.yaml say?",
      "open src/main.ts",
      "print lines 100 to 150 of server.log",
      "What is written in todo.txt?",
      "Show the attached readme",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ path }, folders) => ({
      effect: "read",
      summary: `read ${path.slice(0, 100)}`,
      ...pathsRead(folders, path),
    }),
    execute: (given, context) => settleCall(context, () => read(given, context)),
  });
}

async function read(given: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  const { path, fromLine = 1, toLine = Number.POSITIVE_INFINITY } = given;
  if (toLine < fromLine) return { ok: false, text: `toLine (${toLine}) is before fromLine (${fromLine}).` };
  const bytes = await context.readFile(path);
  const mediaType = mediaTypeOf(path, bytes);
  if (!isText(bytes) || !isTextType(mediaType)) return { ok: false, text: notText(path, mediaType, bytes.length) };

  const text = decodeText(bytes);
  const lines = text.split("\n");
  // The break that ends the last line is not a line.
  if (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return { ok: true, text: `${path} is empty.`, ...origin(path) };
  if (fromLine > lines.length) {
    return {
      ok: false,
      text: `${path} has ${lines.length} line${lines.length === 1 ? "" : "s"}; there is no line ${fromLine}.`,
    };
  }
  const shown: string[] = [];
  let characters = 0;
  let next = fromLine;
  const width = String(Math.min(toLine, lines.length)).length;
  for (; next <= Math.min(toLine, lines.length); next++) {
    const line = lines[next - 1] ?? "";
    const cut =
      line.length > LONGEST_LINE
        ? `${line.slice(0, LONGEST_LINE)}… (${line.length - LONGEST_LINE} more characters)`
        : line;
    characters += cut.length + width + 2;
    if (characters > MOST_CHARACTERS && shown.length > 0) break;
    shown.push(`${String(next).padStart(width)}  ${cut}`);
  }
  const last = next - 1;
  const isWhole = fromLine === 1 && last === lines.length;
  const head = isWhole
    ? `${path}, ${lines.length} line${last === 1 ? "" : "s"}:`
    : `${path}, lines ${fromLine} to ${last} of ${lines.length}:`;
  const more = last < Math.min(toLine, lines.length) ? [`(cut here; read on with fromLine ${next})`] : [];
  return {
    ok: true,
    text: [head, ...shown, ...more].join("\n"),
    data: { path, fromLine, toLine: last, lines: lines.length },
    ...origin(path),
  };
}

function origin(path: string) {
  return { sources: [{ title: path, location: path }], labels: [sourceLabel(path)] } as const;
}

function notText(path: string, mediaType: string, bytes: number): string {
  const what = `${path} is not a text file (${mediaType}, ${formatBytes(bytes)}).`;
  if (mediaType === "application/pdf" || mediaType.includes("wordprocessingml"))
    return `${what} Use read_document for it.`;
  if (mediaType.includes("spreadsheet") || mediaType.includes("excel"))
    return `${what} Save the sheet as CSV, then use query_data or read_document.`;
  return `${what} There is no tool here that reads such files.`;
}
