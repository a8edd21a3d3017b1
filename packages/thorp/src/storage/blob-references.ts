/** Which blobs an event names: every field called `blob`, at any depth. */

const MARK = '"blob":"';
const REFERENCE = /"blob":"([0-9a-f]{32})"/g;

/**
 * Reads the serialised event rather than the object: most events name none, and then this is one search for a short
 * text. A quotation mark inside a JSON string is escaped, so text that merely talks about blobs never matches.
 */
export function blobsNamedIn(json: string): readonly string[] {
  if (!json.includes(MARK)) return [];
  return [...new Set(Array.from(json.matchAll(REFERENCE), (match) => match[1] ?? ""))];
}
