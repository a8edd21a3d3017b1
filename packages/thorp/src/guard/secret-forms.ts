/** A secret in the disguises that programs and models put on: the filter has to know it in each of them. */

/** Shorter values would give forms that occur by chance. Characters. */
const SHORTEST = 12;

/**
 * The value, and how it stands in JSON, in a URL, as hexadecimal digits and in base64, of either alphabet. Base64 of a
 * longer text that holds it depends on what stands before: there are three ways, each without the signs at its ends that
 * the neighbours share.
 */
export function secretForms(value: string): readonly string[] {
  const plain = [value, JSON.stringify(value).slice(1, -1), percentEncoded(value)];
  if (value.length < SHORTEST) return [...new Set(plain)];
  const bytes = Buffer.from(value);
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const whole = (shift + bytes.length) % 3 === 0 ? text : text.slice(0, -1);
    const inner = whole.slice(Math.ceil((shift * 8) / 6));
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set([...plain, hex, hex.toUpperCase(), ...base64])];
}

/** Also what `encodeURIComponent` leaves as it is but forms encode. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
