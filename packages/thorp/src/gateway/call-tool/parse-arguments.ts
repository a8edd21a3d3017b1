/**
 * Arguments as small models write them, made into JSON: code fences, prose around, trailing commas, single quotes, bare
 * keys, Python words, a missing end, JSON inside a JSON string. Repair comes before validation; what was broken is never
 * stored.
 */
import { parseJson } from "../../base/json.ts";
import { DEEPEST, parseLenientJson } from "./lenient-json.ts";

/** Longer arguments than this are refused unread. Characters. */
export const MAX_ARGUMENTS_LENGTH = 1_000_000;

/** The value, or undefined when nothing sensible can be made of the text. */
export function parseArguments(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return {};
  const parsed = parseJson(trimmed);
  const value = unwrap(parsed === undefined ? parseLenientJson(withoutFence(trimmed)) : parsed);
  return isTooDeep(value) ? undefined : value;
}

/** What stands in a code fence, when the fence comes before the arguments rather than inside of them. */
export function withoutFence(text: string): string {
  const fence = /^[^{[]*?```[\w-]*\s*([\s\S]*?)(?:```\s*(?:\n|$)|$)/.exec(text);
  return fence?.[1] ?? text;
}

/** Some models encode the object a second time, as a string, put it in a list, or say null for "no arguments". */
function unwrap(value: unknown): unknown {
  if (value === null) return {};
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === "object" ? value[0] : value;
  if (typeof value !== "string") return value;
  const again = parseJson(value) ?? (/^\s*[{[]/.test(value) ? parseLenientJson(value) : undefined);
  return typeof again === "object" ? again : value;
}

/** Without recursion: what is to be found out is whether recursion would be safe. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((item) =>
      typeof item === "object" && item !== null ? (Object.values(item) as unknown[]) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
