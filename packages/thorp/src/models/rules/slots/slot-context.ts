/** What slots are filled from, and what filling them comes to. */
import type { Json } from "../../../base/json.ts";
import type { Brief, BriefInput, FileNote } from "../../brief.ts";
import type { Today } from "../sql/date-filter.ts";
import { lex, type Token } from "../text/lex.ts";
import { fileClassOf, namedInWords } from "../understand/mentions.ts";

/** Everything that slots may be filled from. */
export interface SlotContext {
  /** What is to be done, in words that stand by themselves. */
  readonly goal: string;
  readonly tokens: readonly Token[];
  readonly files: readonly FileNote[];
  readonly inputs: readonly BriefInput[];
  readonly today: Today;
}

/** The input of a tool, and what it lacks. */
export interface Filled {
  readonly input: { readonly [name: string]: Json };
  /** Names of required slots that nothing was found for. */
  readonly missing: readonly string[];
}

/** Cuts the goal into tokens once for all slots. */
export function slotContextOf(
  goal: string,
  { files, inputs, now, timeZone }: Pick<Brief, "files" | "inputs" | "now" | "timeZone">,
): SlotContext {
  return { goal, tokens: lex(goal, files), files, inputs, today: { now, timeZone } };
}

/** Undefined values are left out; the names of those that are required are noted. */
export function filled(values: { readonly [name: string]: Json | undefined }, required: readonly string[]): Filled {
  const input = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return { input, missing: required.filter((name) => input[name] === undefined) };
}

/** Paths that the goal names, by path or in words, in order. */
export function pathsIn({ tokens, files }: SlotContext): readonly string[] {
  const written = tokens.filter((token) => token.kind === "path").map((token) => token.value);
  return [...new Set([...written, ...namedInWords(tokens, files).map(({ file }) => file.path)])];
}

/** The path of the file that is meant: named ones of a fitting class first, else the only fitting one at hand. */
export function pathFor(
  context: SlotContext,
  fits: (fileClass: ReturnType<typeof fileClassOf>) => boolean,
): string | undefined {
  const named = pathsIn(context).find((path) => fits(fileClassOf(path, context.files)));
  if (named !== undefined) return named;
  const fitting = context.files.filter((file) => fits(fileClassOf(file.path, context.files)));
  return fitting.length === 1 ? fitting[0]?.path : undefined;
}

/** The numbers of a result: its single value, the numbers of its only row, else those of its text. */
export function numbersOf({ data, text }: BriefInput): readonly number[] {
  const fromData = numbersOfData(data);
  if (fromData.length > 0) return fromData;
  return [
    ...text
      .replace(/\d{4}-\d{2}-\d{2}/g, " ")
      .replace(/(\d),(?=\d{3})/g, "$1")
      .matchAll(/-?\d+(?:\.\d+)?/g),
  ].map(([number]) => Number(number));
}

function numbersOfData(data: Json | undefined): readonly number[] {
  if (typeof data === "number") return [data];
  const row = Array.isArray(data) ? (data.length === 1 ? data[0] : undefined) : data;
  if (row === null || typeof row !== "object" || Array.isArray(row)) return [];
  const record = row as { readonly [name: string]: Json };
  for (const name of ["result", "value", "days"]) {
    const value = record[name];
    if (typeof value === "number") return [value];
  }
  return Object.values(record).filter((value): value is number => typeof value === "number");
}

/** The rows of a result, or undefined where it has none. */
export function rowsOf({ data }: Pick<BriefInput, "data">): readonly { readonly [name: string]: Json }[] | undefined {
  if (!Array.isArray(data) || data.length === 0) return undefined;
  return data.every((row) => row !== null && typeof row === "object" && !Array.isArray(row))
    ? (data as { [name: string]: Json }[])
    : undefined;
}
