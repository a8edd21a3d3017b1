/** The machine: Node, npm, time zone, the sandbox, and the files that came with Thorp. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { byteWords } from "../../base/words.ts";
import type { Config } from "../../config/load-config.ts";
import { lookAtCage, lookAtCgroup } from "../../engine/sandboxes.ts";
import { broken, type Finding, missing, ok } from "./finding.ts";

/** Looks at what this computer has; asks no server. */
export async function checkMachine({ settings, env }: Pick<Config, "settings" | "env">): Promise<readonly Finding[]> {
  return [
    nodeFinding(),
    await npmFinding(),
    await chartFinding(),
    zoneFinding(settings.timeZone),
    await cageFinding(env["PATH"] ?? ""),
    await limitsFinding(env),
  ];
}

function nodeFinding(): Finding {
  return ok("node", `${process.versions.node} (${process.execPath})`);
}

async function npmFinding(): Promise<Finding> {
  // On Windows npm is a script, which only a shell can start.
  const isWindows = process.platform === "win32";
  try {
    const { stdout } = await promisify(execFile)(isWindows ? "npm.cmd" : "npm", ["--version"], {
      timeout: 10_000,
      shell: isWindows,
    });
    return ok("npm", stdout.trim());
  } catch {
    return missing(
      "npm",
      "not found; only `npm start` and `npm test` in the repository need it",
      "install it with Node from https://nodejs.org",
    );
  }
}

async function chartFinding(): Promise<Finding> {
  const place = import.meta.url.endsWith(".ts") ? "../../../dist/charts/vega.mjs" : "../../charts/vega.mjs";
  const file = fileURLToPath(new URL(place, import.meta.url));
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return broken("charts", `the chart grammar is missing (${file})`, "npm run build");
  return ok("charts", `the chart grammar is there (${byteWords(found.size)})`);
}

function zoneFinding(configured: string | undefined): Finding {
  const system = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ok(
    "time zone",
    configured === undefined ? `${system} (the system's)` : `${configured} (configured; the system's is ${system})`,
  );
}

/** Which limits the kernel holds for all processes of a program together, and which are measured. */
async function limitsFinding(env: Config["env"]): Promise<Finding> {
  const cgroup = await lookAtCgroup(env);
  const each = "rlimits hold for each process";
  if (!cgroup.ok)
    return ok("program limits", `${each}; memory and number of all together are measured (${cgroup.why})`);
  const held = [...(cgroup.memory ? ["memory"] : []), ...(cgroup.pids ? ["number of processes"] : [])];
  const measured = held.length === 2 ? "" : `; ${cgroup.memory ? "their number" : "their memory"} is measured`;
  return ok("program limits", `${each}, a cgroup holds ${held.join(" and ")} of all together${measured}`);
}

async function cageFinding(path: string): Promise<Finding> {
  const cage = await lookAtCage({ PATH: path });
  if (cage.ok) return ok("sandbox", `bubblewrap ${cage.version} (${cage.bwrap})`);
  return missing("sandbox", `${cage.why}; each program that an agent runs needs your approval`, cage.hint);
}
