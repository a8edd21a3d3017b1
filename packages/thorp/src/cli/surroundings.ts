/** All that the CLI knows of the world: streams, environment, signals, and how an engine is opened. */
import type { EngineOptions } from "../engine/engine-options.ts";
import type { Thorp } from "../engine/thorp.ts";

/** The part of a writable stream that is used. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** The part of a readable stream that is used. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
}

/** The world of one call of the program; tests bring their own. */
export interface Surroundings {
  readonly stdin: Input;
  /** What was asked for: answers, lists, JSON. */
  readonly stdout: Output;
  /** Everything else. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back for SIGINT, SIGTERM and SIGHUP. Returns the function that stops it. */
  onSignal(listener: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
  openEngine(options: EngineOptions): Promise<Thorp>;
}
