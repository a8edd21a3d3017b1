/** From what somebody writes for a unit to units that the library knows. */
import { nearest } from "../../base/nearest.ts";
import { ambiguousUnits, unitAliases } from "./unit-aliases.ts";

/** A unit, or one unit per another, times a number: a carat is 0.2 gram, mph is mile per hour. */
export interface FoundUnit {
  readonly factor: number;
  readonly unit: string;
  readonly per?: string;
}

/** Why the words name no unit. */
export interface UnknownUnit {
  /** What is wrong, as a sentence. */
  readonly problem: string;
}

/** The library's unit names by themselves and by their lower-case form. */
export interface UnitNames {
  readonly exact: ReadonlySet<string>;
  readonly byLowerCase: ReadonlyMap<string, string>;
}

interface Measure {
  readonly units: readonly { readonly names: readonly string[]; readonly symbols: readonly string[] }[];
}

/** Gathers the names; of several that differ in case only the one with the longest spelling wins. */
export function gatherUnitNames(measures: Iterable<Measure>): UnitNames {
  const exact = new Set<string>();
  const byLowerCase = new Map<string, string>();
  for (const { units } of measures) {
    for (const { names, symbols } of units) {
      for (const name of [...names, ...symbols]) exact.add(name);
    }
  }
  for (const name of exact) {
    if (!byLowerCase.has(name.toLowerCase())) byLowerCase.set(name.toLowerCase(), name);
  }
  return { exact, byLowerCase };
}

/** Looks for whole names, then aliases, then quotients (`m/s`, `grams per liter`), then plurals and other cases. */
export function findUnit(words: string, names: UnitNames): FoundUnit | UnknownUnit {
  const name = words.trim().replace(/\s+/g, " ");
  const whole = wholeUnit(name, names);
  if (whole !== undefined) return whole;
  const lower = name.toLowerCase();
  const choices = Object.hasOwn(ambiguousUnits, lower) ? ambiguousUnits[lower] : undefined;
  if (choices !== undefined) return { problem: `"${name}" may mean several units: write ${choices}.` };
  const [top = "", bottom, ...more] = name.split(/\s*\/\s*|\s+per\s+/i);
  if (bottom !== undefined && more.length === 0) {
    const over = wholeUnit(top, names);
    const under = wholeUnit(bottom, names);
    if (over !== undefined && under !== undefined && over.per === undefined && under.per === undefined) {
      return { factor: over.factor / under.factor, unit: over.unit, per: under.unit };
    }
    const unknown = over === undefined ? top : bottom;
    return unknownUnit(unknown, names);
  }
  return unknownUnit(name, names);
}

function wholeUnit(name: string, names: UnitNames): FoundUnit | undefined {
  const lower = name.toLowerCase();
  // Before the library: its "KB", "M" and "mb" are not what people mean by them. Upper-case M alone stays a nautical mile.
  const alias = (lower === "m" && name !== "m") || !Object.hasOwn(unitAliases, lower) ? undefined : unitAliases[lower];
  if (alias !== undefined && !isOtherUnit(name, names)) return unitFromAlias(alias);
  if (names.exact.has(name)) return { factor: 1, unit: name };
  for (const candidate of [lower, lower.replace(/(?<=.{2})s$/, ""), lower.replace(/es$/, "")]) {
    const found = names.exact.has(candidate) ? candidate : names.byLowerCase.get(candidate);
    if (found !== undefined) return { factor: 1, unit: found };
  }
  return undefined;
}

/** Symbols whose case tells two common units apart: the alias is for the one, the library has the other. */
function isOtherUnit(name: string, names: UnitNames): boolean {
  return /^(?:[kMGTP]b|mWh?|ps|Mt)$/.test(name) && names.exact.has(name);
}

function unitFromAlias(alias: string): FoundUnit {
  const [, number, rest = alias] = /^([\d.e-]+) (.+)$/.exec(alias) ?? [];
  const [unit = rest, per] = rest.split("/");
  return { factor: Number(number ?? 1), unit, ...(per === undefined ? {} : { per }) };
}

function unknownUnit(name: string, names: UnitNames): UnknownUnit {
  const candidates = [...names.exact, ...Object.keys(unitAliases)].filter((each) => each.length > 1);
  const suggestion = nearest(name.slice(0, 60), candidates);
  const meant = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
  return { problem: `"${name.slice(0, 60)}" is not a unit that is known here.${meant}` };
}
