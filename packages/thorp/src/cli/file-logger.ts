/** The log of the CLI: one file, made when there is something to say, started anew when it has grown large. */
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createLogger, type Logger, silentLogger } from "../base/logger.ts";
import type { Settings } from "../config/settings.ts";
import { secretCleaner } from "../engine/clean-secrets.ts";

const LARGE = 5_000_000;

/** Secrets of the environment are masked. Silent without a file. Never throws: a log that cannot be written is not a reason to stop. */
export function fileLogger(
  { level, file }: Settings["log"],
  { now, env }: { readonly now: () => number; readonly env: Readonly<Record<string, string | undefined>> },
): Logger {
  if (file === undefined) return silentLogger;
  let isReady = false;
  const write = (line: string): void => {
    try {
      if (!isReady) prepare(file);
      isReady = true;
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A log that cannot be written must not stop the work that it is about.
    }
  };
  return createLogger({ clock: { now, after: () => () => {} }, write, level, clean: secretCleaner(env) });
}

function prepare(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE) renameSync(file, `${file}.1`);
}
