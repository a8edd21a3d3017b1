/**
 * Builds packages/thorp/dist when its sources are others than last time: types, the files beside the sources that are
 * not TypeScript, the catalogue, the APIs, the teams, the bundles of the product and of its charts, and the web page.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodeBinary, runQuietly, SetupError, say, toolEnvironment } from "./workspace.mjs";

const PACKAGE = "packages/thorp";
const RECORD = `${PACKAGE}/dist/.thorp-build`;
const SOURCES = [
  `${PACKAGE}/src`,
  `${PACKAGE}/charts`,
  `${PACKAGE}/bundle`,
  `${PACKAGE}/catalogue.yaml`,
  `${PACKAGE}/package.json`,
  `${PACKAGE}/tsconfig.json`,
  "apps/web",
  "packages/client/src",
  "catalog/apis.generated.json",
  "teams",
  "tsconfig.base.json",
  "node_modules/.thorp-setup",
];

/** Names, times and sizes of all sources; reading them would take longer than a start may take. */
export function sourcesHash(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesUnder(root, source)) {
      if (file.endsWith(".test.ts")) continue;
      const { mtimeMs, size } = statSync(join(root, file));
      hash.update(`${file}:${mtimeMs}:${size}\n`);
    }
  }
  return hash.digest("hex");
}

export function isBuilt(root) {
  try {
    return readFileSync(join(root, RECORD), "utf8").trim() === sourcesHash(root);
  } catch {
    return false;
  }
}

/** Builds, and records what it was built from. The hash is taken first: an edit during the build leads to another. */
export async function build(root) {
  say("building ...");
  const hash = sourcesHash(root);
  await compile(root);
  removeOrphans(root);
  copyAssets(root);
  for (const script of ["bundle", "charts"]) await bundle(root, `${PACKAGE}/${script}/build.mjs`);
  await buildPage(root);
  const client = "packages/client/tsconfig.json";
  if (existsSync(join(root, client))) await runNode(root, ["node_modules/typescript/bin/tsc", "-p", client], client);
  writeFileSync(join(root, RECORD), `${hash}\n`);
}

async function compile(root) {
  await runNode(root, ["node_modules/typescript/bin/tsc", "-p", `${PACKAGE}/tsconfig.json`], "tsc");
}

async function bundle(root, script) {
  if (existsSync(join(root, script))) await runNode(root, [script], script);
}

/** The web page, into the package that serves it. */
async function buildPage(root) {
  if (!existsSync(join(root, "apps/web"))) return;
  const args = ["build", "apps/web", "--config", "apps/web/vite.config.ts", "--logLevel", "error"];
  await runNode(root, ["node_modules/vite/bin/vite.js", ...args], "vite");
}

async function runNode(root, args, name) {
  const code = await runQuietly(nodeBinary(root), args, { cwd: root, env: toolEnvironment(root) });
  if (code !== 0) throw new SetupError(`the build failed: ${name} ended with ${code}; see its message above.`);
}

/** tsc leaves the output of deleted sources behind, and a stale module still loads. */
function removeOrphans(root) {
  for (const file of filesUnder(root, `${PACKAGE}/dist`)) {
    if (!file.endsWith(".d.ts")) continue;
    const source = file.replace(`${PACKAGE}/dist/`, `${PACKAGE}/src/`).replace(/\.d\.ts$/, ".ts");
    if (existsSync(join(root, source))) continue;
    rmSync(join(root, file));
    rmSync(join(root, file.replace(/\.d\.ts$/, ".js")), { force: true });
  }
}

function copyAssets(root) {
  for (const file of filesUnder(root, `${PACKAGE}/src`)) {
    if (!file.endsWith(".ts")) copy(root, file, file.replace(`${PACKAGE}/src/`, `${PACKAGE}/dist/`));
  }
  copy(root, `${PACKAGE}/catalogue.yaml`, `${PACKAGE}/dist/catalogue.yaml`);
  copy(root, "catalog/apis.generated.json", `${PACKAGE}/dist/catalog/apis.generated.json`);
  rmSync(join(root, `${PACKAGE}/dist/teams`), { recursive: true, force: true });
  copy(root, "teams", `${PACKAGE}/dist/teams`);
}

function copy(root, from, to) {
  if (!existsSync(join(root, from))) return;
  mkdirSync(dirname(join(root, to)), { recursive: true });
  cpSync(join(root, from), join(root, to), { recursive: true });
}

/** The files under `path`, or `path` itself when it is one; sorted, relative to `root`, with `/`. */
function filesUnder(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries
    .filter((entry) => entry.name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`]))
    .sort();
}
