/**
 * What the build has worked out once about files that ship with the program, so that a start need not parse them.
 *
 * It is found by the hash of what it was made from: a file that somebody has changed is simply not found here.
 */
import { readFile } from "node:fs/promises";
import { parseJson } from "./json.ts";

/** `dist/compiled`; undefined when run from the sources, where nothing is built and all is read anew. */
const folder = import.meta.url.endsWith(".ts") ? undefined : new URL("../compiled/", import.meta.url);

/** What the build made of the content with this hash (`contentHash`), or undefined. */
export async function readCompiled(hash: string): Promise<unknown> {
  if (folder === undefined) return undefined;
  const text = await readFile(new URL(`${hash}.json`, folder), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}
