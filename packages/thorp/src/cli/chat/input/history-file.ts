/**
 * What was typed, for the next time: one entry a line as JSON, in the data folder, readable by its owner alone, with
 * what looks like a secret masked. A history that cannot be read or written is no reason to stop a chat.
 */
import { appendFile, chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseJson } from "../../../base/json.ts";

/** An entry that equals the newest, or has over 20,000 characters, is passed over; the oldest goes beyond 1000. */
export interface History {
  /** Newest first. */
  entries(): readonly string[];
  /** Also puts it on the disk; resolves when it is there. */
  add(entry: string): Promise<void>;
}

/** `clean` masks secrets on the way to the disk; in memory the entry stands as it was typed. */
export interface HistoryOptions {
  /** Undefined keeps it for this process only. */
  readonly file: string | undefined;
  readonly clean: (text: string) => string;
}

const MOST_ENTRIES = 1000;
/** The file is written anew when it holds this many. */
const MOST_LINES = 2000;
/** A pasted novel is not worth keeping. Letters. */
const LONGEST_ENTRY = 20_000;

/** Begins empty where the file is missing or unreadable; lines in it that are no entries are skipped. Never rejects. */
export async function openHistory({ file, clean }: HistoryOptions): Promise<History> {
  const kept = file === undefined ? [] : await readEntries(file);
  const entries = kept.slice(-MOST_ENTRIES);
  let lines = kept.length;
  let writing = Promise.resolve();

  const write = async (path: string, entry: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (lines++ < MOST_LINES) {
      await appendFile(path, line(entry), { mode: 0o600 });
      // A file that was made by hand, or copied.
      return chmod(path, 0o600);
    }
    lines = entries.length;
    const fresh = `${path}.new`;
    await writeFile(fresh, entries.map((each) => line(clean(each))).join(""), { mode: 0o600 });
    await rename(fresh, path);
  };
  return {
    entries: () => entries.toReversed(),
    add(entry) {
      if (entry.length > LONGEST_ENTRY || entries.at(-1) === entry) return writing;
      entries.push(entry);
      if (entries.length > MOST_ENTRIES) entries.shift();
      if (file !== undefined) writing = writing.then(() => write(file, clean(entry))).catch(() => {});
      return writing;
    },
  };
}

async function readEntries(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((each) => {
    const entry = parseJson(each);
    return typeof entry === "string" ? [entry] : [];
  });
}

function line(entry: string): string {
  return `${JSON.stringify(entry)}\n`;
}
