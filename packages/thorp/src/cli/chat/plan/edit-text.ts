/** A text in the editor of the person: $VISUAL, $EDITOR, or what every machine has. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ThorpError } from "../../../base/errors.ts";

/** Written to a folder of its own that is gone afterwards; the file is readable by its owner alone. */
export interface TextToEdit {
  readonly text: string;
  /** Its ending tells the editor what it is. */
  readonly fileName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The text as it was saved. Throws `usage` when the editor does not start or ends with an error. */
export async function editInEditor({ text, fileName, env }: TextToEdit): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "thorp-edit-"));
  const file = join(folder, fileName);
  try {
    await writeFile(file, text, { mode: 0o600 });
    await runEditor(file, env);
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runEditor(file: string, env: TextToEdit["env"]): Promise<void> {
  const isWindows = process.platform === "win32";
  const editor = env["VISUAL"] || env["EDITOR"] || (isWindows ? "notepad" : "vi");
  // Through a shell, because the setting may hold arguments: `code --wait`.
  const child = isWindows
    ? spawn(`${editor} "${file}"`, { stdio: "inherit", shell: true, env: { ...env } })
    : spawn("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], { stdio: "inherit", env: { ...env } });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(
        new ThorpError("usage", `The editor ${editor} ${why}.`, {
          hint: "Name one that works in the environment: EDITOR=nano.",
        }),
      );
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code, signal) => (code === 0 ? resolve() : fail(`ended with ${signal ?? `code ${code}`}`)));
  });
}
