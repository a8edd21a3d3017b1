/** Secrets made for one test, and where to look for them. */
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { secretForms } from "../../src/guard/secret-forms.ts";

/** A value in no known shape, with signs that JSON and addresses write differently. */
export function newCanary(): string {
  return `Zq7 "${randomBytes(15).toString("base64url")}"/+${randomBytes(6).toString("hex")}`;
}

/** Every place in a text where a canary stands, in any of its forms. */
export function leaksIn(text: string, canaries: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(canaries).flatMap(([name, value]) =>
    secretForms(value).flatMap((form) => {
      const at = text.indexOf(form);
      return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 60), at + 20)}`];
    }),
  );
}

/** The bytes of all files below a folder, as text that keeps every byte. */
export async function bytesBelow(folder: string): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ file, text: (await readFile(file)).toString("latin1") })));
}
