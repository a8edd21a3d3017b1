/**
 * Mock servers made from the descriptions in catalog/. Prism brings 157 packages (69 MB), one of them with an install
 * script that reports who installs it: so it lives in this folder with a lockfile of its own, installed without scripts
 * by the first test that wants it, and neither `npm start` nor the published package carries it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { install, isInstalled } from "../../scripts/install.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/[\\/]$/, "");

/** Servers that run until they are stopped. */
export interface PrismServers {
  /** `http://127.0.0.1:PORT`, by the name of the file. */
  readonly addresses: Readonly<Record<string, string>>;
  stop(): void;
}

/** Installs Prism when it is not there. Rejects when it cannot read one of the files. */
export async function startPrism(files: readonly string[]): Promise<PrismServers> {
  if (!isInstalled(folder)) await install(folder);
  const child = spawn(process.execPath, ["serve.mjs", ...files], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(() => Promise.reject(new Error("Prism ended before it served."))),
  ])) as readonly string[];
  return {
    addresses: JSON.parse(line ?? "{}") as PrismServers["addresses"],
    stop: () => void child.stdin.end(),
  };
}
