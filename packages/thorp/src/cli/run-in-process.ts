/** The CLI as this process: its streams, its signals, its exit code. */
import { runCli } from "./run-cli.ts";
import type { Surroundings } from "./surroundings.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends the process. */
export async function runInProcess(argv: readonly string[]): Promise<void> {
  // Whoever read our output has gone: `thorp runs list | head -1`.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(141);
      throw error;
    });
  }
  const code = await runCli(argv, processSurroundings());
  await Promise.all([process.stdout, process.stderr].map(flushed));
  // Sockets kept alive to model servers would hold the process for seconds.
  process.exit(code);
}

function processSurroundings(): Surroundings {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    now: () => Date.now(),
    onSignal(listener) {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
    async openEngine(options) {
      const { createEngine } = await import("../engine/start-engine.ts");
      return createEngine(options);
    },
  };
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0) resolve();
    else stream.write("", () => resolve());
  });
}
