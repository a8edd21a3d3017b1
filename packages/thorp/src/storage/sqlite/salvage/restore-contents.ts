/** Blobs and copies of teams from what was found: only those whose bytes still give their hash. */
import type { DatabaseSync } from "node:sqlite";
import { contentHash, parseJson, stableStringify } from "../../../base/json.ts";
import { storeBlob } from "../blob-table.ts";

/** How many came back and how many did not. */
export interface SalvagedContents {
  readonly kept: number;
  readonly lost: number;
}

/** Must run in a transaction. */
export function restoreBlobs(db: DatabaseSync): SalvagedContents {
  const parts = db.prepare("SELECT data FROM temp.found_blob WHERE hash = ? ORDER BY part");
  let kept = 0;
  let lost = 0;
  for (const { hash } of db.prepare("SELECT DISTINCT hash FROM temp.found_blob").all()) {
    const bytes = Buffer.concat(parts.all(hash ?? null).map(({ data }) => data as Uint8Array));
    if (contentHash(bytes) === hash) {
      storeBlob(db, hash, bytes);
      kept++;
    } else lost++;
  }
  return { kept, lost };
}

/** Must run in a transaction. */
export function restoreTeams(db: DatabaseSync): SalvagedContents {
  const insert = db.prepare("INSERT INTO main.team_copy(hash, files) VALUES (?, ?)");
  let kept = 0;
  let lost = 0;
  for (const { hash, files } of db.prepare("SELECT hash, files FROM temp.found_team").all()) {
    const parsed = parseJson(String(files));
    if (contentHash(stableStringify(parsed)) === hash) {
      insert.run(hash, String(files));
      kept++;
    } else lost++;
  }
  return { kept, lost };
}

/** Users, keys, what belongs to them, and the log. Must run in a transaction; a line that is gone shows as a gap. */
export function restorePeople(db: DatabaseSync): void {
  db.exec(`INSERT INTO main.account(kind, id, data) SELECT kind, id, data FROM temp.found_account;
    INSERT INTO main.audit(seq, at, data, hash) SELECT seq, at, data, hash FROM temp.found_audit ORDER BY seq`);
}

/** What deleted runs have spent and asked of providers. Must run in a transaction. */
export function restoreCarried(db: DatabaseSync): void {
  db.exec(`INSERT INTO main.carried_spend(scope, spent) SELECT scope, spent FROM temp.found_spend;
    INSERT INTO main.carried_terms(provider, tool, terms, sums) SELECT provider, tool, terms, sums FROM temp.found_terms`);
}
