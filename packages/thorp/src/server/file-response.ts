/**
 * Bytes that somebody else may have made, for a browser: never a page of ours.
 *
 * A file is shown only when nothing in it can act; all others are offered for saving. Whatever it is, it may load
 * nothing, run nothing and frame nothing, and its type is not guessed.
 */
import { contentHash } from "../base/json.ts";

/** What is known of the bytes, and what the asker has already. */
export interface FileFacts {
  readonly name: string;
  readonly mediaType: string;
  /** Of the request. */
  readonly headers: Headers;
}

const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "text/plain", "text/csv"]);
/** Kept as they are: programs read them, browsers only save them. */
const SAVED = /^(?:application\/(?:json|pdf|zip|vnd\.[\w.+-]+)|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+)$/;

/** 304 when the asker has them. */
export function fileResponse(bytes: Uint8Array, { name, mediaType, headers }: FileFacts): Response {
  const plain = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  const isShown = SHOWN.has(plain);
  const type = isShown || SAVED.test(plain) ? plain : "application/octet-stream";
  const etag = `"${contentHash(bytes)}"`;
  const all = {
    "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
    "content-disposition": `${isShown ? "inline" : "attachment"}; filename*=UTF-8''${encoded(name)}`,
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
    etag,
  };
  if (headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers: all });
  return new Response(new Uint8Array(bytes), { headers: all });
}

/** A text that we have made of what others said: saved whole, and if it is opened all the same, it may do nothing. */
export function fileToSave(text: string, { name, mediaType }: Omit<FileFacts, "headers">): Response {
  return new Response(text, {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${encoded(name)}`,
      "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}

/** As RFC 8187 writes names; half a letter is no letter. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
