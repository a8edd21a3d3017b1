/** Where the tools of this folder get their tables: workspace files, attachments, results of earlier tasks. */
import { basename } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { Label, Labels } from "../../base/label.ts";
import type { Source } from "../../events/task-result.ts";
import type { ToolContext } from "../tool.ts";
import { freeName, tableName } from "./column-names.ts";
import { tableFromJson } from "./parse-table.ts";
import type { TableInput } from "./query-protocol.ts";

/** Bytes of one file. */
const MAX_TABLE_BYTES = 200 * 1024 * 1024;

type ReadContext = Pick<ToolContext, "readFile" | "readResult">;

/** Tables ready for a query, and where they came from. */
export interface OpenedTables {
  readonly tables: readonly TableInput[];
  readonly labels: Labels;
  readonly sources: readonly Source[];
}

/**
 * Opens files for a query: the first becomes the table `data`, further ones have their base names, and the first can
 * be called by its base name too. Throws what `readFile` throws, and `tool-input` for a result that holds no table.
 */
export async function openTables(files: readonly string[], context: ReadContext): Promise<OpenedTables> {
  const taken = new Set(["data"]);
  const tables: TableInput[] = [];
  const labels: Label[] = [];
  const sources: Source[] = [];
  for (const [index, file] of files.entries()) {
    const opened = await openFile(file, context);
    const name = freeName(tableName(file), taken);
    // A file that is itself called data.csv needs no second name.
    const aliases = tableName(file).toLowerCase() === "data" ? [] : [name];
    tables.push(index === 0 ? { ...opened.content, name: "data", aliases } : { ...opened.content, name, aliases: [] });
    labels.push(...opened.labels);
    sources.push(...opened.sources);
  }
  return { tables, labels: [...new Set(labels)], sources };
}

interface OpenedFile {
  readonly content: Pick<TableInput, "fileName" | "bytes">;
  readonly labels: Labels;
  readonly sources: readonly Source[];
}

async function openFile(file: string, context: ReadContext): Promise<OpenedFile> {
  if (file.startsWith("result:")) return openResult(file.slice("result:".length), context);
  const bytes = await context.readFile(file, { maxBytes: MAX_TABLE_BYTES });
  const isAttachment = file.startsWith("attachment:");
  const name = isAttachment ? file.slice("attachment:".length) : file;
  return {
    content: { fileName: basename(name), bytes },
    labels: [isAttachment ? `attachment:${name}` : `workspace:${name}`],
    sources: [{ title: basename(name), location: file }],
  };
}

/** What `readResult` gives; labels and sources are taken over where the implementation hands them on. */
type EarlierResult = NonNullable<Awaited<ReturnType<ToolContext["readResult"]>>> & {
  readonly labels?: Labels;
  readonly sources?: readonly Source[];
};

async function openResult(id: string, context: ReadContext): Promise<OpenedFile> {
  const result = await readEarlier(id, context);
  if (Array.isArray(result.data) && result.data.length === 0) {
    throw new ThorpError("tool-input", `The result ${id} has no rows.`, {
      hint: "Check the filter of the query that it came from.",
    });
  }
  const origin = {
    labels: labelsOf(result, id),
    sources: result.sources ?? [{ title: `Result ${id}`, location: `result:${id}` }],
  };
  const records = tableOfResult(result);
  if (records !== undefined) {
    return {
      ...origin,
      content: { fileName: `result-${id}.json`, bytes: new TextEncoder().encode(JSON.stringify(records)) },
    };
  }
  const artifact = result.artifacts.find(
    ({ mediaType, file }) =>
      file !== undefined && /^(text\/csv|text\/tab-separated-values|application\/json)\b/.test(mediaType),
  );
  if (artifact?.file !== undefined) {
    const bytes = await context.readFile(artifact.file, { maxBytes: MAX_TABLE_BYTES });
    return { ...origin, content: { fileName: basename(artifact.file), bytes } };
  }
  throw new ThorpError("tool-input", `The result ${id} holds no table: it has neither rows nor a CSV or JSON file.`, {
    hint: "Name a result that came from query_data or make_table, or a file.",
  });
}

/** Throws `tool-input` when there is no such result. */
export async function readEarlier(id: string, context: Pick<ToolContext, "readResult">): Promise<EarlierResult> {
  const result: EarlierResult | undefined = await context.readResult(id);
  if (result === undefined) {
    throw new ThorpError("tool-input", `There is no result ${id}.`, {
      hint: "Use the id of an earlier task that this one depends on.",
    });
  }
  return result;
}

/** A result without labels of its own was worked out by another agent, from sources that are not known here. */
export function labelsOf(result: EarlierResult, id: string): Labels {
  return result.labels ?? [`agent:${id}`];
}

/** The rows of a result as a list of lists, header first: from its data, else from a Markdown table in its text. */
function tableOfResult(result: Pick<EarlierResult, "text" | "data">): readonly (readonly unknown[])[] | undefined {
  // A result that is an artifact's content may be JSON text.
  const table =
    tableFromJson(result.data) ?? tableFromJson(/^\s*[[{]/.test(result.text) ? parseJson(result.text) : undefined);
  return table === undefined ? markdownRows(result.text) : [table.columns, ...table.rows];
}

function markdownRows(text: string): string[][] | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const rule = lines.findIndex(
    (line) => /^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$/.test(line) && line.includes("|"),
  );
  if (rule < 1) return undefined;
  const end = lines.findIndex((line, index) => index > rule && !line.includes("|"));
  const cells = (line: string) =>
    line
      .replace(/^\||(?<!\\)\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replace(/\\([\\|<])/g, "$1"));
  return [lines[rule - 1] ?? "", ...lines.slice(rule + 1, end < 0 ? undefined : end)].map(cells);
}
