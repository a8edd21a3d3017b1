/** One of a few words, as a model spelt it. */
import { plainKey } from "./key-names.ts";
import type { RepairNotes } from "./repair-notes.ts";
import { unfit } from "./unfit.ts";

const ENUM_TAILS = ["", "s", "chart", "graph", "plot", "mode", "format", "unit", "operation", "file"];

/** The allowed value that is meant, or `unfit`. A mere beginning, as in F for fahrenheit, is a guess. */
export function enumValue(
  allowed: readonly unknown[],
  value: unknown,
  { key, notes }: { readonly key: string; readonly notes: RepairNotes },
): unknown {
  if (allowed.includes(value)) return value;
  if (typeof value !== "string") return unfit;
  const plain = plainKey(value);
  if (plain === "") return unfit;
  const words = allowed.map((option) => ({ option, word: plainKey(String(option)) }));
  const spelt = words.filter(({ word }) => ENUM_TAILS.some((tail) => plain === word + tail) || word === `${plain}s`);
  if (spelt.length > 1) return unfit;
  const begun = spelt.length === 1 ? [] : words.filter(({ word }) => word.startsWith(plain));
  const meant = spelt[0] ?? (begun.length === 1 ? begun[0] : undefined);
  if (meant === undefined) return unfit;
  if (spelt.length === 1) notes.mended(`${key} was written ${value.slice(0, 40)}`);
  else notes.guessed(`${key} ${value.slice(0, 40)} was taken for ${meant.word}`);
  return meant.option;
}
