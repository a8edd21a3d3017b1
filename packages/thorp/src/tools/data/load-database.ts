/**
 * Tables into an SQLite database in memory, and the statement that somebody else wrote over it.
 *
 * The statement is not trusted. `ATTACH` and `VACUUM INTO` write files, also where Node's own permission model forbids
 * it, so an authorizer refuses everything that is not reading; it is set after loading, since loading needs more.
 */
import { constants, DatabaseSync } from "node:sqlite";
import { freeName, plainName, quoteName } from "./column-names.ts";
import { readColumn } from "./infer-column.ts";
import type { RawTable } from "./parse-table.ts";
import type { LoadedColumn, LoadedTable, QueryCell } from "./query-protocol.ts";

/** Characters of all cells of a result together. */
const MAX_RESULT_CHARACTERS = 4_000_000;
const MAX_COLUMNS = 900;

/** In memory, bounded: it can neither fill the memory nor reach a file. */
export function openDatabase(): DatabaseSync {
  // One value may not fill the memory: printf('%.*c', 1e9, 'x') is one short statement.
  const database = new DatabaseSync(":memory:", { limits: { length: 50_000_000 } });
  database.exec("PRAGMA temp_store = MEMORY; PRAGMA hard_heap_limit = 1500000000;");
  return database;
}

/** Makes the table and its aliases. Throws what SQLite throws. */
export function loadTable(
  database: DatabaseSync,
  raw: RawTable,
  { name, aliases }: { readonly name: string; readonly aliases: readonly string[] },
): LoadedTable {
  if (raw.columns.length > MAX_COLUMNS)
    throw new Error(`it has ${raw.columns.length} columns; at most ${MAX_COLUMNS} can be queried`);
  const readings = raw.columns.map((_, index) =>
    readColumn(
      raw.rows.map((row) => row[index]),
      { decimalComma: raw.decimalComma },
    ),
  );
  const columns = withAliases(raw.columns, (index) => readings[index]?.type ?? "text");
  createTable(database, name, columns);

  const names = columns.map((column) => quoteName(column.name)).join(", ");
  const insert = database.prepare(
    `INSERT INTO ${quoteName(name)} (${names}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  database.exec("BEGIN");
  for (let row = 0; row < raw.rows.length; row++) insert.run(...readings.map((reading) => reading.cells[row] ?? null));
  database.exec("COMMIT");
  for (const alias of aliases) database.exec(`CREATE VIEW ${quoteName(alias)} AS SELECT * FROM ${quoteName(name)}`);
  return { name, aliases, columns, rows: raw.rows.length, notes: raw.notes };
}

function withAliases(names: readonly string[], typeAt: (index: number) => LoadedColumn["type"]): LoadedColumn[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name, index) => {
    const type = typeAt(index);
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
      ? { name, type }
      : { name, type, alias: freeName(plainName(name), taken) };
  });
}

const storedAs = {
  integer: "INTEGER",
  real: "REAL",
  boolean: "INTEGER",
  date: "TEXT",
  datetime: "TEXT",
  text: "TEXT",
} as const;

function createTable(database: DatabaseSync, name: string, columns: readonly LoadedColumn[]): void {
  const own = columns.map((column) => `${quoteName(column.name)} ${storedAs[column.type]}`);
  // A generated column answers to the second name without storing anything; `runStatement` leaves it out of `*`.
  const second = columns.flatMap(({ name: source, alias, type }) =>
    alias === undefined ? [] : [`${quoteName(alias)} ${storedAs[type]} AS (${quoteName(source)}) VIRTUAL`],
  );
  database.exec(`CREATE TABLE ${quoteName(name)} (${[...own, ...second].join(", ")})`);
}

/** From here on the database can only be read. */
export function lockDatabase(database: DatabaseSync): void {
  const allowed = new Set([
    constants.SQLITE_SELECT,
    constants.SQLITE_READ,
    constants.SQLITE_FUNCTION,
    constants.SQLITE_RECURSIVE,
  ]);
  database.setAuthorizer((action, _first, second) => {
    const isAllowed = allowed.has(action) && !(action === constants.SQLITE_FUNCTION && second === "load_extension");
    return isAllowed ? constants.SQLITE_OK : constants.SQLITE_DENY;
  });
}

/** `cut` is true when there were more rows than allowed. */
export interface StatementResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly QueryCell[])[];
  readonly cut: boolean;
}

/** Runs one SELECT. Throws what SQLite throws, and for a second statement or one that gives no columns. */
export function runStatement(
  database: DatabaseSync,
  sql: string,
  options: {
    readonly maxRows: number;
    readonly tables: readonly LoadedTable[];
    readonly parameters?: Readonly<Record<string, QueryCell>>;
  },
): StatementResult {
  const statement = database.prepare(sql);
  // SQLite compiles the first statement and silently leaves the rest.
  const rest = sql.slice(statement.sourceSQL.length).replace(/--[^\n]*|\/\*[\s\S]*?\*\/|[\s;]/g, "");
  if (rest !== "") throw new Error("only one statement can be run; put everything into one SELECT");
  const origins = statement.columns();
  if (origins.length === 0) throw new Error("only a SELECT can be run; this statement gives no rows");

  const kept = keptColumns(origins, options.tables);
  const taken = new Set<string>();
  const columns = kept.map((index) => freeName(origins[index]?.name ?? "column", taken));
  statement.setReturnArrays(true);
  statement.setAllowUnknownNamedParameters(true);
  // Without it an integer beyond 2^53 throws.
  statement.setReadBigInts(true);
  const rows: QueryCell[][] = [];
  let characters = 0;
  for (const values of statement.iterate({ ...options.parameters }) as unknown as Iterable<unknown[]>) {
    if (rows.length >= options.maxRows || characters > MAX_RESULT_CHARACTERS) return { columns, rows, cut: true };
    const row = kept.map((index) => cellFrom(values[index]));
    for (const cell of row) characters += typeof cell === "string" ? cell.length : 8;
    rows.push(row);
  }
  return { columns, rows, cut: false };
}

interface ColumnOrigin {
  readonly name: string;
  readonly table: string | null;
  readonly column: string | null;
}

/** `SELECT *` would show a column under both its names: the second one goes where the first is there. */
function keptColumns(origins: readonly ColumnOrigin[], tables: readonly LoadedTable[]): number[] {
  const sourceByAlias = new Map<string, string>();
  for (const table of tables) {
    for (const { name, alias } of table.columns) {
      if (alias !== undefined) sourceByAlias.set(`${table.name}\n${alias}`, name);
    }
  }
  const shown = new Set(origins.map(({ table, column }) => `${table}\n${column}`));
  return origins.flatMap(({ table, column }, index) => {
    const source = sourceByAlias.get(`${table}\n${column}`);
    return source !== undefined && shown.has(`${table}\n${source}`) ? [] : [index];
  });
}

function cellFrom(value: unknown): QueryCell {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  // Fifteen digits are what a double holds for sure: 0.1 + 0.2 is 0.3.
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toPrecision(15)) : null;
  if (value instanceof Uint8Array) return `(${value.byteLength} bytes)`;
  return typeof value === "string" ? value : null;
}
