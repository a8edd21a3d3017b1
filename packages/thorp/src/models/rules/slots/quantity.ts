/** Finds what is to be converted: "26 miles in km", "how many feet are in a nautical mile", "72 F to Celsius". */
import { withDigits } from "../text/numbers.ts";
import { type Dimension, longestUnit, type UnitName, unitNamed } from "./unit-names.ts";

/** A number with its unit. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
  readonly dimension: Dimension;
}

/** What is converted into what, as far as the sentence tells it. */
export interface Conversion {
  readonly quantity?: Quantity;
  readonly to?: UnitName;
}

const pieceForm = /-?\d+(?:\.\d+)?(?:e-?\d+)?|[\p{L}°'’"²³]+(?:\/[\p{L}]+)?(?:-[\p{L}]+)*|[^\s]/giu;
const targetWords = new Set(["to", "in", "into", "as", "for", "=", "->", "→"]);

/** The quantity and the target unit of a sentence; a part that is not there is left out. */
export function conversionFrom(text: string): Conversion {
  const pieces = (
    withDigits(withFractions(text))
      .replace(/(\d)\s*°/g, "$1 °")
      .replace(/(\d)([\p{L}°])/gu, "$1 $2")
      .match(pieceForm) ?? []
  ).map(String);
  const quantity = quantityIn(pieces);
  const to = targetIn(pieces, quantity);
  return {
    ...(quantity === undefined
      ? {}
      : { quantity: { value: quantity.value, unit: quantity.unit.name, dimension: quantity.unit.dimension } }),
    ...(to === undefined ? {} : { to }),
  };
}

/** "half a litre", "a quarter of a mile", "three quarters of an hour". */
function withFractions(text: string): string {
  return text
    .replace(/\bthree[- ]quarters? (?:of )?an? (?=\p{L})/giu, "0.75 ")
    .replace(/\b(?:a )?quarter (?:of )?an? (?=\p{L})/giu, "0.25 ")
    .replace(/\b(?:a )?half (?:of )?an? (?=\p{L})/giu, "0.5 ");
}

interface Found {
  readonly value: number;
  readonly unit: UnitName;
  readonly start: number;
  readonly end: number;
}

function quantityIn(pieces: readonly string[]): Found | undefined {
  for (let i = 0; i < pieces.length; i++) {
    const found = quantityAt(pieces, i);
    if (found !== undefined) return found;
  }
  // "a nautical mile", "one hour": after "how many feet are in".
  for (let i = 1; i < pieces.length; i++) {
    if (!/^(?:an?|per)$/i.test(pieces[i - 1] ?? "")) continue;
    const unit = unitAt(pieces, i);
    if (unit !== undefined && unit.text.length > 2) return { value: 1, unit: unit.unit, start: i - 1, end: unit.end };
  }
  return undefined;
}

function quantityAt(pieces: readonly string[], at: number): Found | undefined {
  if (!/^-?\d/.test(pieces[at] ?? "")) return undefined;
  const unit = unitAt(pieces, at + 1);
  if (unit === undefined) return undefined;
  // "5 in a row": a bare "in" is a preposition unless a target follows.
  if (unit.text === "in" && !targetWords.has((pieces[unit.end] ?? "").toLowerCase())) return undefined;
  return { value: Number(pieces[at]), unit: unit.unit, start: at, end: unit.end };
}

interface UnitAt {
  readonly unit: UnitName;
  readonly text: string;
  readonly end: number;
}

function unitAt(pieces: readonly string[], at: number): UnitAt | undefined {
  for (let length = Math.min(longestUnit, pieces.length - at); length > 0; length--) {
    const text = pieces.slice(at, at + length).join(" ");
    const unit = unitNamed(text) ?? unitNamed(text.replace(/° /, "°"));
    if (unit !== undefined) return { unit, text, end: at + length };
  }
  return undefined;
}

function targetIn(pieces: readonly string[], quantity: Found | undefined): UnitName | undefined {
  let best: UnitName | undefined;
  for (let i = 0; i < pieces.length; i++) {
    const before = (pieces[i - 1] ?? "").toLowerCase();
    if (quantity !== undefined && i >= quantity.start && i < quantity.end) continue;
    const asks = before === "many" || before === "much";
    if (!asks && !targetWords.has(before)) continue;
    const unit = unitAt(pieces, i);
    if (unit === undefined) continue;
    if (unit.text.length === 1 && quantity === undefined) continue;
    if (quantity !== undefined && unit.unit.dimension !== quantity.unit.dimension) {
      best ??= asks ? undefined : bridged(unit.unit, quantity);
      continue;
    }
    return unit.unit;
  }
  if (best !== undefined || quantity === undefined || pieces[quantity.start - 1]?.toLowerCase() !== "in") return best;
  // "pounds in 2.2 kilos": the unit that is wanted comes first.
  for (let length = 1; length <= longestUnit && quantity.start - 1 - length >= 0; length++) {
    const unit = unitNamed(pieces.slice(quantity.start - 1 - length, quantity.start - 1).join(" "));
    if (unit?.dimension === quantity.unit.dimension) return unit;
  }
  return undefined;
}

// Ounces may be fluid, "degrees" may be of an angle: a target of another dimension stands, the tool says what is wrong.
function bridged(unit: UnitName, quantity: Found): UnitName | undefined {
  const pair = new Set([unit.dimension, quantity.unit.dimension]);
  return pair.has("mass") && pair.has("volume") ? unit : undefined;
}
