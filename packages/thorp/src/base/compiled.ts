/**
 * What the build has worked out once about what ships with the program, so that a start need not.
 *
 * What was made from a file is found by the hash of its content: a file that somebody has changed is simply not found
 * here. What was made from code (`tool-inputs`) is of the same build as the code that reads it.
 */
import { readFile } from "node:fs/promises";
import { parseJson } from "./json.ts";

/** `dist/compiled`; undefined when run from the sources, where nothing is built and all is read anew. */
const folder = import.meta.url.endsWith(".ts") ? undefined : new URL("../compiled/", import.meta.url);

/** By hash (`contentHash`) or name; undefined when the build has not made it. */
export async function readCompiled(name: string): Promise<unknown> {
  if (folder === undefined) return undefined;
  const text = await readFile(new URL(`${name}.json`, folder), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}
