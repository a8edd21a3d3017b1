/** One document as passages, whatever its format; what cannot be read says why. */
import { extractDocument } from "../documents/extract-document.ts";
import type { WorkerLimits } from "../documents/run-document-worker.ts";
import { isTextType, mediaTypeOf } from "../media-type.ts";
import { decodeText } from "../text-content.ts";
import { type Chunk, chunkText } from "./chunk-text.ts";

/** The passages, or why there are none. */
export type ChunkReading = { readonly chunks: readonly Chunk[] } | { readonly problem: string };

/** More of one document is not searched. Characters. */
const MOST_CHARACTERS = 1_000_000;

/** `path` decides together with the bytes what kind of document it is. */
export async function readChunks(path: string, bytes: Uint8Array, limits: WorkerLimits): Promise<ChunkReading> {
  const mediaType = mediaTypeOf(path, bytes);
  // Text keeps its headings and fences whole only when nobody cuts it into pages before.
  if (isPlainText(path, bytes)) {
    const text = decodeText(bytes).slice(0, MOST_CHARACTERS);
    return text.trim() === "" ? { problem: "it is empty" } : { chunks: chunkText(text) };
  }
  const reading = await extractDocument(
    { name: path, bytes, mediaType, wish: { characters: MOST_CHARACTERS } },
    limits,
  );
  if ("problem" in reading) return reading;
  const chunks =
    mediaType === "application/pdf"
      ? reading.pages.flatMap(({ number, text }) => chunkText(text, number))
      : chunkText(reading.pages.map(({ text }) => text).join("\n\n"));
  return chunks.length === 0 ? { problem: "it holds no text" } : { chunks };
}

/** Taken apart faster than anything could be looked up. */
export function isPlainText(path: string, bytes: Uint8Array): boolean {
  const mediaType = mediaTypeOf(path, bytes);
  const others = [
    "text/csv",
    "text/tab-separated-values",
    "application/x-ndjson",
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
  ];
  return isTextType(mediaType) && !others.includes(mediaType);
}
