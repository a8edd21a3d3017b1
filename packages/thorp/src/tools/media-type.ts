/** What kind of file some bytes are: by what they begin with, then by the name's ending, then by whether they are text. */
import { extname } from "node:path";
import { isText } from "./text-content.ts";

const byEnding: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".tsv": "text/tab-separated-values",
  ".tab": "text/tab-separated-values",
  ".json": "application/json",
  ".jsonl": "application/x-ndjson",
  ".ndjson": "application/x-ndjson",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".txt": "text/plain",
  ".log": "text/plain",
  ".html": "text/html",
  ".htm": "text/html",
  ".xhtml": "text/html",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
  ".pdf": "application/pdf",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".odt": "application/vnd.oasis.opendocument.text",
  ".doc": "application/msword",
  ".xls": "application/vnd.ms-excel",
  ".epub": "application/epub+zip",
  ".rtf": "application/rtf",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/x-typescript",
  ".tsx": "text/x-typescript",
  ".py": "text/x-python",
  ".css": "text/css",
  ".sql": "application/sql",
  ".sh": "text/x-shellscript",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".flac": "audio/flac",
  ".m4a": "audio/mp4",
  ".mp4": "video/mp4",
  ".zip": "application/zip",
  ".gz": "application/gzip",
};

const byBeginning: readonly (readonly [string, readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["audio/ogg", [0x4f, 0x67, 0x67, 0x53]],
  ["audio/flac", [0x66, 0x4c, 0x61, 0x43]],
  ["audio/mpeg", [0x49, 0x44, 0x33]],
  ["application/gzip", [0x1f, 0x8b]],
  ["application/msword", [0xd0, 0xcf, 0x11, 0xe0]],
  ["application/vnd.sqlite3", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20]],
];

/**
 * The media type of a file. Content wins over the ending where both speak: a PNG named .csv is a PNG. Something that is
 * text stays text whatever it is called, and a `.pdf` that is no PDF is what its bytes are.
 */
export function mediaTypeOf(path: string, bytes: Uint8Array): string {
  const ending = byEnding[extname(path).toLowerCase()];
  // Readers take a PDF whose header is up to 1 KiB in; so do we.
  if (ending === "application/pdf" || startsLikePdf(bytes)) {
    if (hasPdfHeader(bytes)) return "application/pdf";
  }
  const found =
    byBeginning.find(([, beginning]) => beginning.every((byte, at) => bytes[at] === byte))?.[0] ?? riffKind(bytes);
  if (found === "application/msword") return ending === "application/vnd.ms-excel" ? ending : found;
  if (found !== undefined) return found;
  if (isZip(bytes)) return ending !== undefined && isZipped(ending) ? ending : zippedKind(bytes);
  const text = isText(bytes);
  // Sound without a tag begins with a frame, and an M4A with the size of its first box: the ending decides.
  if (!text && (ending === "audio/mpeg" || ending === "audio/mp4" || ending === "video/mp4")) return ending;
  if (ending !== undefined && isBinaryType(ending)) return text ? "text/plain" : "application/octet-stream";
  if (!text) return "application/octet-stream";
  return ending ?? (/^\s*(?:<!doctype html|<html)/i.test(beginningOf(bytes)) ? "text/html" : "text/plain");
}

/** True for the types whose files can be read as text by line. */
export function isTextType(mediaType: string): boolean {
  return (
    mediaType.startsWith("text/") ||
    /^(?:application\/(?:json|xml|yaml|sql|x-ndjson)|image\/svg\+xml)$/.test(mediaType) ||
    mediaType.endsWith("+json") ||
    mediaType.endsWith("+xml")
  );
}

function beginningOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
}

/** RIFF files say in their ninth byte what they are. */
function riffKind(bytes: Uint8Array): string | undefined {
  const name = beginningOf(bytes.subarray(0, 12));
  if (!name.startsWith("RIFF")) return undefined;
  return name.endsWith("WEBP") ? "image/webp" : name.endsWith("WAVE") ? "audio/wav" : undefined;
}

function startsLikePdf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46;
}

function hasPdfHeader(bytes: Uint8Array): boolean {
  return beginningOf(bytes).includes("%PDF-");
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function isZipped(mediaType: string): boolean {
  return (
    mediaType === "application/zip" ||
    mediaType.includes("openxml") ||
    mediaType.includes("opendocument") ||
    mediaType.includes("epub")
  );
}

/** Office files name their main part among the first entries. */
function zippedKind(bytes: Uint8Array): string {
  const names =
    new TextDecoder("latin1").decode(bytes.subarray(0, 8192)) + new TextDecoder("latin1").decode(bytes.subarray(-8192));
  if (names.includes("word/document.xml")) return byEnding[".docx"] as string;
  if (names.includes("xl/workbook.xml")) return byEnding[".xlsx"] as string;
  return "application/zip";
}

function isBinaryType(mediaType: string): boolean {
  return !isTextType(mediaType) && mediaType !== "application/rtf";
}
