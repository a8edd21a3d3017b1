/**
 * The reading half of the seam over a read-only connection of the calling thread. Long answers are read in pages with
 * a turn of the event loop between them, so that nothing else stands still meanwhile.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Store, StoreReads } from "../store.ts";
import type { EventVersions } from "../upcast.ts";
import { type AccountReads, createAccountReads } from "./account-reads.ts";
import { createJournalReads } from "./journal-reads.ts";
import { createQueries, type Queries, type QueriesOptions } from "./queries.ts";
import { createRowReads } from "./row-reads.ts";
import { createTermsReads } from "./terms-reads.ts";
import { createToolUsageReads } from "./tool-usage-reads.ts";
import { createUsageReads } from "./usage-reads.ts";

/** What the seam reads, and the tables of accounts. */
export type SqliteReads = StoreReads & { readonly accounts: AccountReads };

/** Where to read, and how old events become new ones. */
export interface ReadsOptions extends QueriesOptions {
  readonly versions: EventVersions;
}

/** Each statement sees what is committed when it runs. */
export function createReads({ versions, ...options }: ReadsOptions): SqliteReads {
  const queries = createQueries(options);
  return {
    ...createJournalReads(queries, versions),
    ...createRowReads(queries),
    ...createUsageReads(queries),
    ...createToolUsageReads(queries),
    ...createTermsReads(queries),
    ...createContentReads(queries),
    accounts: createAccountReads(queries),
  };
}

function createContentReads(queries: Queries): Pick<Store, "blob" | "runsOfBlob" | "team"> {
  return {
    async blob(hash) {
      const parts: Uint8Array[] = [];
      for (;;) {
        const [row] = await queries.all("SELECT data FROM blob WHERE hash = ? AND part = ?", hash, parts.length);
        if (row === undefined) break;
        parts.push(row["data"] as Uint8Array);
        await nextTurn();
      }
      return parts.length < 2 ? parts[0] : new Uint8Array(Buffer.concat(parts));
    },
    async runsOfBlob(hash) {
      const sql =
        "SELECT journal.id FROM blob_reference JOIN journal ON journal.key = blob_reference.run WHERE hash = ?";
      return (await queries.all(sql, hash)).map(({ id }) => String(id));
    },
    async team(hash) {
      const [row] = await queries.all("SELECT files FROM team_copy WHERE hash = ?", hash);
      return row && (JSON.parse(String(row["files"])) as Record<string, string>);
    },
  };
}
