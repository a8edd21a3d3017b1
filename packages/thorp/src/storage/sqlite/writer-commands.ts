/** What the writer does besides committing events; each command is one transaction. */
import type { DatabaseSync } from "node:sqlite";
import { contentHash } from "../../base/json.ts";
import type { EventVersions } from "../upcast.ts";
import { changeAccounts } from "./account-commands.ts";
import { storeBlob } from "./blob-table.ts";
import { deleteRun } from "./delete-run.ts";
import { inTransaction } from "./transaction.ts";
import { verifyProjections } from "./verify-projections.ts";
import type { WriterAnswers, WriterCommand } from "./writer-protocol.ts";

/** What commands share with the commits of the same thread. */
export interface WriterCommandsOptions {
  readonly versions: EventVersions;
  /** Blobs that were stored and are named by no event yet; a deletion leaves them alone. Grows with each blob. */
  readonly freshBlobs: Set<string>;
  /** Called when rows have changed otherwise than by an event. */
  readonly onChange: () => void;
}

/** Throws what SQLite throws; then nothing has changed. */
export function performCommand(
  db: DatabaseSync,
  command: WriterCommand,
  { versions, freshBlobs, onChange }: WriterCommandsOptions,
): WriterAnswers[WriterCommand["do"]] {
  switch (command.do) {
    case "put-blob": {
      const hash = contentHash(command.bytes);
      freshBlobs.add(hash);
      inTransaction(db, () => storeBlob(db, hash, command.bytes));
      return hash;
    }
    case "put-team":
      db.prepare("INSERT OR IGNORE INTO team_copy(hash, files) VALUES (?, ?)").run(command.hash, command.files);
      return undefined;
    case "delete-run":
      inTransaction(db, () => deleteRun(db, { id: command.id, now: command.now, versions, keepBlobs: freshBlobs }));
      onChange();
      return undefined;
    case "change-accounts":
      inTransaction(db, () => changeAccounts(db, command.changes, command.audit));
      return undefined;
    case "repair": {
      const found = verifyProjections(db, { versions, repair: true, keepBlobs: freshBlobs });
      onChange();
      return found;
    }
    case "check":
      // Takes the lock that a commit takes.
      db.exec("BEGIN IMMEDIATE; ROLLBACK");
      return undefined;
    case "go-on":
      // A change of nothing that has to be written all the same.
      db.exec("PRAGMA user_version = 0");
      return undefined;
    case "close":
      db.close();
      return undefined;
  }
}
