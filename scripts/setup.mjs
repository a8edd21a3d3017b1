/**
 * Brings the repository to a runnable state: packages installed, product built. Does nothing, in a few milliseconds,
 * when both are up to date. Runs on Node 20 or newer; all output goes to stderr.
 */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isBuilt } from "./build.mjs";
import { withLock } from "./exclusive-lock.mjs";
import { install, isInstalled } from "./install.mjs";
import { repositoryRoot, SetupError, say } from "./workspace.mjs";

/** Installs and builds what is out of date. Two at once: the second waits, then finds it done. */
export async function setup(root = repositoryRoot) {
  if (isInstalled(root) && isBuilt(root)) return;
  await withLock(
    join(root, ".setup/lock"),
    async () => {
      if (!isInstalled(root)) await install(root);
      if (!isBuilt(root)) await build(root);
    },
    (owner) => say(`waiting for the set-up that process ${owner} has under way ...`),
  );
}

/** Sets up or ends the process with a plain message. */
export async function setupOrExit(root = repositoryRoot) {
  try {
    await setup(root);
  } catch (error) {
    say(error instanceof SetupError ? error.message : `the set-up failed: ${error.stack}`);
    process.exit(1);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await setupOrExit();
}
