/** Everything that can be read from a damaged file, put into temporary tables of the new one. */
import type { DatabaseSync } from "node:sqlite";
import { type KnownRow, knownRow } from "./found-rows.ts";
import { openPageImages, type PageImage } from "./page-images.ts";
import { rowsOfPage } from "./page-rows.ts";

const layout = `
  CREATE TABLE temp.found_journal(
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, deleted_at INTEGER, conversation TEXT, after TEXT
  );
  CREATE TABLE temp.found_event(
    run INTEGER, seq INTEGER, id INTEGER, at INTEGER, version INTEGER, type TEXT, data TEXT, PRIMARY KEY(run, seq)
  ) WITHOUT ROWID;
  -- The number of the last event of each run that left any trace.
  CREATE TABLE temp.found_last(run INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE temp.found_blob(hash TEXT, part INTEGER, data BLOB, PRIMARY KEY(hash, part));
  CREATE TABLE temp.found_team(hash TEXT PRIMARY KEY, files TEXT);
  CREATE TABLE temp.found_spend(scope TEXT PRIMARY KEY, spent INTEGER);
  CREATE TABLE temp.found_terms(
    provider TEXT, tool TEXT, terms TEXT, sums TEXT, PRIMARY KEY(provider, tool, terms)
  );
  CREATE TABLE temp.found_account(kind TEXT, id TEXT, data TEXT, PRIMARY KEY(kind, id));
  CREATE TABLE temp.found_audit(seq INTEGER PRIMARY KEY, at INTEGER, data TEXT, hash TEXT);
`;

/** Says whether the newest events may be missing without a trace. What the log cannot vouch for only fills gaps. */
export function collectRows(db: DatabaseSync, file: string): { readonly isLogCut: boolean } {
  db.exec(layout);
  const add = rowAdder(db);
  const images = openPageImages(file);
  try {
    const { committed, later, isLogCut } = images;
    const all = function* () {
      for (let page = 1; page <= committed.pageCount; page++) yield page;
    };
    const collect = (image: PageImage, pages: Iterable<number>) => {
      for (const page of pages) for (const row of rowsOfPage(image, page)) add(knownRow(row));
    };
    db.exec("BEGIN");
    collect(committed, all());
    if (later !== undefined) collect(later.image, later.pages);
    db.exec("COMMIT");
    return { isLogCut };
  } finally {
    images.close();
  }
}

function rowAdder(db: DatabaseSync): (row: KnownRow | undefined) => void {
  const journal = db.prepare(`INSERT INTO temp.found_journal VALUES (?, ?, ?, ?, ?)
    ON CONFLICT(key) DO UPDATE SET deleted_at = coalesce(deleted_at, excluded.deleted_at),
      conversation = coalesce(conversation, excluded.conversation), after = coalesce(after, excluded.after)`);
  const event = db.prepare("INSERT OR IGNORE INTO temp.found_event VALUES (?, ?, ?, ?, ?, ?, ?)");
  const last = db.prepare(`INSERT INTO temp.found_last(run, seq) VALUES (?, ?)
    ON CONFLICT(run) DO UPDATE SET seq = max(seq, excluded.seq)`);
  const blob = db.prepare("INSERT OR IGNORE INTO temp.found_blob VALUES (?, ?, ?)");
  const team = db.prepare("INSERT OR IGNORE INTO temp.found_team VALUES (?, ?)");
  const spend = db.prepare(`INSERT INTO temp.found_spend(scope, spent) VALUES (?, ?)
    ON CONFLICT(scope) DO UPDATE SET spent = max(spent, excluded.spent)`);
  // Of an older and a newer copy of a page the one that counts more.
  const terms = db.prepare(`INSERT INTO temp.found_terms VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET sums = iif(excluded.sums ->> '$.calls' > sums ->> '$.calls', excluded.sums, sums)`);
  const account = db.prepare("INSERT OR IGNORE INTO temp.found_account VALUES (?, ?, ?)");
  const audit = db.prepare("INSERT OR IGNORE INTO temp.found_audit VALUES (?, ?, ?, ?)");
  return (row) => {
    switch (row?.table) {
      case undefined:
        return;
      case "journal":
        journal.run(row.key, row.id, row.deletedAt, row.conversation, row.after);
        return;
      case "event":
        event.run(row.run, row.seq, row.id, row.at, row.version, row.type, row.data);
        last.run(row.run, row.seq);
        return;
      case "event_order":
        last.run(row.run, row.seq);
        return;
      case "blob":
        blob.run(row.hash, row.part, row.data);
        return;
      case "team_copy":
        team.run(row.hash, row.files);
        return;
      case "carried_spend":
        spend.run(row.scope, row.spent);
        return;
      case "carried_terms":
        terms.run(row.provider, row.tool, row.terms, row.sums);
        return;
      case "account":
        account.run(row.kind, row.id, row.data);
        return;
      case "audit":
        audit.run(row.seq, row.at, row.data, row.hash);
    }
  };
}
