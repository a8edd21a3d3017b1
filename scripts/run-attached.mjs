/** Runs a program in our place: its input, output, signals and exit code are ours. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { say } from "./workspace.mjs";

/** Resolves to the exit code; 128 + number for a signal, as shells count, and 127 when it could not be started. */
export function runAttached(command, args, options) {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  // In a terminal Ctrl-C reaches the program by itself; handing on npm's copy would look like a second Ctrl-C.
  const isInTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    const isSentByTerminal = isInTerminal && signal !== "SIGTERM";
    process.on(signal, () => isSentByTerminal || child.kill(signal));
  }
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      say(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/**
 * npm runs scripts in a shell and hands signals to that shell only, which dies and leaves us behind. Whoever ends npm
 * means the program.
 */
function endWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 250);
  watch.unref();
}
