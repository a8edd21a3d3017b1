/**
 * Bundles Vega and Vega-Lite (79 packages) into one lazy file, `dist/charts/vega.mjs`, and the licences of what is in
 * it into `dist/charts/LICENSES.txt`. Skips when neither the entry nor the versions have changed.
 *
 * Run it with `node packages/thorp/charts/build.mjs`, or import `buildCharts`.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

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

async function licences(inputs) {
  const marker = `node_modules${sep}`;
  const folders = new Set();
  for (const input of inputs) {
    const path = input.split("/").join(sep);
    const start = path.lastIndexOf(marker);
    if (start < 0) continue;
    const parts = path.slice(start + marker.length).split(sep);
    const name = parts[0].startsWith("@") ? join(parts[0], parts[1]) : parts[0];
    folders.add(path.slice(0, start + marker.length) + name);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(folder, file), "utf8")).trim() : `Licence: ${license}`;
    texts.push(`${name} ${version}\n\n${text}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
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
