/** A key that stands twice in one object: JSON.parse keeps the last and says nothing. */
import { readJsonAt } from "../lenient-json.ts";

/**
 * Whether a key of `text`, which is JSON whose value is `value`, was given twice with different values. Only counts
 * unless the counts differ: a well-formed call is not read a second time.
 */
export function hasDoubledKey(text: string, value: unknown): boolean {
  return keysWritten(text) !== keysKept(value) && (readJsonAt(text, 0)?.isDoubled ?? false);
}

/** Texts with a colon behind them. */
function keysWritten(text: string): number {
  let keys = 0;
  for (let open = text.indexOf('"'); open >= 0; ) {
    let end = text.indexOf('"', open + 1);
    while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) return keys;
    let next = end + 1;
    while (text.charCodeAt(next) <= 32) next++;
    if (text[next] === ":") keys++;
    open = text.indexOf('"', next);
  }
  return keys;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text[before] === "\\") before--;
  return (quote - before) % 2 === 0;
}

function keysKept(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + keysKept(item), 0);
  const inner = Object.values(value);
  return inner.reduce((sum: number, item) => sum + keysKept(item), inner.length);
}
