/**
 * MCP over the pipes of a program: a line is a message. A line that never ends, or a pipe that breaks, ends the program,
 * not this process.
 */
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { SpawnedProgram } from "./spawn-program.ts";

/** Of the official package. */
export interface LineCodec {
  /** Throws for a line that is no message. */
  deserializeMessage(line: string): JSONRPCMessage;
  serializeMessage(message: JSONRPCMessage): string;
}

/** How long a program may take to end by itself, milliseconds. */
const GRACE_MS = 1500;
const MOST_BYTES = 16 << 20;
const MOST_STDERR = 2000;
const NEWLINE = 0x0a;

/** A transport, and what went wrong with its program in words. */
export interface ProgramTransport extends Transport {
  /** As clients tell transports over pipes from others. */
  readonly pid: number | null;
  readonly stderr: null;
  /** Undefined while it runs and nothing went wrong. */
  trouble(): string | undefined;
}

/** Starts nothing before `start`. */
export function programTransport(start: () => Promise<SpawnedProgram>, codec: LineCodec): ProgramTransport {
  // Pieces of a line that has not ended; put together once, for lines may be long.
  let pieces: Buffer[] = [];
  let size = 0;
  let program: SpawnedProgram | undefined;
  let trouble: string | undefined;
  let lastWords = "";
  const fail = (error: Error): void => {
    trouble ??= error.message;
    transport.onerror?.(error);
    program?.kill("SIGKILL");
  };
  const hear = (line: string): void => {
    if (line.trim() === "") return;
    try {
      transport.onmessage?.(codec.deserializeMessage(line));
    } catch (error) {
      // The next line may be a message.
      transport.onerror?.(error as Error);
    }
  };
  const take = (chunk: Buffer): void => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...pieces, chunk.subarray(from, end)]).toString("utf8");
      pieces = [];
      size = 0;
      from = end + 1;
      hear(line);
    }
    pieces.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size <= MOST_BYTES) return;
    pieces = [];
    size = 0;
    fail(new Error(`sent a message of more than ${MOST_BYTES >> 20} MiB`));
  };
  const transport: ProgramTransport = {
    get pid() {
      return program?.pid ?? null;
    },
    stderr: null,
    trouble: () =>
      trouble === undefined ? undefined : `${trouble}${lastWords === "" ? "" : `; it wrote: ${lastWords}`}`,
    async start() {
      const started = await start();
      program = started;
      started.stdout.on("data", take);
      started.stderr.on("data", (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString("utf8")).slice(-MOST_STDERR).trim();
      });
      for (const pipe of [started.stdin, started.stdout, started.stderr]) pipe.on("error", () => {});
      void started.ended.then((why) => {
        trouble ??= why;
        program = undefined;
        transport.onclose?.();
      });
    },
    send(message) {
      return new Promise((resolve, reject) => {
        if (program === undefined) return reject(new Error(trouble ?? "is not running"));
        program.stdin.write(codec.serializeMessage(message), (error) => (error ? reject(error) : resolve()));
      });
    },
    async close() {
      const closing = program;
      if (closing === undefined) return;
      trouble ??= "was ended";
      closing.stdin.end();
      await endWithin(closing, GRACE_MS);
    },
  };
  return transport;
}

/** First the end of its input, then a signal, then the one that nobody can ignore. */
async function endWithin(program: SpawnedProgram, ms: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), ms);
    });
    const first = await Promise.race([program.ended, late]);
    clearTimeout(timer);
    if (first !== "late") return program.kill("SIGKILL");
    program.kill(signal);
  }
  await program.ended;
}
