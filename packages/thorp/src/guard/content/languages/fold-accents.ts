/** Letters without their accents, so that rules are written once for those who set accents and those who do not. */

const SPECIAL: Readonly<Record<string, string>> = { ß: "s", ø: "o", œ: "o", æ: "a", ł: "l", "’": "'", "‘": "'" };
const folded = new Map<string, string>();

/** As long as the text: every place in the one is a place in the other. Letters of other scripts stay. */
export function foldAccents(text: string): string {
  return text.replace(/[^\u0000-\u007f]/g, (sign) => {
    const known = folded.get(sign);
    if (known !== undefined) return known;
    const [base = sign] = (SPECIAL[sign.toLowerCase()] ?? sign).normalize("NFD");
    const plain = base.length === 1 ? base : sign;
    // A bound for texts that hold every sign there is.
    if (folded.size < 2000) folded.set(sign, plain);
    return plain;
  });
}
