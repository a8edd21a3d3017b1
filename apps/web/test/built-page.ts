/**
 * The page as it is shipped, built once for all that look at it: every file of tests, the pictures, the bench. A build is
 * kept under the hash of its sources, so a file that is run alone finds it too, and a changed source leads to another.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { withLock } from "../../../scripts/exclusive-lock.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const kept = join(root, "node_modules/.cache/thorp-page");
const SOURCES = [
  "apps/web/src",
  "apps/web/public",
  "apps/web/index.html",
  "apps/web/package.json",
  "apps/web/vite.config.ts",
  "packages/client/src",
  "package-lock.json",
];
/** Earlier ones may still be served by tests that began before an edit. */
const MOST_KEPT = 4;

/** The folder of the built page; whoever comes while it is being built waits for it. */
export async function builtPage(): Promise<string> {
  const folder = join(kept, sourcesHash());
  if (isThere(folder)) return folder;
  return withLock(join(kept, "lock"), async () => {
    if (!isThere(folder)) await buildInto(folder);
    removeOld();
    return folder;
  });
}

/** The newest use is its time; a folder under this name is always whole. */
function isThere(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const now = new Date();
  utimesSync(folder, now, now);
  return true;
}

async function buildInto(folder: string): Promise<void> {
  const unfinished = join(kept, "unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  const before = process.env["NODE_ENV"];
  // What is tested is what is shipped; under vitest it would be React's version for development.
  process.env["NODE_ENV"] = "production";
  try {
    const configFile = join(root, "apps/web/vite.config.ts");
    await build({ configFile, logLevel: "error", build: { outDir: unfinished, emptyOutDir: true } });
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
  renameSync(unfinished, folder);
}

function removeOld(): void {
  const builds = readdirSync(kept)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => ({ path: join(kept, name), usedAt: statSync(join(kept, name)).mtimeMs }))
    .toSorted((a, b) => b.usedAt - a.usedAt);
  for (const { path } of builds.slice(MOST_KEPT)) rmSync(path, { recursive: true, force: true });
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesUnder(join(root, source)))) {
    if (file.endsWith(".test.ts")) continue;
    hash
      .update(`${relative(root, file)}\n`)
      .update(readFileSync(file))
      .update("\n");
  }
  return hash.digest("hex");
}

function filesUnder(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
