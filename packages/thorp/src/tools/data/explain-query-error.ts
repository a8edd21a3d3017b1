/** A failed query in words with which a model can mend it: SQLite's message, the nearest name, and what there is. */
import { nearest } from "../../base/nearest.ts";
import type { LoadedTable, QueryReply } from "./query-protocol.ts";

/** Names tables and columns that exist when the statement named others. */
export function explainQueryError(reply: Extract<QueryReply, { ok: false }>, sql: string): string {
  switch (reply.stage) {
    case "load":
      return reply.message;
    case "limit":
      return `${reply.message} Select fewer columns, filter with WHERE, add LIMIT, and give every JOIN a condition.`;
    case "sql":
      return [
        `SQLite says: ${reply.message}.`,
        suggestion(reply.message, reply.tables, sql),
        describeTables(reply.tables),
      ]
        .filter(Boolean)
        .join(" ");
  }
}

/** One line per table: its names, and its columns with their types, quoted where SQL needs it. */
export function describeTables(tables: readonly LoadedTable[]): string {
  return tables
    .map((table) => {
      const columns = table.columns.map((column) => `${column.alias ?? column.name} (${column.type})`).join(", ");
      const also = table.aliases.length > 0 ? ` (also called ${table.aliases.join(", ")})` : "";
      return `Table ${table.name}${also} has the columns: ${columns}.`;
    })
    .join(" ");
}

function suggestion(message: string, tables: readonly LoadedTable[], sql: string): string | undefined {
  const column = /no such column: "?([^"]+?)"?(?: - should|$)/.exec(message)?.[1];
  if (column !== undefined) return suggestColumn(column, tables);
  const table = /no such table: (.+)$/.exec(message)?.[1];
  if (table !== undefined) {
    const close = nearest(
      table,
      tables.flatMap(({ name, aliases }) => [name, ...aliases]),
    );
    // Not "use data": whoever joins two files would give up the second one.
    return close === undefined ? `Another file is a table only when moreFiles names it.` : `Use the table ${close}.`;
  }
  const called = /no such function: (.+)$/.exec(message)?.[1]?.toLowerCase();
  if (called !== undefined) return insteadOf[called] ?? "This is SQLite: use its own functions.";
  const ambiguous = /ambiguous column name: (.+)$/.exec(message)?.[1];
  if (ambiguous !== undefined) return `Write a table's name in front: data.${ambiguous}.`;
  if (/not authorized|authorization denied|only a SELECT/i.test(message))
    return "Only reading is allowed: write one SELECT.";
  return /syntax error/.test(message) ? suggestQuotes(message, tables, sql) : undefined;
}

function suggestColumn(written: string, tables: readonly LoadedTable[]): string {
  const name = written.split(".").at(-1) ?? written;
  const known = tables.flatMap(({ columns }) => columns.map((column) => column.alias ?? column.name));
  const close = nearest(name, known) ?? known.find((candidate) => candidate.toLowerCase().includes(name.toLowerCase()));
  return close === undefined
    ? `There is no column like "${name}"; a text value needs single quotes.`
    : `Did you mean ${close}?`;
}

/** A column called `order` or `group` is a word of SQL too. */
function suggestQuotes(message: string, tables: readonly LoadedTable[], sql: string): string | undefined {
  const word = /near "(.+?)"/.exec(message)?.[1]?.toLowerCase();
  const reserved = tables
    .flatMap(({ columns }) => columns.map(({ name }) => name))
    .find((name) => name.toLowerCase() === word);
  if (reserved !== undefined) return `Write the column "${reserved}" with double quotes.`;
  return /\bTOP\s+\d/i.test(sql) ? "Write LIMIT at the end instead of TOP." : undefined;
}

const byStrftime = (format: string) => `Write CAST(strftime('${format}', column) AS INTEGER).`;

/** Functions of other databases, by what SQLite has. */
const insteadOf: Readonly<Record<string, string>> = {
  year: byStrftime("%Y"),
  month: byStrftime("%m"),
  day: byStrftime("%d"),
  quarter: "Write (CAST(strftime('%m', column) AS INTEGER) + 2) / 3.",
  date_trunc: "Write strftime('%Y-%m', column) for the month, strftime('%Y', column) for the year.",
  date_format: "Write strftime('%Y-%m', column).",
  to_char: "Write strftime('%Y-%m', column).",
  extract: byStrftime("%m"),
  datediff: "Write julianday(later) - julianday(earlier).",
  now: "Write date('now').",
  getdate: "Write date('now').",
  left: "Write substr(column, 1, 3).",
  right: "Write substr(column, -3).",
  isnull: "Write coalesce(column, 0).",
  nvl: "Write coalesce(column, 0).",
  stddev: "Write sqrt(avg(column * column) - avg(column) * avg(column)).",
  stdev: "Write sqrt(avg(column * column) - avg(column) * avg(column)).",
};
