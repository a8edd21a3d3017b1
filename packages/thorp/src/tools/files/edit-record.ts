/** What the edits of a run did to a file, noted before they do it: so that they can be undone, and are not done twice. */
import { contentHash } from "../../base/json.ts";
import { createKeyRecord } from "../context/key-record.ts";

/** One edit. */
export interface EditNote {
  /** Key of the call. */
  readonly by: string;
  /** The text before; null when there was no file. */
  readonly before: string | null;
  /** Hash of the text after it; null when the file is then gone. */
  readonly after: string | null;
  /** It took back the edit before it. */
  readonly isUndo?: true;
}

/** The notes of one file in one run, oldest first. */
export interface EditRecord {
  notes(): Promise<readonly EditNote[]>;
  add(note: EditNote): Promise<void>;
}

/** `key` is `run/path/step` of a call: the record is that of its run. */
export function createEditRecord(out: string, key: string, file: string): EditRecord {
  const record = createKeyRecord<EditNote>(out);
  const run = key.split("/")[0] ?? key;
  return { notes: () => record.find(run, `edit ${file}`), add: (note) => record.add(run, `edit ${file}`, note) };
}

/** The last edit that has not been taken back; undefined when there is none. */
export function lastEdit(notes: readonly EditNote[]): EditNote | undefined {
  const done: EditNote[] = [];
  for (const note of notes) {
    if (note.isUndo === true) done.pop();
    else done.push(note);
  }
  return done.at(-1);
}

/** As a note holds it. */
export function hashOf(text: string | undefined): string | null {
  return text === undefined ? null : contentHash(text);
}
