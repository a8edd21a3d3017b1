/** The text of arguments, read as leniently as can be, with what is known of how whole it was. */
import { parseJson } from "../../../base/json.ts";
import { type Cut, cuts, firstBracket, readJsonAt } from "../lenient-json.ts";
import { isTooDeep, withoutFence } from "../parse-arguments.ts";
import { hasDoubledKey } from "./doubled-keys.ts";
import { looseArguments, oneWord } from "./loose-arguments.ts";

/** What could be read, and how whole it was. */
export interface ReadArguments {
  /** More than one when calls were glued together. A text when there was no object. */
  readonly values: readonly unknown[];
  readonly cut: Cut;
  /** False when the text was JSON as it should be. */
  readonly isMended: boolean;
  /** A key stood twice with different values. */
  readonly isDoubled: boolean;
}

const WHOLE = { cut: "closed", isDoubled: false } as const;
const NOTHING: ReadArguments = { ...WHOLE, values: [{}], isMended: false };
const THOUGHT = /^\s*<(think|thinking)>[\s\S]*?<\/\1>/;
const LEFTOVERS = /(?:\s|<[|｜][^<>]{1,40}[|｜]>|<\/?(?:tool_call|s|function|tool_calls)>|\[\/TOOL_CALLS\])+$/;

/** Undefined when there is nothing that arguments could be made of. */
export function readArguments(text: string): ReadArguments | undefined {
  const trimmed = text.trim();
  if (/^(?:null|None|undefined|\(\s*\))?$/.test(trimmed)) return NOTHING;
  const strict = parseJson(trimmed);
  if (strict !== undefined) return fromStrict(strict, trimmed);
  const bare = trimmed.replace(THOUGHT, "").replace(LEFTOVERS, "").trim();
  const escaped = escapedJson(bare);
  if (escaped !== undefined) return { ...escaped, isMended: true };
  const inner = withoutFence(bare).trim();
  const objects = /^\(?\s*\w+\s*=/.test(inner) ? undefined : glued(inner);
  if (objects !== undefined) return objects;
  const value = looseArguments(inner);
  return value === undefined ? undefined : { ...WHOLE, values: [value], isMended: true };
}

function fromStrict(value: unknown, text: string): ReadArguments | undefined {
  if (isTooDeep(value)) return undefined;
  if (typeof value === "string" && /^\s*[{[]/.test(value)) {
    const inner = parseJson(value);
    const read = inner === undefined ? glued(value) : fromStrict(inner, value);
    return read && { ...read, isMended: true };
  }
  if (typeof value === "string") {
    const lone = looseArguments(value) ?? oneWord(value);
    return lone === undefined ? undefined : { ...WHOLE, values: [lone], isMended: true };
  }
  if (Array.isArray(value) && value.length > 1 && value.every((item) => typeof item === "object" && item !== null))
    return { ...WHOLE, values: value, isMended: true };
  const isDoubled = hasDoubledKey(text, value);
  return { ...WHOLE, values: [value], isMended: typeof value !== "object" || Array.isArray(value), isDoubled };
}

/** `{\"path\": \"a.md\"}`: the inside of a JSON text, without its quotation marks. */
function escapedJson(text: string): ReadArguments | undefined {
  const inner = /^\{\s*\\"/.test(text) ? parseJson(`"${text}"`) : undefined;
  const value = typeof inner === "string" ? parseJson(inner) : undefined;
  return value === undefined ? undefined : fromStrict(value, String(inner));
}

/** `{…}{…}`, `{…}, {…}`, `{…}; {…}`, one on each line. */
function glued(text: string): ReadArguments | undefined {
  const values: unknown[] = [];
  let cut: Cut = "closed";
  let isDoubled = false;
  let at = firstBracket(text);
  while (at >= 0) {
    const read = readJsonAt(text, at);
    if (read === undefined || isTooDeep(read.value)) return undefined;
    values.push(...(Array.isArray(read.value) && read.value.length > 1 ? (read.value as unknown[]) : [read.value]));
    isDoubled ||= read.isDoubled;
    if (cuts.indexOf(read.cut) > cuts.indexOf(cut)) cut = read.cut;
    const gap = /^[\s,;}\]]*(?:(?:and|then)\s+)?(?=[{[])/.exec(text.slice(read.end, read.end + 200));
    at = gap === null ? -1 : read.end + gap[0].length;
  }
  return values.length === 0 ? undefined : { values, cut, isMended: true, isDoubled };
}
