/** The thread that looks for differences without writing: an entry file, imported by nobody. */
import { parentPort, workerData } from "node:worker_threads";
import { failureFrom } from "../../base/errors.ts";
import { createEventVersions } from "../upcast.ts";
import { openForReading } from "./core-database.ts";
import { storageError } from "./sqlite-failure.ts";
import { verifyProjections } from "./verify-projections.ts";
import type { VerifyAnswer, VerifyStart } from "./verify-thread.ts";

const { folder } = workerData as VerifyStart;
parentPort?.postMessage(verify());

function verify(): VerifyAnswer {
  try {
    const db = openForReading(folder);
    const options = { versions: createEventVersions(), repair: false, keepBlobs: new Set<string>() };
    const found = verifyProjections(db, options);
    db.close();
    return { found };
  } catch (error) {
    return { failed: failureFrom(storageError(error, folder)) };
  }
}
