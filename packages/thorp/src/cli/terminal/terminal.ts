/** What the two output streams can show. */
import type { Output, Surroundings } from "../surroundings.ts";
import { createPaint, type Paint } from "./paint.ts";

/** What can be shown and who is there. */
export interface Terminal {
  /** Both streams are a terminal that can move its cursor back: things may be redrawn in place. */
  readonly isLive: boolean;
  /** Somebody sits there and can answer. */
  readonly isInteractive: boolean;
  /** For standard output. */
  readonly paint: Paint;
  /** For standard error. */
  readonly notes: Paint;
  /** Columns and rows as they are now. */
  width(): number;
  height(): number;
}

/** `NO_COLOR`, `TERM` and `CI` count. */
export function terminalOf({
  stdin,
  stdout,
  stderr,
  env,
}: Pick<Surroundings, "stdin" | "stdout" | "stderr" | "env">): Terminal {
  const isPlain = env["TERM"] === "dumb" || isSet(env["CI"]);
  const coloured = (stream: Output) => stream.isTTY === true && !isPlain && !env["NO_COLOR"];
  const isLive = stdout.isTTY === true && stderr.isTTY === true && !isPlain;
  return {
    isLive,
    isInteractive: stdin.isTTY === true && isLive,
    paint: createPaint(coloured(stdout)),
    notes: createPaint(coloured(stderr)),
    width: () => stderr.columns || stdout.columns || 80,
    height: () => stderr.rows || stdout.rows || 24,
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
