/** The text of arguments, read as leniently as can be, with what is known of how whole it was. */
import { parseJson } from "../../../base/json.ts";
import { type Cut, cuts, readJsonAt } from "../lenient-json.ts";
import { isTooDeep, withoutFence } from "../parse-arguments.ts";

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
  const objects = glued(withoutFence(bare));
  if (objects !== undefined) return objects;
  const value = linesOf(withoutFence(bare).trim()) ?? loneValue(bare);
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
    const lone = loneValue(value);
    return lone === undefined ? undefined : { ...WHOLE, values: [lone], isMended: true };
  }
  if (Array.isArray(value) && value.length > 1 && value.every((item) => typeof item === "object" && item !== null))
    return { ...WHOLE, values: value, isMended: true };
  const isDoubled = JSON.stringify(value).length < text.length - 2 && (readJsonAt(text, 0)?.isDoubled ?? false);
  return { ...WHOLE, values: [value], isMended: typeof value !== "object" || Array.isArray(value), isDoubled };
}

/** `{…}{…}`, `{…}, {…}`, `{…}; {…}`, one on each line. */
function glued(text: string): ReadArguments | undefined {
  const values: unknown[] = [];
  let cut: Cut = "closed";
  let isDoubled = false;
  let at = firstBracket(text);
  while (at !== undefined) {
    const read = readJsonAt(text, at);
    if (read === undefined || isTooDeep(read.value)) return undefined;
    values.push(...(Array.isArray(read.value) && read.value.length > 1 ? (read.value as unknown[]) : [read.value]));
    isDoubled ||= read.isDoubled;
    if (cuts.indexOf(read.cut) > cuts.indexOf(cut)) cut = read.cut;
    const gap = /^[\s,;}\]]*(?:(?:and|then)\s+)?(?=[{[])/.exec(text.slice(read.end, read.end + 200));
    at = gap === null ? undefined : read.end + gap[0].length;
  }
  return values.length === 0 ? undefined : { values, cut, isMended: true, isDoubled };
}

function firstBracket(text: string): number | undefined {
  const brace = text.indexOf("{");
  const at = brace >= 0 ? brace : text.indexOf("[");
  return at < 0 ? undefined : at;
}

const LINE = /^\s*["']?([A-Za-z_][\w-]{0,40})["']?\s*[:=]\s*(.+?)\s*,?\s*$/;

/** `value: 5` on a line each. An address has a colon too, but no space behind it. */
function linesOf(text: string): unknown {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => LINE.exec(line));
  if (pairs.length === 0 || pairs.some((pair) => pair === null || /^\/\//.test(pair[2] ?? ""))) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const raw = (pair?.[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
      return [pair?.[1] ?? "", raw];
    }),
  );
}

/** One value instead of an object: a path, an address, a calculation. Never a sentence. */
function loneValue(text: string): string | undefined {
  const value = text.trim().replace(/^(["'`])([^"'`]*)\1$/, "$2");
  if (value === "" || value.length > 1000) return undefined;
  if (/^\S+$/.test(value) && /[./\\:\d]/.test(value) && !/[.:]$/.test(value)) return value;
  return /^[\d\s.,()+*/^%-]*\d[\d\s.,()+*/^%-]*$/.test(value) ? value : undefined;
}
