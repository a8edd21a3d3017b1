#!/usr/bin/env node
/**
 * The program `thorp`.
 *
 * It imports nothing until the Node version is known to be new enough: an older Node would stop at the first module
 * that it lacks, with an error that helps nobody.
 */

const needed = 24;

async function start(): Promise<void> {
  const [{ enableCompileCache }, { compileCacheFolder }] = await Promise.all([
    import("node:module"),
    import("./compile-cache.ts"),
  ]);
  // Compiled code of the last start; without it a start spends most of its time in the parser.
  const folder = compileCacheFolder(process.env);
  if (folder !== undefined) enableCompileCache(folder);
  const { runInProcess } = await import("./run-in-process.ts");
  await runInProcess(process.argv.slice(2));
}

if (Number(process.versions.node.split(".")[0]) < needed) {
  process.stderr.write(
    `Thorp needs Node ${needed} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install it from https://nodejs.org, or use `npm start` in the repository, which brings it.\n",
  );
  process.exitCode = 3;
} else {
  await start();
}

export {};
