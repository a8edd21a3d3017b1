/**
 * Things that are told by their shape: an address of mail or network, coordinates, the number of a paper. To a tool
 * they say more than words; and the digits in them are no figures to calculate with.
 */

const forms = {
  email: /[\w.+-]+@{1,2}[\w-]+(?:\.[\w-]+)+/g,
  video: /(?:https?:\/\/)?(?:www\.)?(?:youtube\.com\/(?:watch|shorts)|youtu\.be\/)\S*/gi,
  page: /https?:\/\/\S+|\bwww\.\S+/gi,
  doi: /\b10\.\d{4,9}\/[^\s,;]+/g,
  arxiv: /\barxiv[:\s]*(?:\w+ )?\d{4}\.\d{4,5}\b|\b(?<!\.)\d{4}\.\d{5}\b/gi,
  pmid: /\bPMID[:\s]*\d+\b/gi,
  point:
    /(?<![\d.]\s*,\s*)[-−]?\d{1,3}\.\d+\s*[,;/]\s*[-−]?\d{1,3}\.\d+(?!\s*(?:,|and|or)\s*[-−]?\d)|\blatitude\D{0,12}[-−]?\d[\d.]*\D{0,20}longitude\D{0,12}[-−]?\d[\d.]*/gi,
  ip: /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){2,}[0-9a-f:]*/gi,
  vat: /\b[A-Z]{2}[A-Z]?\d[\dA-Z]{6,11}\b|\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK) [A-Z]?\d{7,12}\b/g,
  item: /\bQ\d{1,9}\b/g,
  cite: /\b\d{1,4} (?:U\.S\.|F\.(?:\dd|4th|Supp\.(?: \dd)?)?|S\. ?Ct\.|[A-Z][a-z]*\.(?: ?[A-Z\d][a-z]*\.)*(?:\dd|\dth)?) \d{1,4}\b/g,
  district: /\b(?:[A-Z]{1,2}\d[A-Z\d]?)(?= \d[A-Z]{2}\b|\b)/g,
  select: /\bSELECT\b.*\bWHERE\b/gs,
  domain: /\b(?:[a-z0-9-]+\.)+[a-z]{2,12}\b(?![\w/@])/gi,
} as const;

/** What sort of thing was found. */
export type IdentifierKind = keyof typeof forms;

/** Digits in these are never figures. */
const numeric: readonly IdentifierKind[] = ["doi", "arxiv", "pmid", "point", "ip"];

/** The kinds that stand in a text, each once. What one form has taken the forms behind it do not see. */
export function identifiersIn(text: string): readonly IdentifierKind[] {
  let left = text;
  const found: IdentifierKind[] = [];
  for (const [kind, form] of Object.entries(forms) as [IdentifierKind, RegExp][]) {
    const rest = left.replace(form, " ");
    if (rest !== left) found.push(kind);
    left = rest;
  }
  return found;
}

/** The text with words in place of those that only look like figures. */
export function withoutIdentifiers(text: string): string {
  return numeric.reduce((left, kind) => left.replace(forms[kind], "identifier"), text);
}
