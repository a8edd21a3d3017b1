/** One run that is killed once and taken up again, with everything that can be held against it afterwards. */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunUpdate } from "../../src/engine/thorp.ts";
import type { RunEvent } from "../../src/events/event.ts";
import type { Frame } from "../../src/events/frame.ts";
import { openReadOnlyStore } from "../../src/storage/sqlite/read-only-store.ts";
import { startScriptedServer } from "../../src/testing/scripted-server.ts";
import { keyOf, reply } from "./scripted-team.ts";

export interface ChildOptions {
  readonly folder: string;
  readonly teams: string;
  readonly catalogue: string;
  /** Events up to this one were seen. */
  readonly after: number;
  readonly approvalMs: number;
  readonly journal: "on" | "off";
  /** A run was acknowledged before, so one must be there. */
  readonly expectRun: boolean;
}

export type ChildMessage =
  | RunUpdate
  | { readonly kind: "asking" }
  | { readonly kind: "asked"; readonly run: string }
  | { readonly kind: "ended" }
  | { readonly kind: "lost" };

export interface KillPoint {
  readonly stage: string;
  /** Called for every message of the first process; true means: kill now. */
  readonly when: (message: ChildMessage) => boolean;
  /** Milliseconds between the moment and the kill. */
  readonly delayMs: number;
}

export interface KilledRun {
  /** Committed events as a follower over both processes saw them. */
  readonly seen: readonly RunEvent[];
  readonly frames: readonly Frame[];
  /** Steps that had ended on disk when the process was killed: `path#step`. */
  readonly finished: ReadonlySet<string>;
  /** Model calls that reached the server after the restart. */
  readonly callsAfter: readonly string[];
  readonly ledger: readonly string[];
  readonly killed: boolean;
  readonly lost: boolean;
}

const RESTART_LIMIT_MS = 30_000;

export async function killRun(point: KillPoint, journal: "on" | "off" = "on"): Promise<KilledRun> {
  const folder = await mkdtemp(join(tmpdir(), "thorp-kill-"));
  const server = await startScriptedServer({ script: reply });
  const catalogue = join(folder, "models.yaml");
  await writeFile(
    catalogue,
    `providers:\n  scripted: { kind: openai, dialect: openai, url: "${server.url}/v1", tier: local, slots: 100 }\nmodels:\n` +
      ["supervisor", "worker"]
        .map((name) => `  - { id: scripted/${name}, context: 32000, price: { input: 0, output: 0 } }\n`)
        .join(""),
  );
  const seen: RunEvent[] = [];
  const frames: Frame[] = [];
  const options = (expectRun: boolean): ChildOptions => ({
    folder,
    teams: import.meta.dirname,
    catalogue,
    after: seen.at(-1)?.seq ?? 0,
    approvalMs: point.stage === "approval" ? 40 : 3,
    journal,
    expectRun,
  });
  const take = (message: ChildMessage): void => {
    if (message.kind === "event") seen.push(message.event);
    else if (message.kind === "frame") frames.push(message.frame);
  };
  try {
    let run: string | undefined;
    const first = await runChild(options(false), {
      take(message) {
        take(message);
        if (message.kind === "asked") run = message.run;
      },
      kill: point,
    });
    const finished = journal === "on" ? await finishedSteps(join(folder, "data"), run) : new Set<string>();
    const before = server.requests.length;
    const second = first.ended ? first : await runChild(options(run !== undefined), { take });
    const ledger = (await readFile(join(folder, "ledger.txt"), "utf8").catch(() => ""))
      .split("\n")
      .filter((line) => line !== "");
    return {
      seen,
      frames,
      finished,
      callsAfter: server.requests
        .slice(before)
        .filter((request) => request.method === "POST")
        .map(keyOf),
      ledger,
      killed: !first.ended,
      lost: second.lost,
    };
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface ChildRun {
  readonly take: (message: ChildMessage) => void;
  readonly kill?: KillPoint;
}

async function runChild(
  options: ChildOptions,
  { take, kill }: ChildRun,
): Promise<{ readonly ended: boolean; readonly lost: boolean }> {
  const child: ChildProcess = fork(join(import.meta.dirname, "kill-child.ts"), [JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let trouble = "";
  child.stderr?.on("data", (data: Buffer) => {
    trouble += data.toString();
  });
  let ended = false;
  let lost = false;
  let dying = false;
  const die = (): void => {
    dying = true;
    child.kill("SIGKILL");
  };
  child.on("message", (message: ChildMessage) => {
    if (dying) return;
    take(message);
    if (message.kind === "ended") ended = true;
    if (message.kind === "lost") lost = true;
    if (kill?.when(message)) {
      if (kill.delayMs === 0) die();
      else setTimeout(die, kill.delayMs);
    }
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), RESTART_LIMIT_MS);
  await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(limit);
  if (!ended && !dying && !lost) throw new Error(`The process ended early. ${trouble.slice(-2000)}`);
  return { ended, lost };
}

async function finishedSteps(data: string, run: string | undefined): Promise<ReadonlySet<string>> {
  if (run === undefined) return new Set();
  const store = await openReadOnlyStore(data);
  try {
    const events = await store.events(run);
    return new Set(events.flatMap((event) => (event.type === "step-end" ? [`${event.path}#${event.step}`] : [])));
  } finally {
    await store.close();
  }
}
