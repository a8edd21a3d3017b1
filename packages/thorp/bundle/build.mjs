/**
 * Bundles the compiled product into few files, since loading hundreds of small ones takes longer than all else in a
 * start: `dist/program` is the CLI with the packages it uses, `dist/library` what programs import, and each worker one
 * file where its source stands. Beside it, teams and catalogue that need no more parsing: `dist/compiled`.
 *
 * Run it with `node packages/thorp/bundle/build.mjs` after `tsc`. `--prune` keeps nothing of earlier builds, as what is
 * published must not; `--out DIR` builds into another folder.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { compileData } from "./compile-data.ts";
import { licences } from "./licences.mjs";
import { thorpSources } from "./source-plugin.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "src");
/** Chunks of earlier builds stay this long: a server that runs may load one of them yet. Milliseconds. */
const KEEP_MS = 24 * 60 * 60 * 1000;

const common = {
  absWorkingDir: join(here, ".."),
  bundle: true,
  write: false,
  metafile: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // For people who read a stack trace; nothing reads them at a start.
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "error",
};

/** What packages in CommonJS ask for; on the first line, which stands for no line of a source. */
const ownRequire =
  'import { createRequire as thorpRequire } from "node:module"; const require = thorpRequire(import.meta.url); ';

/** Only the one chunk that hands `require` to the others gets it: making one takes half a millisecond. */
function contentsOf({ path, contents, text }) {
  return path.endsWith(".js") && text.includes("var __require =") ? ownRequire + text : contents;
}

/** Large and rarely used, and some of them look for files beside themselves. */
const leftOut = ["unpdf", "mammoth", "@jitl/quickjs-wasmfile-release-sync", "quickjs-emscripten-core"];

/**
 * Writes all bundles and removes what earlier builds have left, chunks only when older than `keepMs`. Rejects when a
 * source does not compile.
 */
async function buildBundles({ dist = join(here, "..", "dist"), keepMs = KEEP_MS } = {}) {
  const { build } = await import("esbuild");
  const [program, library, workers] = await Promise.all([
    build({
      ...common,
      entryPoints: { main: join(source, "cli/main.ts") },
      outdir: join(dist, "program"),
      splitting: true,
      external: leftOut,
      plugins: [thorpSources(source, { depth: 1 })],
    }),
    build({
      ...common,
      entryPoints: { index: join(source, "index.ts"), testing: join(source, "testing/index.ts") },
      outdir: join(dist, "library"),
      splitting: true,
      // Its caller has its own zod, which must be the same.
      packages: "external",
      plugins: [thorpSources(source, { depth: 1 })],
    }),
    build({
      ...common,
      entryPoints: await workerEntries(),
      outbase: source,
      outdir: dist,
      external: leftOut,
      plugins: [thorpSources(source, {})],
    }),
  ]);
  const files = new Map(
    [program, library, workers].flatMap((result) => result.outputFiles.map((file) => [file.path, contentsOf(file)])),
  );
  for (const [name, text] of Object.entries(stubs)) files.set(join(dist, name), text);
  const inputs = [program, workers].flatMap((result) => Object.keys(result.metafile.inputs));
  files.set(join(dist, "program", "LICENSES.txt"), await licences(inputs.map((path) => join(here, "..", path))));
  for (const [name, text] of await compileData()) files.set(join(dist, "compiled", name), text);
  await Promise.all([...files].map(([path, content]) => replaceFile(path, content)));
  await removeLeftovers(dist, { written: new Set(files.keys()), keepMs });
}

/** Where package.json, people and scripts look. */
const stubs = {
  "index.js": 'export * from "./library/index.js";\n',
  "testing/index.js": 'export * from "../library/testing.js";\n',
};

/** By name: every `x-worker.ts` is started as a thread or process of its own. */
async function workerEntries() {
  const names = await readdir(source, { recursive: true });
  return names.filter((name) => name.endsWith("-worker.ts")).map((name) => join(source, name));
}

/** By rename, so that two builds at once never leave half a file. What has not changed is left alone. */
async function replaceFile(path, content) {
  const bytes = Buffer.from(content);
  const existing = await readFile(path).catch(() => undefined);
  if (existing?.equals(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, bytes);
  await rename(draft, path);
}

async function removeLeftovers(dist, { written, keepMs }) {
  const names = await readdir(dist, { recursive: true });
  for (const name of names) {
    const path = join(dist, name);
    if (!/\.js(?:\.map)?$/.test(name) || written.has(path)) continue;
    const isChunk = ["program", "library"].includes(relative(dist, dirname(path)));
    if (isChunk && Date.now() - (await stat(path)).mtimeMs < keepMs) continue;
    await rm(path, { force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { prune: { type: "boolean" }, out: { type: "string" } } });
  await buildBundles({ dist: values.out, keepMs: values.prune ? 0 : undefined });
}
