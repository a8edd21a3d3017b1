/**
 * Pictures of the main pages: `node tools/screenshots/main.ts [FOLDER] [--all]`. Without a folder they go to
 * docs/screenshots, where README and guides show them; `--all` takes every page in both themes and two sizes, to be looked
 * at.
 */
import { join, resolve } from "node:path";
import { takePictures } from "./take-pictures.ts";

const folder = process.argv.slice(2).find((word) => !word.startsWith("--"));
const root = join(import.meta.dirname, "../..");
const { files, complaints } = await takePictures({
  folder: resolve(folder ?? join(root, "docs/screenshots")),
  isAll: process.argv.includes("--all"),
});
process.stdout.write(`${files.length} pictures\n`);
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;
