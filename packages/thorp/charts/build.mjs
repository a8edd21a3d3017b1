/**
 * Bundles Vega and Vega-Lite (79 packages) into one lazy file, `dist/charts/vega.mjs`, and the licences of what is in
 * it into `dist/charts/LICENSES.txt`. Skips when neither the entry nor the versions have changed.
 *
 * Run it with `node packages/thorp/charts/build.mjs`, or import `buildCharts`.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { licences } from "../bundle/licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const outFolder = join(here, "..", "dist", "charts");
const bundle = join(outFolder, "vega.mjs");

/** Resolves to "built" or "up to date". */
export async function buildCharts() {
  const hash = await inputHash();
  // The hash is the first line of the bundle itself: the two can never come apart.
  const banner = `// inputs: ${hash}`;
  const existing = await readFile(bundle, "utf8").catch(() => "");
  if (existing.startsWith(`${banner}\n`)) return "up to date";

  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [join(here, "entry.mjs")],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minify: true,
    legalComments: "eof",
    // Vega looks for it at run time and does without.
    external: ["canvas"],
    banner: { js: banner },
    logLevel: "error",
  });
  await mkdir(outFolder, { recursive: true });
  await replaceFile(bundle, result.outputFiles[0].contents);
  await replaceFile(join(outFolder, "LICENSES.txt"), await licences(Object.keys(result.metafile.inputs)));
  return "built";
}

async function inputHash() {
  const require = createRequire(import.meta.url);
  const hash = createHash("sha256");
  for (const file of ["entry.mjs", "build.mjs"]) hash.update(await readFile(join(here, file)));
  for (const name of ["vega", "vega-lite", "esbuild"]) {
    hash.update(await readFile(packageFile(require, name), "utf8").then((text) => JSON.parse(text).version));
  }
  return hash.digest("hex").slice(0, 32);
}

/** Not every package exports its package.json, so it is looked for in the folders that Node would look in. */
function packageFile(require, name) {
  const folder = require.resolve.paths(name).find((path) => {
    try {
      require.resolve(join(path, name, "package.json"));
      return true;
    } catch {
      return false;
    }
  });
  if (!folder) throw new Error(`The package ${name} is not installed. Run \`npm ci\`.`);
  return join(folder, name, "package.json");
}

/** By rename, so that two builds at once never leave half a file. */
async function replaceFile(path, content) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, path);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.error(`charts: ${await buildCharts()}`);
}
