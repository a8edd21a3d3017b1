/**
 * Settings into thorp.yaml, with its comments kept. A file of its own, for whoever writes none loads no parser: a package
 * in CommonJS that is imported when it is needed has no names in the bundle.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseDocument } from "yaml";
import { yamlSettings } from "./read-yaml-settings.ts";

/** A crash leaves the old file whole; a file that would not be read afterwards is not written. */
export async function writeSettings(file: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const before = await readFile(file, "utf8").catch(() => "");
  const document = parseDocument(before);
  for (const [key, value] of Object.entries(values)) {
    const path = key.split(".");
    if (value === null) document.deleteIn(path);
    // A plain value takes the place of the old one inside its node, which holds the comment.
    else document.setIn(path, typeof value === "object" ? document.createNode(value) : value);
  }
  const after = document.toString({ lineWidth: 0 });
  yamlSettings(after, file);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, after);
  await rename(`${file}.new`, file);
}
