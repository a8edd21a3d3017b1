/** Appending exactly once: a repetition after a crash finds how far the first attempt came. */
import { open } from "node:fs/promises";
import { contentHash } from "../../base/json.ts";
import { createKeyRecord } from "../context/key-record.ts";

/** One appending by one call. */
export interface Append {
  /** Absolute and resolved. */
  readonly file: string;
  readonly text: string;
  /** The call's key. */
  readonly key: string;
  /** The folder that holds the record of keys. */
  readonly out: string;
}

interface Note {
  /** Length of the file before. */
  readonly before: number;
  readonly startsLine: boolean;
  readonly hash: string;
}

/**
 * Adds `text` at the end of a file, on a line of its own, and returns the file's new length. The length before is noted
 * first, so repeating the call completes a torn write and leaves a finished one alone.
 */
export async function appendText({ file, text, key, out }: Append): Promise<number> {
  const record = createKeyRecord<Note>(out);
  const subject = `append ${file}`;
  const hash = contentHash(text);
  const handle = await open(file, "a+");
  try {
    const { size } = await handle.stat();
    const noted = (await record.find(key, subject)).findLast((note) => note.hash === hash && note.before <= size);
    const note = noted ?? { before: size, startsLine: await endsInsideLine(handle, size), hash };
    if (noted === undefined) await record.add(key, subject, note);
    const addition = Buffer.from(note.startsLine ? `\n${text}` : text);
    const there = Buffer.alloc(Math.min(addition.length, size - note.before));
    await handle.read(there, 0, there.length, note.before);
    // Something else follows what was there before: somebody wrote in between, and this text is still to come.
    const done = addition.subarray(0, there.length).equals(there) ? there.length : 0;
    await handle.writeFile(addition.subarray(done));
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function endsInsideLine(handle: Awaited<ReturnType<typeof open>>, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}
