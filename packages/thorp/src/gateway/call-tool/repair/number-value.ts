/** A number, as a model wrote it: as a text, or with its unit. Words for numbers are refused. */
import { wordsOf } from "./key-names.ts";
import type { RepairNotes } from "./repair-notes.ts";
import { unfit } from "./unfit.ts";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Commas are thousands only where nothing else can be meant: several, or a decimal point behind. */
const THOUSANDS = /^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$/;
const WITH_UNIT = /^([+-]?[\d.]+)\s*([^\d\s.,].*)$/;

/** The number that is meant, or `unfit`. A unit is passed over only when the key or a value beside it says it too. */
export function numberValue(
  value: unknown,
  { key, beside, notes }: { readonly key: string; readonly beside: readonly unknown[]; readonly notes: RepairNotes },
): unknown {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return unfit;
  const text = value.trim();
  const [, amount, unit] = WITH_UNIT.exec(text) ?? [];
  const isSaidTwice = unit !== undefined && (beside.some((other) => sameWord(other, unit)) || isInKey(unit, key));
  const digits = isSaidTwice ? (amount ?? "") : THOUSANDS.test(text) ? text.replaceAll(",", "") : text;
  if (!NUMBER.test(digits)) return unfit;
  notes.mended(`${key} was a text`);
  return Number(digits);
}

function sameWord(other: unknown, word: string): boolean {
  return typeof other === "string" && other.toLowerCase() === word.toLowerCase();
}

/** `3 days` for a key `days` or `numDays`. */
function isInKey(unit: string, key: string): boolean {
  const singular = (word: string) => word.toLowerCase().replace(/s$/, "");
  return wordsOf(key).some((word) => singular(word) === singular(unit));
}
