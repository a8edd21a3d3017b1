/**
 * The guardian of one model server: a small process between Thorp and the server.
 *
 * It has a channel to Thorp, and that channel closes however Thorp ends, SIGKILL included. Then the guardian stops the
 * server and everything that the server started, so nothing is left behind. Ctrl-C in a terminal does not reach it: it
 * leads a session of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { GuardOrder, GuardReport, GuardRequest } from "./guardian-protocol.ts";
import { killGroup } from "./kill-group.ts";
import { openRotatingLog } from "./rotating-log.ts";

const TAIL_CHARACTERS = 2000;
const LAST_WORDS_MS = 500;

let server: ChildProcess | undefined;
let asked = false;
let graceMs = 0;

process.on("message", (request: GuardRequest) => {
  if (request.type === "stop") stop();
  else if (server === undefined) guard(request.order);
});
process.once("disconnect", stop);
process.on("SIGTERM", stop);
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});

function guard(order: GuardOrder): void {
  const { command, env, cwd, log: file, logBytes } = order;
  const [program = "", ...args] = command;
  graceMs = order.graceMs;
  const log = openRotatingLog(file, logBytes);
  let tail = "";
  const keep = (bytes: Buffer): void => {
    log.write(bytes);
    tail = (tail + bytes.toString("utf8")).slice(-TAIL_CHARACTERS);
  };
  const child = spawn(program, args, {
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    // A group of its own, so that all of it can be stopped.
    detached: true,
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  server = child;
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.once("error", (error) => leave({ type: "refused", message: error.message }));
  child.once("spawn", () => report({ type: "started", pid: child.pid ?? 0 }));
  child.once("exit", (code, signal) => {
    // What it had started itself goes with it.
    if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
    const end = () => leave({ type: "exited", code, signal, asked, tail });
    // Its last words may still be in the pipe; whoever left the group may hold the pipe for ever.
    child.once("close", end);
    setTimeout(end, LAST_WORDS_MS);
  });
}

function stop(): void {
  asked = true;
  const pid = server?.pid;
  if (pid === undefined) return void process.exit(0);
  killGroup(pid, "SIGTERM");
  setTimeout(() => killGroup(pid, "SIGKILL"), graceMs);
}

function report(message: GuardReport, sent: () => void = () => {}): void {
  if (process.connected) process.send?.(message, () => sent());
  else sent();
}

function leave(message: GuardReport): void {
  report(message, () => process.exit(0));
}
