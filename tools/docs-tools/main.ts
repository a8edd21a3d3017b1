/**
 * `npm run docs:site`: the documentation as one folder of pages, dist/docs-site, that opens from disk and needs no
 * network. TypeDoc reads with an older TypeScript than the product is compiled with, so it lives in this folder with a
 * lockfile of its own, installed on first use: neither `npm start` nor the published package carries it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../scripts/check/run-command.ts";
import { install, isInstalled } from "../../scripts/install.mjs";
import { findBrokenReferences } from "./site-references.ts";

const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/[\\/]$/, "");
const site = fileURLToPath(new URL("../../dist/docs-site", import.meta.url));

async function buildSite(): Promise<number> {
  if (!isInstalled(folder)) await install(folder);
  const { code, output, seconds } = await runCommand(
    [process.execPath, "node_modules/typedoc/bin/typedoc", "--logLevel", "Warn"],
    { cwd: folder },
  );
  if (output.trim() !== "") console.error(output.trim());
  if (code !== 0) return code;

  const pages = readPages();
  const broken = findBrokenReferences(pages, (path) => existsSync(join(site, path)));
  for (const sentence of broken) console.error(sentence);
  console.log(`${pages.size} pages in ${seconds.toFixed(1)} s: ${relative(process.cwd(), join(site, "index.html"))}`);
  return broken.length === 0 ? 0 : 1;
}

/** The HTML of the site by its path in it. */
function readPages(): Map<string, string> {
  const names = readdirSync(site, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  const pages = names.filter((name) => name.endsWith(".html"));
  return new Map(pages.map((name) => [name, readFileSync(join(site, name), "utf8")]));
}

process.exitCode = await buildSite();
