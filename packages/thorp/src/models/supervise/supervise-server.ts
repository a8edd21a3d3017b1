/**
 * One model server that Thorp starts itself: started when it is first needed, watched, started again after a crash with
 * growing pauses, given up after too many, stopped with the engine.
 */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { ServerStatus } from "../../base/server-status.ts";
import { awaitReady, isListening } from "./await-ready.ts";
import { identityOf } from "./process-identity.ts";
import type { ServerRecords } from "./server-record.ts";
import type { StartEntry } from "./start-entry.ts";
import { type GuardedServer, type ServerExit, startGuardian } from "./start-guardian.ts";

/** One of them. */
export interface SupervisedServer {
  status(): ServerStatus;
  readonly log: string;
  /**
   * Resolves when it answers; starts it where it does not run. Rejects with `model-unavailable` when it does not come
   * up, is between a crash and the next start, or is given up; with the signal's reason when that aborts.
   */
  ensure(signal?: AbortSignal): Promise<void>;
  /** As `ensure`, also for one that was given up. */
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
  /** A call found nobody there: whoever else answered at the address may be gone. */
  noteDown(): void;
}

/** What supervision works with. */
export interface SuperviseOptions {
  readonly name: string;
  readonly url: string;
  readonly entry: StartEntry;
  /** The environment of the server before its own `env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly records: ServerRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Rejects while it does not answer. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** After so long without a crash the count begins anew. */
const STEADY_MS = 60_000;
const GRACE_MS = 5000;
const LOG_BYTES = 5_000_000;

interface Watch {
  readonly options: SuperviseOptions;
  status: ServerStatus;
  running: GuardedServer | undefined;
  /** When the running one began to answer. */
  readyAt: number | undefined;
  /** Of the running one: resolves when its end has been dealt with. */
  ended: Promise<void> | undefined;
  starting: Promise<void> | undefined;
  /** In a row. */
  crashes: number;
  cancelRestart: () => void;
  /** Aborts when it is to stop. */
  stopping: AbortController;
}

/** Starts nothing yet. */
export function superviseServer(options: SuperviseOptions): SupervisedServer {
  const watch: Watch = {
    options,
    status: { state: "stopped" },
    running: undefined,
    readyAt: undefined,
    ended: undefined,
    starting: undefined,
    crashes: 0,
    cancelRestart: () => {},
    stopping: new AbortController(),
  };
  return {
    status: () => watch.status,
    log: options.records.log,
    ensure: (signal) => ensure(watch, signal),
    async start(signal) {
      const { state } = watch.status;
      if (state !== "failed" && state !== "restarting") return ensure(watch, signal);
      watch.crashes = 0;
      return unless(signal, begin(watch));
    },
    async stop() {
      watch.cancelRestart();
      watch.stopping.abort(new ThorpError("cancelled", "The model server is being stopped."));
      await watch.starting?.catch(() => {});
      await watch.running?.stop();
      await watch.ended;
      watch.status = { state: "stopped" };
    },
    noteDown() {
      if (watch.status.state === "elsewhere") watch.status = { state: "stopped" };
    },
  };
}

async function ensure(watch: Watch, signal: AbortSignal | undefined): Promise<void> {
  const { status, starting, options } = watch;
  switch (status.state) {
    case "ready":
    case "elsewhere":
      return;
    case "restarting": {
      const wait = Math.max(0, status.at - options.clock.now());
      throw down(options, `${status.reason}; it starts again soon`, wait);
    }
    case "failed":
      throw down(options, status.reason);
    case "stopped":
    case "starting":
      return unless(signal, starting ?? begin(watch));
  }
}

function begin(watch: Watch): Promise<void> {
  watch.cancelRestart();
  if (watch.stopping.signal.aborted) watch.stopping = new AbortController();
  watch.status = { state: "starting" };
  watch.starting ??= bringUp(watch).finally(() => {
    watch.starting = undefined;
  });
  return watch.starting;
}

/** Uses what answers there already, waits for what is just being started by another Thorp, else starts it. */
async function bringUp(watch: Watch): Promise<void> {
  const { name, url, entry, records, clock, logger, probe } = watch.options;
  const other = await records.living();
  if (other === undefined && !(await isTaken(url))) return launch(watch);
  const gone = new AbortController();
  const probeOther = async (signal: AbortSignal) => {
    if (other === undefined && !(await isTaken(url))) gone.abort();
    await probe(signal);
  };
  try {
    const signal = AbortSignal.any([watch.stopping.signal, gone.signal]);
    await awaitReady({ clock, probe: probeOther, withinMs: entry.readyWithinMs, signal });
  } catch {
    if (gone.signal.aborted) return launch(watch);
    const what =
      other === undefined
        ? `port ${new URL(url).port} is taken by something that does not answer as a model server`
        : `process ${other.server.pid}, which another Thorp started, does not answer`;
    throw giveUp(watch, what);
  }
  watch.status = { state: "elsewhere", ...(other === undefined ? {} : { pid: other.server.pid }) };
  logger("warn", "Another process answers at the address of a model server; it is used.", { server: name, url });
}

async function launch(watch: Watch): Promise<void> {
  const { name, url, entry, records, clock, logger, probe, env } = watch.options;
  const guarded = await startGuardian({
    command: entry.command,
    env: { ...env, ...entry.env },
    ...(entry.cwd === undefined ? {} : { cwd: entry.cwd }),
    log: records.log,
    graceMs: GRACE_MS,
    logBytes: LOG_BYTES,
  }).catch((error: unknown) => {
    // A program that is not there will not be there in a second either.
    throw giveUp(watch, reasonOf(error));
  });
  watch.running = guarded;
  watch.readyAt = undefined;
  const over = new AbortController();
  watch.ended = guarded.exited.then(async (exit) => {
    // A killed guardian leaves its server behind; looking at the record ends it.
    await (exit === undefined ? records.living() : records.remove()).catch(() => {});
    over.abort(afterExit(watch, exit));
  });
  const [guardian, server] = await Promise.all([identityOf(guarded.guardianPid), identityOf(guarded.serverPid)]);
  await records.write({ guardian, server, since: clock.now(), url });
  try {
    const signal = AbortSignal.any([over.signal, watch.stopping.signal]);
    await awaitReady({ clock, probe, withinMs: entry.readyWithinMs, signal });
  } catch (error) {
    if (over.signal.aborted) throw over.signal.reason;
    const wasStopped = watch.stopping.signal.aborted;
    watch.stopping.abort();
    await guarded.stop();
    await watch.ended;
    throw wasStopped ? down(watch.options, "it was stopped") : giveUp(watch, reasonOf(error));
  }
  watch.readyAt = clock.now();
  watch.status = { state: "ready", pid: guarded.serverPid, since: watch.readyAt, restarts: watch.crashes };
  logger("info", "A model server is ready.", { server: name, pid: guarded.serverPid, url });
}

/** What follows from the end of the process, and the error for whoever waits for it. */
function afterExit(watch: Watch, exit: ServerExit | undefined): ThorpError {
  const { name, entry, clock, logger } = watch.options;
  watch.running = undefined;
  if (exit?.asked || watch.stopping.signal.aborted) {
    watch.status = { state: "stopped" };
    return down(watch.options, "it was stopped");
  }
  const wasSteady = watch.readyAt !== undefined && clock.now() - watch.readyAt > STEADY_MS;
  watch.crashes = wasSteady ? 1 : watch.crashes + 1;
  const reason = exitWords(exit);
  if (watch.crashes > entry.restarts) return giveUp(watch, `${reason}; given up after ${entry.restarts} new starts`);
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (watch.crashes - 1));
  watch.status = { state: "restarting", at: clock.now() + pause, reason };
  logger("warn", "A model server ended and is started again.", { server: name, reason, pause });
  // Nobody waits for this start: whoever needs the server asks for it.
  watch.cancelRestart = clock.after(pause, () => void begin(watch).catch(() => {}));
  return down(watch.options, `${reason}; it starts again in ${Math.ceil(pause / 1000)} s`, pause);
}

function giveUp(watch: Watch, reason: string): ThorpError {
  const { name, logger } = watch.options;
  watch.status = { state: "failed", reason };
  logger("error", "A model server was given up.", { server: name, reason });
  return down(watch.options, reason);
}

function down({ name, records }: SuperviseOptions, reason: string, retryAfterMs?: number): ThorpError {
  return new ThorpError("model-unavailable", `${name}: ${reason}`, {
    hint: `Look into ${records.log}, then run \`thorp models start ${name}\`.`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isTaken(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  return isListening(hostname.replace(/^\[|\]$/g, ""), Number(port) || (protocol === "https:" ? 443 : 80));
}

/** Waits no longer than the caller wants; the start itself goes on. */
function unless(signal: AbortSignal | undefined, start: Promise<void>): Promise<void> {
  if (signal === undefined) return start;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    start.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

function exitWords(exit: ServerExit | undefined): string {
  if (exit === undefined) return "its guardian was killed";
  const last = exit.tail.trim().split("\n").at(-1)?.trim().slice(0, 200) ?? "";
  const how = exit.signal === null ? `it ended with code ${exit.code}` : `it was ended by ${exit.signal}`;
  return last === "" ? how : `${how} (${last})`;
}
