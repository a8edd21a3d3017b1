/** Headers of a call on top of those of its server. */

/** The call's win; one set to undefined is left out. Names meet whatever their case. */
export function mergedHeaders(
  own: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string | undefined>> | undefined,
): Readonly<Record<string, string>> {
  if (extra === undefined) return own;
  const merged = new Map(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined) merged.delete(name.toLowerCase());
    else merged.set(name.toLowerCase(), value);
  }
  return Object.fromEntries(merged);
}
