/** A log without secrets: entries are masked before whoever keeps them sees them. */
import { type Json, parseJson } from "../base/json.ts";
import type { Logger } from "../base/logger.ts";
import { cleanJson } from "../guard/clean-json.ts";

/** A log whose filter comes later: it is known once models and accounts are, and no run begins before. */
export interface CleanLogger {
  readonly logger: Logger;
  cleanWith(clean: (text: string) => string): void;
}

/** What is no JSON in the data is left out, as the log leaves it out. */
export function cleanLogger(to: Logger): CleanLogger {
  let clean = (text: string): string => text;
  return {
    logger: (level, message, data) =>
      data === undefined ? to(level, clean(message)) : to(level, clean(message), cleanData(data, clean)),
    cleanWith(given) {
      clean = given;
    },
  };
}

function cleanData(data: Record<string, unknown>, clean: (text: string) => string): Record<string, unknown> {
  try {
    return cleanJson({ clean }, parseJson(JSON.stringify(data)) as Json) as Record<string, unknown>;
  } catch {
    return {};
  }
}
