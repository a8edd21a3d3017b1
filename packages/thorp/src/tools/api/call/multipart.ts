/** Texts and files as `multipart/form-data` (RFC 7578). */
import type { SentFile } from "./sent-files.ts";

/** One part: a text, or a file. */
export type FormPart = readonly [name: string, value: string | SentFile];

/** What goes over the wire; `mediaType` names the boundary, which stands in none of the parts. */
export function multipart(parts: readonly FormPart[]): { readonly mediaType: string; readonly bytes: Uint8Array } {
  const bodies = parts.map(([name, value]) => ({
    head: headOf(name, value),
    bytes: typeof value === "string" ? Buffer.from(value) : Buffer.from(value.bytes),
  }));
  let boundary = "thorp-part";
  while (bodies.some(({ bytes }) => bytes.includes(boundary))) boundary += "-";
  const written = bodies.flatMap(({ head, bytes }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function headOf(name: string, value: string | SentFile): string {
  const plain = (text: string) => text.replace(/["\r\n]/g, "_");
  const disposition = `content-disposition: form-data; name="${plain(name)}"`;
  if (typeof value === "string") return disposition;
  return `${disposition}; filename="${plain(value.name)}"\r\ncontent-type: ${value.mediaType}`;
}
