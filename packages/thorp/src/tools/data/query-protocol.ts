/** What `run-query.ts` and its process, `query-worker.ts`, say to each other. */
import type { ColumnType } from "./infer-column.ts";

/** One table that the statement may use. */
export interface TableInput {
  /** The name in SQL. */
  readonly name: string;
  /** Other names under which the same table can be found. */
  readonly aliases: readonly string[];
  /** Decides how the bytes are read, and stands in messages. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** The one message that the process gets. */
export interface QueryOrder {
  readonly tables: readonly TableInput[];
  readonly sql: string;
  /** Values of `:name` in the statement. */
  readonly parameters: Readonly<Record<string, QueryCell>>;
  readonly maxRows: number;
  /** Rows of a file beyond this number are not loaded. */
  readonly maxLoadRows: number;
  /** The process ends itself after this time: nobody else can when the one that started it is gone. */
  readonly lifetimeMs: number;
}

/** A column as SQL sees it. */
export interface LoadedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** A second name that needs no quotes, for names that do. */
  readonly alias?: string;
}

/** A table as it was loaded; `notes` say what was left out. */
export interface LoadedTable {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly columns: readonly LoadedColumn[];
  readonly rows: number;
  readonly notes: readonly string[];
}

/** A value as it comes back. */
export type QueryCell = string | number | null;

/** How the process answers its order, once. */
export type QueryReply =
  | {
      readonly type: "done";
      readonly ok: true;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly QueryCell[])[];
      /** True when there were more rows than are here. */
      readonly cut: boolean;
      readonly tables: readonly LoadedTable[];
    }
  | {
      readonly type: "done";
      readonly ok: false;
      /** `load`: a file holds no table. `sql`: the statement is wrong. `limit`: stopped for time or memory. */
      readonly stage: "load" | "sql" | "limit";
      /** In SQLite's own words where it was SQLite that objected. */
      readonly message: string;
      readonly tables: readonly LoadedTable[];
    };

/** `loaded` starts the time limit of the query itself. */
export type WorkerMessage = { readonly type: "loaded" } | QueryReply;
