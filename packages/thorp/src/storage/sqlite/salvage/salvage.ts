/**
 * A new core.db from a damaged one: every event that can still be read, run by run without gaps, with the tables that
 * follow from them. The damaged file is only read here; `put-aside.ts` exchanges the two.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createEventVersions } from "../../upcast.ts";
import { coreFile, openForWriting } from "../core-database.ts";
import { inTransaction } from "../transaction.ts";
import { verifyProjections } from "../verify-projections.ts";
import { collectRows } from "./collect-rows.ts";
import {
  restoreBlobs,
  restoreCarried,
  restorePeople,
  restoreTeams,
  type SalvagedContents,
} from "./restore-contents.ts";
import { restoreRuns, type SalvagedRun } from "./restore-runs.ts";

/** What a damaged record gave back. */
export interface Salvage {
  /** In the order they were started in. */
  readonly runs: readonly SalvagedRun[];
  readonly blobs: SalvagedContents;
  readonly teams: SalvagedContents;
  /** Sentences about what the new file cannot have back: blobs that a run names and that are gone. */
  readonly remaining: readonly string[];
}

/** Where the damaged file lies and where the new one is made. */
export interface SalvageOptions {
  /** The data folder. */
  readonly folder: string;
  /** A folder of its own for the new core.db; made here, what was in it is lost. */
  readonly draft: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The new file is closed, whole and on disk afterwards. Throws what SQLite and the file system throw. */
export function salvageCore({ folder, draft, now }: SalvageOptions): Salvage {
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const versions = createEventVersions();
  const db = openForWriting(draft, { now });
  try {
    // Half a draft is worth nothing: it needs no log, and what was found may be larger than the memory.
    db.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE");
    const { isLogCut } = collectRows(db, coreFile(folder));
    const mayLackEvents = isLogCut || !allEventsAreThere(db, folder);
    let runs: readonly SalvagedRun[] = [];
    let blobs: SalvagedContents = { kept: 0, lost: 0 };
    let teams = blobs;
    inTransaction(db, () => {
      runs = restoreRuns(db, { versions, now, mayLackEvents });
      blobs = restoreBlobs(db);
      teams = restoreTeams(db);
      restoreCarried(db);
      restorePeople(db);
    });
    for (const table of ["journal", "event", "last", "blob", "team", "spend", "account", "audit"])
      db.exec(`DROP TABLE temp.found_${table}`);
    // A blob whose bytes are right stays, though the run that named it may be lost.
    const keepBlobs = new Set(
      db
        .prepare("SELECT DISTINCT hash FROM blob")
        .all()
        .map(({ hash }) => String(hash)),
    );
    verifyProjections(db, { versions, repair: true, keepBlobs });
    const remaining = verifyProjections(db, { versions, repair: false, keepBlobs });
    db.exec("PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
    return { runs, blobs, teams, remaining };
  } finally {
    db.close();
  }
}

/**
 * True when SQLite can go through all events of the damaged file and finds the same as we did: then something else is
 * damaged, an index perhaps, and no run lacks anything.
 */
function allEventsAreThere(draft: DatabaseSync, folder: string): boolean {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(coreFile(folder), { readOnly: true });
    const there = db.prepare("SELECT count(*) AS count, total(length(data)) AS bytes FROM event NOT INDEXED").get();
    const found = draft.prepare("SELECT count(*) AS count, total(length(data)) AS bytes FROM temp.found_event").get();
    return there?.["count"] === found?.["count"] && there?.["bytes"] === found?.["bytes"];
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/** Where a draft is made: beside the file that it is to replace. */
export function draftFolder(folder: string): string {
  return join(folder, "salvage-draft");
}
