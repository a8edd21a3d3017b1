#!/usr/bin/env node
/**
 * What `thorp` and `npx thorp` start. It is no part of what is built, so that npm finds it to link when it installs a
 * fresh clone, before anything is built.
 */
import { existsSync } from "node:fs";

const program = new URL("../dist/program/main.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    "Thorp is not built yet.\nRun `npm start -- help` in the repository once; it installs and builds.\n",
  );
  process.exitCode = 3;
}
