/** Structured log: one JSON object a line, for people's tools rather than their eyes. The journal, not this, is the record. */
import type { Clock } from "./clock.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Logger = (level: LogLevel, message: string, data?: Record<string, unknown>) => void;

export interface LoggerOptions {
  readonly clock: Clock;
  readonly write: (line: string) => void;
  /** Entries below this level are dropped. */
  readonly level: LogLevel;
}

export function createLogger({ clock, write, level }: LoggerOptions): Logger {
  const lowest = logLevels.indexOf(level);
  return (entryLevel, message, data) => {
    if (logLevels.indexOf(entryLevel) < lowest) return;
    const entry = { at: new Date(clock.now()).toISOString(), level: entryLevel, message };
    write(`${lineOf(entry, data)}\n`);
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

export const silentLogger: Logger = () => {};
