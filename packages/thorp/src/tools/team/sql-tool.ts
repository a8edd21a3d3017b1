/** A query of a team over its own data, with arguments in the places that its author chose. */
import type { Json } from "../../base/json.ts";
import { freeName, tableName } from "../data/column-names.ts";
import { explainQueryError } from "../data/explain-query-error.ts";
import { resultText } from "../data/query-data.ts";
import type { QueryCell } from "../data/query-protocol.ts";
import { runQuery } from "../data/run-query.ts";
import { recordsFrom } from "../data/table-text.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import type { ToolFile } from "../tool-file-schema.ts";
import type { DeclaredTool } from "./read-tool-files.ts";
import { dataPaths, readTeamData, type TeamPlace } from "./team-data.ts";
import { type ToolArguments, valuesOf } from "./tool-input.ts";

/** In a process of its own that can only read these tables. */
export async function runSqlTool(
  { file, body }: DeclaredTool & { readonly file: Extract<ToolFile, { kind: "sql" }> },
  { team, given }: { readonly team: TeamPlace; readonly given: ToolArguments },
  context: ToolContext,
): Promise<ToolOutput> {
  const data = await readTeamData(team, dataPaths(file.data));
  const taken = new Set(["data"]);
  const tables = data.map(({ path, name: fileName, bytes }, at) => {
    const own = freeName(tableName(path), taken);
    const isData = tableName(path).toLowerCase() === "data";
    const names = at === 0 ? { name: "data", aliases: isData ? [] : [own] } : { name: own, aliases: [] };
    return { fileName, bytes, ...names };
  });
  const values = Object.entries(valuesOf(given, file.input)).map(([name, value]) => [name, cellOf(value)] as const);
  const reply = await runQuery(
    { tables, sql: body, parameters: Object.fromEntries(values) },
    { clock: context.clock, signal: context.signal, queryMs: file.seconds * 1000 },
  );
  if (!reply.ok) return { ok: false, text: explainQueryError(reply, body) };
  return {
    ok: true,
    text: resultText(reply),
    data: recordsFrom(reply),
    labels: data.map(({ label }) => label),
    sources: data.map(({ path }) => ({ title: path, location: `${team.name}/${path}` })),
  };
}

/** SQLite has no true and false and no lists; `json_each(:name)` takes a list apart. */
function cellOf(value: Json): QueryCell {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
