/**
 * APIs that a person imported: a folder for each, with the document as it came and what was consented to.
 *
 * Only `api.json` is read at a start. It holds what the person saw when he agreed, so that a document that changes
 * changes nothing before somebody looks at it again.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { Api } from "./api.ts";

/** What `api.json` holds. */
export interface ImportedApi {
  /** Of this file; others are imported anew. */
  readonly format: 1;
  /** Address or absolute path that the document came from. */
  readonly from: string;
  /** `contentHash` of the document. */
  readonly hash: string;
  readonly importedAt: number;
  readonly api: Api;
}

const ID = /^[a-z][a-z0-9_]{1,39}$/;

/** Ids, each with a stamp that changes with the import. Empty where there is no folder. */
export async function importedApis(
  folder: string,
): Promise<readonly { readonly id: string; readonly stamp: string }[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => ID.test(name))
      .map(async (id) => {
        const facts = await stat(join(folder, id, "api.json")).catch(() => undefined);
        return facts === undefined ? [] : [{ id, stamp: `${facts.mtimeMs} ${facts.size} ${facts.ino}` }];
      }),
  );
  return found.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Throws `api-invalid` for what is not there, or was written by another release. */
export async function readImport(folder: string, id: string): Promise<ImportedApi> {
  const file = join(folder, id, "api.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new ThorpError("api-invalid", `${file} cannot be read.`, { cause: error, hint: importAgain(id) });
  });
  const found = parseJson(text) as Partial<ImportedApi> | undefined;
  if (found?.format !== 1 || found.api?.id !== id || !Array.isArray(found.api.operations))
    throw new ThorpError("api-invalid", `${file} is damaged or of another release.`, { hint: importAgain(id) });
  return found as ImportedApi;
}

/** Replaces what was there as a whole: nobody ever sees half of it. */
export async function writeImport(folder: string, imported: ImportedApi, text: string): Promise<string> {
  const target = join(folder, imported.api.id);
  const draft = `${target}.${process.pid}.draft`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(join(draft, documentName), text, { mode: 0o600 });
  await writeFile(join(draft, "api.json"), `${JSON.stringify(imported)}\n`, { mode: 0o600 });
  const old = `${target}.${process.pid}.old`;
  await rename(target, old).catch(() => {});
  await rename(draft, target);
  await rm(old, { recursive: true, force: true });
  return target;
}

/** JSON or YAML, whatever it came as: JSON is YAML. */
const documentName = "openapi.yaml";

function importAgain(id: string): string {
  return `Run \`thorp tools import URL|FILE --id ${id}\` again.`;
}
