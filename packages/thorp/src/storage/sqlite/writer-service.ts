/** The writer's side of the protocol: takes batches and commands in order, answers each. */
import { type Failure, failureFrom } from "../../base/errors.ts";
import { blobsNamedIn } from "../blob-references.ts";
import { createEventVersions } from "../upcast.ts";
import { createCheckpoints } from "./checkpoint.ts";
import { BUSY_MS, coreFile, openForWriting } from "./core-database.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { storageError } from "./sqlite-failure.ts";
import { performCommand } from "./writer-commands.ts";
import type { FromWriter, PostedBatch, ToWriter, WriterStart } from "./writer-protocol.ts";

/** Opens the database, says `ready` or throws, and returns what is to be called with each message. */
export function createWriterService(
  start: WriterStart,
  answer: (message: FromWriter) => void,
): (message: ToWriter) => void {
  const { folder } = start;
  const versions = createEventVersions();
  const db = openForWriting(folder, start);
  const writer = createJournalWriter(db, versions);
  const checkpoints = createCheckpoints(db, { file: coreFile(folder), busyMs: BUSY_MS });
  // Named by no event yet: somebody stored them a moment ago and is about to append the event.
  const freshBlobs = new Set<string>();
  let broken: Failure | undefined;

  const commit = (batch: PostedBatch): void => {
    if (broken) return;
    let first: readonly number[];
    try {
      first = writer.commit(batch);
    } catch (error) {
      broken = failureFrom(storageError(error, folder));
      return answer({ broken });
    }
    answer({ committed: first });
    if (freshBlobs.size > 0)
      for (const data of batch.data) for (const hash of blobsNamedIn(data)) freshBlobs.delete(hash);
    ignoringFailure(checkpoints.afterCommit);
  };

  const commands = {
    versions,
    freshBlobs,
    onChange() {
      writer.forget();
      ignoringFailure(checkpoints.clearLog);
    },
  };
  answer({ ready: true });
  return (message) => {
    if ("batch" in message) return commit(message.batch);
    if (message.command.do === "check" && broken) return answer({ failed: broken });
    try {
      answer({ done: performCommand(db, message.command, commands) });
    } catch (error) {
      answer({ failed: failureFrom(storageError(error, folder)) });
    }
  };
}

/** A checkpoint that fails is tried again later: what was committed is safe in the log. */
function ignoringFailure(checkpoint: () => void): void {
  try {
    checkpoint();
  } catch {
    // Should the disk be full, the next commit says so.
  }
}
