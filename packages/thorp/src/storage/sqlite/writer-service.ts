/** The writer's side of the protocol: takes batches and commands in order, answers each. */
import { definedOf } from "../../base/defined-of.ts";
import { type Failure, failureFrom } from "../../base/errors.ts";
import { blobsNamedIn } from "../blob-references.ts";
import { createEventVersions } from "../upcast.ts";
import { createCheckpoints } from "./checkpoint.ts";
import { BUSY_MS, coreFile, openForWriting } from "./core-database.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { createRoom } from "./room.ts";
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
  const room = createRoom(db, { folder, ...definedOf({ maxPageCount: start.maxPageCount }) });
  let broken: Failure | undefined;

  /** A full disk may have room again; after any other failure nobody knows what else is wrong. */
  const stop = (failure: Failure): void => {
    broken = failure;
    answer(failure.code === "disk-full" ? { halted: failure } : { broken: failure });
  };

  const commit = (batch: PostedBatch): void => {
    if (broken) return;
    let first: readonly number[];
    try {
      first = writer.commit(batch);
    } catch (error) {
      return stop(failureFrom(storageError(error, folder)));
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
    const { command } = message;
    if (command.do === "check" && broken) return answer({ failed: broken });
    try {
      if (command.do === "go-on") room.demand();
      const done = performCommand(db, command, commands);
      if (command.do === "go-on") broken = undefined;
      answer({ done });
    } catch (error) {
      const failed = failureFrom(storageError(error, folder));
      if (failed.code === "disk-full") {
        if (command.do === "put-blob") room.note(command.bytes.byteLength);
        // Else a run would stop for it, and nobody would take it up again.
        if (!broken) stop(failed);
      }
      answer({ failed });
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
