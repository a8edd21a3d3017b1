/** The scripted server as a child process, and what can be asked of it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { CALLS_PER_RUN, type Pace, TASKS } from "./the-job.ts";

export interface ServerConfig extends Partial<Pace> {
  /** Forget all counts and bodies. */
  readonly reset?: boolean;
  readonly keepBodies?: boolean;
}

export interface ServerStats {
  calls: number;
  plan: number;
  lookup: number;
  result: number;
  answer: number;
  streamed: number;
  bytesIn: number;
  /** Requests that do not belong to the job, in words. */
  readonly wrong: string[];
}

export interface ScriptedServer {
  /** Up to and with `/v1`. */
  readonly baseURL: string;
  close(): void;
}

export async function startServer(): Promise<ScriptedServer> {
  const file = fileURLToPath(new URL("../scripted-server.ts", import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { port } = JSON.parse(line) as { port: number };
  return { baseURL: `http://127.0.0.1:${port}/v1`, close: () => void child.kill() };
}

export async function configureServer(baseURL: string, config: ServerConfig): Promise<void> {
  const response = await fetch(new URL("/config", baseURL), { method: "POST", body: JSON.stringify(config) });
  await response.text();
}

export async function statsOf(baseURL: string): Promise<ServerStats> {
  return (await (await fetch(new URL("/stats", baseURL))).json()) as ServerStats;
}

export async function bodiesOf(baseURL: string): Promise<readonly string[]> {
  return (await (await fetch(new URL("/bodies", baseURL))).json()) as string[];
}

/** Throws unless the server saw exactly the eight streamed calls of each run. */
export function checkCalls(stats: ServerStats, runs: number): void {
  const expected = { calls: CALLS_PER_RUN, plan: 1, lookup: TASKS, result: TASKS, answer: 1, streamed: CALLS_PER_RUN };
  const off = Object.entries(expected).filter(
    ([kind, perRun]) => stats[kind as keyof typeof expected] !== perRun * runs,
  );
  if (off.length === 0 && stats.wrong.length === 0) return;
  throw new Error(
    `${runs} runs made other calls than the job has: ${JSON.stringify({ ...stats, wrong: stats.wrong.slice(0, 3) })}`,
  );
}
