/** Files of a sandbox, wherever they lie, and what every kind does with them alike. */
import { ThorpError } from "../../base/errors.ts";
import { editableText, editText } from "../edit-text.ts";
import type { Sandbox, SandboxEntry } from "../sandbox.ts";

/** Paths are parts below the folder of the sandbox; none of them leads out of it. */
export interface SandboxFiles {
  /** Undefined when there is no such file. Throws `input-too-large` above `maxBytes`. */
  read(parts: readonly string[], maxBytes: number): Promise<Uint8Array | undefined>;
  write(parts: readonly string[], bytes: Uint8Array): Promise<void>;
  /** Below a folder, at most `most` entries, sorted by path. */
  list(parts: readonly string[], most: number): Promise<readonly SandboxEntry[]>;
}

/** Above this a text is not edited. */
export const MOST_READ = 8 << 20;

/** Reads, changes and writes a text. Throws as `Sandbox.editFile` says. */
export async function editWith(
  sandbox: Pick<Sandbox, "readFile" | "writeFile">,
  path: string,
  edit: Parameters<Sandbox["editFile"]>[1],
): Promise<{ readonly text: string; readonly line: number }> {
  const bytes = await sandbox.readFile(path);
  const edited = editText(editableText(bytes, path), edit);
  await sandbox.writeFile(path, Buffer.from(edited.text));
  return edited;
}

/** A file that is larger than somebody wants to read, or than there is room for. */
export function tooLarge(what: string, bytes: number): ThorpError {
  return new ThorpError("input-too-large", `${what} is larger than ${bytes} bytes.`);
}
