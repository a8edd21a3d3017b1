/**
 * Where things are in this repository and how its tools are started. Runs on Node 20, before anything is installed.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repositoryRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** A failure that the person can mend: printed without a stack. */
export class SetupError extends Error {}

/** Progress goes to stderr: stdout belongs to the program. */
export function say(line) {
  process.stderr.write(`thorp: ${line}\n`);
}

/** The Node that runs everything but the set-up: the one of the packages, else this one when it is new enough. */
export function nodeBinary(root) {
  const installed = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new SetupError(
    `no Node 24 at ${installed}. npm's setting ignore-scripts keeps the package "node" from bringing it: ` +
      "run `npm config delete ignore-scripts`, remove node_modules, try again; or install Node 24 yourself.",
  );
}

/** The environment in which `node`, `tsc` and the others are those of the packages. */
export function toolEnvironment(root) {
  return { ...process.env, PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter) };
}

/**
 * Runs a command, its output on our stderr, and returns its exit code. Not synchronous: the lock's heartbeat goes on.
 */
export function runQuietly(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", 2, 2], ...options });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}
