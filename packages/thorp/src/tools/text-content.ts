/** Bytes as text: telling text from the rest, and decoding it without ever failing. */

const SAMPLE = 8192;

/** False when the first bytes hold a NUL or many control characters; UTF-16 with its mark is text. */
export function isText(bytes: Uint8Array): boolean {
  if (utf16Of(bytes) !== undefined) return true;
  const sample = bytes.subarray(0, SAMPLE);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    // Tab, line feed, form feed, carriage return and escape occur in text.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++;
  }
  return controls <= sample.length / 50;
}

/**
 * The text of some bytes: UTF-16 by its mark, else the charset that was named, else UTF-8, else what older Windows
 * programs wrote. Line ends become `\n`. Never throws.
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  return decoded(bytes, charset).replace(/\r\n?/g, "\n");
}

function decoded(bytes: Uint8Array, charset: string | undefined): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  if (charset !== undefined) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      // A charset that nobody knows is no better than none.
    }
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** `412 bytes`, `3.4 KB`, `12 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte${bytes === 1 ? "" : "s"}`;
  const units = ["KB", "MB", "GB", "TB"];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 10 ? amount.toFixed(1).replace(/\.0$/, "") : Math.round(amount)} ${units[power - 1]}`;
}
