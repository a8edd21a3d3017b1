/** `thorp serve` as it is shipped, in a process of its own, with one agent and the scripted server as its only model. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SUPERVISOR } from "./the-job.ts";
import { writeCatalogue } from "./thorp-engine.ts";

const cli = fileURLToPath(new URL("../../packages/thorp/bin/thorp.js", import.meta.url));

export interface ServedThorp {
  readonly url: string;
  readonly port: number;
  /** Milliseconds from the start of the process to the first answer of `/readyz` that says yes. */
  readonly readyMs: number;
  /** A metric, by its name and labels as the page writes them. */
  metric(name: string): Promise<number>;
  close(): Promise<void>;
}

/** Throws when the product is not built, or does not start. `env` holds settings. */
export async function serveThorp(
  baseURL: string,
  env: Readonly<Record<string, string>> = {},
  dir = mkdtempSync(join(tmpdir(), "thorp-bench-")),
): Promise<ServedThorp> {
  if (!existsSync(cli)) throw new Error(`${cli} is not there: build first`);
  writeTeam(join(dir, "teams/direct"));
  const own = {
    THORP_DATA_DIR: join(dir, "data"),
    THORP_CATALOGUES: writeCatalogue(dir, baseURL),
    THORP_TEAM_FOLDERS: join(dir, "teams"),
    THORP_TEAM: "direct",
    ...env,
  };
  const began = performance.now();
  const child = spawn(process.execPath, [cli, "serve", "--json", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: dir,
    // Keys and addresses of this machine would bring other models into play.
    env: { PATH: process.env["PATH"], HOME: dir, XDG_CACHE_HOME: join(tmpdir(), "thorp-bench-cache"), ...own },
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    void ended.then(() => reject(new Error("thorp serve ended")));
  });
  const { url, port } = JSON.parse(line) as { url: string; port: number };
  while ((await fetch(`${url}/readyz`)).status !== 200);
  const readyMs = performance.now() - began;
  return {
    url,
    port,
    readyMs,
    async metric(name) {
      const page = await (await fetch(`${url}/metrics`)).text();
      const found = page.split("\n").find((line) => line.startsWith(`${name} `));
      return Number(found?.slice(name.length + 1));
    },
    async close() {
      child.kill("SIGTERM");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** One agent that answers by itself. */
function writeTeam(folder: string): void {
  mkdirSync(join(folder, "agents"), { recursive: true });
  const team = ["name: direct", "title: One agent", "description: Answers.", `models: { one: scripted/${SUPERVISOR} }`];
  writeFileSync(join(folder, "team.yaml"), `${team.join("\n")}\n`);
  const agent = [
    "---",
    "name: one",
    "kind: orchestrator",
    "description: Answers.",
    "models: { local: one }",
    "examples: [hello]",
  ];
  writeFileSync(join(folder, "agents/one.md"), `${agent.join("\n")}\n---\nYou answer.\n`);
}
