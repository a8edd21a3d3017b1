/** Statements that are prepared once, and long answers in pages. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Row } from "./row-mapping.ts";
import { storageError } from "./sqlite-failure.ts";

/** Reads by statements that are prepared once per connection. */
export interface Queries {
  /** All rows. Throws errors of the table. */
  all(sql: string, ...values: SQLInputValue[]): Promise<readonly Row[]>;
}

/** Where rows come from. */
export interface QueriesOptions {
  /** Called before each query; throws when there is nothing to read from. */
  readonly open: () => Promise<DatabaseSync>;
  /** What messages name. */
  readonly folder: string;
}

/** Rows that are read in one go: about a millisecond of work. */
export const PAGE = 256;

/** What SQLite throws comes out as an error of the table that names the folder. */
export function createQueries({ open, folder }: QueriesOptions): Queries {
  const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
  return {
    async all(sql, ...values) {
      try {
        const db = await open();
        let prepared = statements.get(db);
        if (prepared === undefined) statements.set(db, (prepared = new Map()));
        let statement = prepared.get(sql);
        if (statement === undefined) prepared.set(sql, (statement = db.prepare(sql)));
        return statement.all(...values);
      } catch (error) {
        throw storageError(error, folder);
      }
    },
  };
}

/** How a long answer is read in parts. */
export interface Pages<Item> {
  /** At most `PAGE` rows behind `last`, the last row of the page before. */
  readonly page: (last: Row | undefined) => Promise<readonly Row[]>;
  readonly itemFrom: (row: Row) => Item;
}

/** Page after page until one is not full, with a turn of the event loop between them. */
export async function readPages<Item>({ page, itemFrom }: Pages<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  let last: Row | undefined;
  for (;;) {
    const rows = await page(last);
    for (const row of rows) items.push(itemFrom(row));
    if (rows.length < PAGE) return items;
    last = rows.at(-1);
    await nextTurn();
  }
}
