/** Languages by their English names. */

/** `German` for `de`; the tag itself where nobody knows it. Throws nothing for a tag of the right form. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
}
