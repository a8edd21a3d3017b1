/**
 * What a call was about to do to the out folder or a file, noted before it does it, so that a repetition after a crash
 * finds the half-done work instead of doing it twice.
 *
 * One line of JSON per note in `.thorp-keys` of the out folder, appended and synced. A line torn by a crash is skipped:
 * its act had not begun.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, parseJson } from "../../base/json.ts";

/** Hidden, so that it does not look like a result. */
export const keyRecordName = ".thorp-keys";

/** Notes of calls, kept beside the files they are about. */
export interface KeyRecord<Note> {
  /** Notes made for this call and subject, oldest first. */
  find(key: string, subject: string): Promise<readonly Note[]>;
  /** Returns when the note is on the disk. */
  add(key: string, subject: string, note: Note): Promise<void>;
}

/** Makes the file with the first note. */
export function createKeyRecord<Note>(out: string): KeyRecord<Note> {
  const path = join(out, keyRecordName);
  const idOf = (key: string, subject: string) => contentHash(`${key}\0${subject}`);
  return {
    async find(key, subject) {
      const id = idOf(key, subject);
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "";
        throw error;
      });
      return text.split("\n").flatMap((line) => {
        const entry = line.includes(id) ? (parseJson(line) as { id?: string; note: Note } | undefined) : undefined;
        return entry?.id === id ? [entry.note] : [];
      });
    },
    async add(key, subject, note) {
      await mkdir(out, { recursive: true });
      const handle = await open(path, "a");
      try {
        // The break stands first: it ends a line that a crash left torn.
        await handle.write(`\n${JSON.stringify({ id: idOf(key, subject), note })}`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
