/** Structured log: one JSON object a line, for people's tools rather than their eyes. The journal, not this, is the record. */
import type { Clock } from "./clock.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
/** From chatty to serious, in the order of `logLevels`. */
export type LogLevel = (typeof logLevels)[number];

/** Never throws, whatever `data` holds: a log line must not end a run. */
export type Logger = (level: LogLevel, message: string, data?: Record<string, unknown>) => void;

/** Where lines go and which ones. */
export interface LoggerOptions {
  readonly clock: Clock;
  readonly write: (line: string) => void;
  /** Entries below this level are dropped. */
  readonly level: LogLevel;
  /** Takes secrets out of a line before it is written; default: none are known. */
  readonly clean?: (line: string) => string;
}

/** One line of JSON an entry, the end of line included. What cannot be written as JSON is said in its place. */
export function createLogger({ clock, write, level, clean = (line) => line }: LoggerOptions): Logger {
  const lowest = logLevels.indexOf(level);
  return (entryLevel, message, data) => {
    if (logLevels.indexOf(entryLevel) < lowest) return;
    const entry = { at: new Date(clock.now()).toISOString(), level: entryLevel, message };
    write(`${clean(lineOf(entry, data))}\n`);
  };
}

/** The data of a failure has a message of its own; both are kept. What cannot be written as JSON must not stop the work. */
function lineOf(
  entry: { readonly message: string },
  { message: detail, ...data }: Record<string, unknown> = {},
): string {
  try {
    return JSON.stringify({ ...entry, ...data, ...entry, ...(detail === undefined ? {} : { detail }) });
  } catch {
    return JSON.stringify(entry);
  }
}

/** For whoever has no use for a log. */
export const silentLogger: Logger = () => {};
