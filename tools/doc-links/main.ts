/** `npm run check -- docs`: fails when a link of a Markdown page in this repository leads nowhere. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrokenLinks } from "./find-broken-links.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const notOurs = new Set(["node_modules", "dist", "coverage", "thorp-out"]);

/** Markdown files under the folder, relative to the repository, with `/`. */
function pagesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) || entry.name.startsWith(".") ? [] : pagesUnder(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const pages = new Map(pagesUnder("").map((path) => [path, readFileSync(join(root, path), "utf8")]));
const broken = findBrokenLinks(pages, (path) => existsSync(join(root, path)));
for (const sentence of broken) console.error(sentence);
if (pages.size === 0) console.error("No page was read: that is a fault of the check, not a clean result.");
if (broken.length === 0) console.log(`${pages.size} pages, every link leads somewhere`);
process.exitCode = broken.length > 0 || pages.size === 0 ? 1 : 0;
