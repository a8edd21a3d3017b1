/** How long a service asks to be left alone: in a header as seconds or as a date, or somewhere in its answer. */
import type { Json } from "../../../base/json.ts";

/** Milliseconds; undefined where the service names no time. `fromBody`: seconds, or a time in words of ISO 8601. */
export function retryAfterMs(
  headers: Readonly<Record<string, string>>,
  { now, fromBody = null }: { readonly now: number; readonly fromBody?: Json },
): number | undefined {
  const given = headers["retry-after"] ?? headers["x-retry-after"];
  const stated = given === undefined ? undefined : spanOf(given, now);
  if (stated !== undefined) return stated;
  if (typeof fromBody === "number" || typeof fromBody === "string") return spanOf(String(fromBody), now);
  // Where a window is used up, the end of it is named as seconds to go or as a time since 1970.
  const reset = headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"];
  const left = headers["x-ratelimit-remaining"] ?? headers["ratelimit-remaining"];
  if (reset === undefined || left !== "0") return undefined;
  const seconds = Number(reset);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return seconds > 1e9 ? Math.max(0, seconds * 1000 - now) : seconds * 1000;
}

function spanOf(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
