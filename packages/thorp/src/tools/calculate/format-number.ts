/** Numbers for people and models: no noise of binary fractions, no digits that are not known. */

/** Rounded to 12 significant digits; whole numbers that a float holds exactly stay as they are. */
export function roundNumber(value: number, digits = 12): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(digits));
}

/** `37.5`, `1082152022374638`, `1.84467440737e+19`. Never `-0`. */
export function formatNumber(value: number, digits = 12): string {
  const rounded = roundNumber(value, digits);
  if (rounded === 0) return "0";
  // Beyond 2^53 a float's own text would show digits that were never computed.
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? rounded.toExponential() : String(rounded);
}
