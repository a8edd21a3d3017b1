/** A title as the name of a file. */

/** `Umsatz je Region, 2025` gives `umsatz-je-region-2025`; at most 60 characters, `fallback` when nothing is left. */
export function fileNameFrom(title: string | undefined, fallback: string): string {
  const name = (title ?? "")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return name === "" ? fallback : name;
}
