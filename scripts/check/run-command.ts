/** Runs one tool of a check and keeps what it says. */
import { spawn } from "node:child_process";

export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Also print what it says while it runs. */
  readonly isLive?: boolean;
}

/** Never rejects: a tool that cannot be started is a tool that failed, with code 127. */
export function runCommand(
  command: readonly string[],
  { cwd, isLive = false }: CommandOptions,
): Promise<CommandResult> {
  const [program = "", ...args] = command;
  const started = performance.now();
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (isLive) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve) => {
    const finish = (code: number, last = ""): void =>
      resolve({ code, output: Buffer.concat(chunks) + last, seconds: (performance.now() - started) / 1000 });
    child.on("error", (error) => finish(127, error.message));
    child.on("close", (code) => finish(code ?? 1));
  });
}
