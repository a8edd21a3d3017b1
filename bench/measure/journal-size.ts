/** How large the journal is that runs leave behind, from the file itself. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface JournalSize {
  /** Of core.db with nothing left in its log, less the empty file; projections and indexes included. Per run. */
  readonly fileBytes: number;
  /** Of the event bodies alone. Per run. */
  readonly eventBytes: number;
  /** Per run. */
  readonly events: number;
}

/** `dir` is the folder of a subject that has been closed. */
export function journalSize(dir: string): JournalSize {
  const file = join(dir, "data", "core.db");
  const db = new DatabaseSync(file);
  try {
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const count = (sql: string) => Number(db.prepare(sql).get()?.["n"]);
    const runs = count("SELECT count(*) AS n FROM run");
    // In an empty file each table and each index takes one page.
    const tables = count("SELECT count(*) AS n FROM sqlite_schema WHERE rootpage > 0") + 1;
    return {
      fileBytes: (statSync(file).size - tables * 4096) / runs,
      eventBytes: count("SELECT sum(length(CAST(data AS BLOB))) AS n FROM event") / runs,
      events: count("SELECT count(*) AS n FROM event") / runs,
    };
  } finally {
    db.close();
  }
}
