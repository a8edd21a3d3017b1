/** Values that a model copied from a form instead of filling it in. They are never sent on: nothing is meant by them. */
import type { Json } from "../../../base/json.ts";
import { plainKey, wordsFor } from "./key-names.ts";

const FRAMED = [/^<\s*([\w][\w .-]*?)\s*>$/, /^\{\{?\s*([\w][\w .-]*?)\s*\}?\}$/, /^\$\{?([A-Z][A-Z_]+)\}?$/];
const BRACKETED = /^\[\s*([\w][\w .'-]*?)\s*\]$/;
const FORM_WORDS = new Set(
  "your insert here value name placeholder example enter some file path url query content unit question result string number search text".split(
    " ",
  ),
);
const INVITATIONS = new Set("your insert here placeholder enter".split(" "));
const SHOUTED = /^(?:YOUR|INSERT|ENTER)_[A-Z_]+$|^(?:insert|enter|your)[ _-][\w -]{1,40}[ _-]here$/i;
const GAP_IN_ADDRESS = /^https?:\/\/\S*(?:<[\w -]+>|\{[\w -]+\})/i;
const SAMPLE_DATE = /^(?:YYYY|DD|MM)[-/.](?:MM|DD)[-/.](?:YYYY|DD)$/i;
const SAMPLE_PATH = /^[./]*path\/to\/(?:your\/|the\/)?[\w.-]*$/i;

/** The first value that is one, as `path: <path>`; undefined when every value is a value. */
export function placeholderIn(value: Json, key = ""): string | undefined {
  if (typeof value === "string") return isPlaceholder(key, value) ? `${key}: ${value.slice(0, 80)}` : undefined;
  if (value === null || typeof value !== "object") return undefined;
  const inner: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((item: Json) => [key, item])
    : Object.entries(value);
  for (const [name, item] of inner) {
    const found = placeholderIn(item, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlaceholder(key: string, value: string): boolean {
  const text = value.trim();
  if (text === "" || text.length > 80) return false;
  if (text === "..." || text === "…" || SHOUTED.test(text) || SAMPLE_PATH.test(text)) return true;
  if (GAP_IN_ADDRESS.test(text) || SAMPLE_DATE.test(text)) return true;
  const bracketed = BRACKETED.exec(text)?.[1];
  if (bracketed !== undefined) return wordsIn(bracketed).some((word) => INVITATIONS.has(word));
  const gap = /\s/.test(text) ? undefined : /[<{]([A-Za-z][\w-]*)[>}]/.exec(text)?.[1];
  if (gap !== undefined && (wordsFor(key).includes(plainKey(gap)) || FORM_WORDS.has(plainKey(gap)))) return true;
  const framed = FRAMED.map((frame) => frame.exec(text)?.[1]).find((inner) => inner !== undefined);
  if (framed === undefined) return false;
  const words = wordsIn(framed);
  return wordsFor(key).includes(plainKey(framed)) || words.some((word) => FORM_WORDS.has(word));
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().split(/[^a-z]+/);
}
