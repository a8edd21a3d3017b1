/** Installs the packages when the lockfile is another one than last time. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly, SetupError, say } from "./workspace.mjs";

const RECORD = "node_modules/.thorp-setup";

/** What node_modules depends on: the lockfile, and the machine that native parts are for. */
export function lockfileHash(root) {
  const lockfile = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lockfile).digest("hex");
  return `${hash} ${process.platform}-${process.arch}`;
}

export function isInstalled(root) {
  try {
    return readFileSync(join(root, RECORD), "utf8").trim() === lockfileHash(root);
  } catch {
    return false;
  }
}

/** `npm ci`, and a record that it went well. */
export async function install(root) {
  say("installing packages (once, about a minute) ...");
  const hash = lockfileHash(root);
  // include=dev: the build needs them even where NODE_ENV says production.
  const args = ["ci", "--loglevel=error", "--include=dev", "--no-audit", "--no-fund"];
  const shell = process.platform === "win32";
  const code = await runQuietly("npm", args, { cwd: root, env: installEnvironment(root), shell }).catch((error) => {
    throw new SetupError(`npm could not be started (${error.message}). Install Node with npm, then try again.`);
  });
  if (code !== 0) {
    throw new SetupError(`npm ci ended with ${code}; see its message above. Check the network, then try again.`);
  }
  writeFileSync(join(root, RECORD), `${hash}\n`);
}

/**
 * Without this folder's node_modules/.bin on the PATH: npm deletes it while it works, together with the Node in it
 * that npm's own scripts would otherwise start.
 */
function installEnvironment(root) {
  const bin = join(root, "node_modules/.bin");
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== bin);
  return { ...process.env, PATH: path.join(delimiter) };
}
