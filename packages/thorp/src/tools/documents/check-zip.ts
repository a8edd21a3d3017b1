/**
 * A look through a ZIP file before a library unpacks it whole: does what is inside really fit?
 *
 * The sizes that a file states can be lies, so every packed entry is unpacked once with a bound and thrown away.
 */
import { inflateRawSync } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const MOST_ENTRIES = 10_000;
/** The end record has up to 64 KiB of comment behind it. */
const LONGEST_TAIL = 65_535 + 22;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
}

/** Undefined when everything unpacks within `maxBytes`; else a problem in words. */
export function zipProblem(bytes: Uint8Array, maxBytes: number): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    let left = maxBytes;
    for (const entry of entriesOf(view)) {
      if ((entry.method !== 0 && entry.method !== 8) || entry.packed === 0xffffffff)
        return "it is packed in a way that is not supported";
      if (view.getUint32(entry.at, true) !== LOCAL_ENTRY) return "it is damaged";
      const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
      if (start + entry.packed > bytes.length) return "it is damaged";
      const content = bytes.subarray(start, start + entry.packed);
      left -=
        entry.method === 0 ? content.length : inflateRawSync(content, { maxOutputLength: Math.max(1, left) }).length;
      if (left < 0) return tooLargeWithin(maxBytes);
    }
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
      ? tooLargeWithin(maxBytes)
      : "it is damaged";
  }
}

function tooLargeWithin(maxBytes: number): string {
  return `it unpacks to more than ${Math.floor(maxBytes / (1 << 20))} MiB`;
}

/** Reading beyond the end throws RangeError, which the caller takes for damage. */
function entriesOf(view: DataView): readonly Entry[] {
  let end = view.byteLength - 22;
  const first = Math.max(0, view.byteLength - LONGEST_TAIL);
  while (end >= first && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < first) throw new RangeError("no end of the directory");
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new RangeError("too many entries");
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new RangeError("no entry where one should be");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}
