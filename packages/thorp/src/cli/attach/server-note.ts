/**
 * Where the server of a data folder answers: `server.json` in the folder, for commands that cannot have the folder.
 *
 * It holds a token that only whoever may read the folder knows, so that a command on this machine is as much at home as
 * the process that owns the data. It is removed at the end; what a killed server leaves behind names a process that is
 * gone, or an address where nobody answers.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const noteSchema = z.object({ url: z.url(), token: z.string().min(32), pid: z.number().int().positive() });
/** How to reach a server, and the process that it is. */
export type ServerNote = z.infer<typeof noteSchema>;

const fileOf = (folder: string): string => join(folder, "server.json");

/** Readable for the owner alone. Returns the function that takes it away again. */
export function writeServerNote(folder: string, note: ServerNote): () => void {
  const file = fileOf(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => {
    // Another server may have written its own meanwhile.
    if (readServerNote(folder)?.token === note.token) rmSync(file, { force: true });
  };
}

/** Undefined when there is none, when it cannot be read, or when its process is gone. */
export function readServerNote(folder: string): ServerNote | undefined {
  try {
    const note = noteSchema.parse(JSON.parse(readFileSync(fileOf(folder), "utf8")));
    return isAlive(note.pid) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
