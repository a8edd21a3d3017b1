/** How long a server asked us to wait, from the headers that servers really send. */

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Milliseconds until the next try makes sense; undefined when no header says. In order: `retry-after-ms`,
 * `retry-after` (seconds or a date), `x-ratelimit-reset` (epoch or seconds), `x-ratelimit-reset-*` (durations like
 * `6m0s`; those whose remaining count is 0 win). Never negative; no upper bound: who waits decides how long is too long.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  return (
    nonNegative(headers["retry-after-ms"], 1) ??
    fromRetryAfter(headers["retry-after"], now) ??
    fromReset(headers["x-ratelimit-reset"], now) ??
    fromNamedResets(headers, now)
  );
}

function nonNegative(text: string | undefined, factor: number): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(0, Math.ceil(value * factor)) : undefined;
}

function fromRetryAfter(text: string | undefined, now: number): number | undefined {
  const seconds = nonNegative(text, 1000);
  if (seconds !== undefined || text === undefined) return seconds;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** A number is an epoch when it is too large for a wait: in milliseconds beyond 10^12, in seconds beyond 10^9. */
function fromReset(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return durationMs(text);
  if (value >= 1e12) return Math.max(0, Math.ceil(value - now));
  if (value >= 1e9) return Math.max(0, Math.ceil(value * 1000 - now));
  return Math.max(0, Math.ceil(value * 1000));
}

const NAMED_RESET = "x-ratelimit-reset-";

function fromNamedResets(headers: Headers, now: number): number | undefined {
  let exhausted: number | undefined;
  let longest: number | undefined;
  for (const name of Object.keys(headers)) {
    if (!name.startsWith(NAMED_RESET)) continue;
    const wait = fromReset(headers[name], now);
    if (wait === undefined) continue;
    longest = Math.max(longest ?? 0, wait);
    const remaining = headers[`x-ratelimit-remaining-${name.slice(NAMED_RESET.length)}`];
    if (remaining !== undefined && Number(remaining) <= 0) exhausted = Math.max(exhausted ?? 0, wait);
  }
  return exhausted ?? longest;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1h2m3.5s`, `120ms`; undefined for anything else. */
function durationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  return Math.ceil(total);
}
