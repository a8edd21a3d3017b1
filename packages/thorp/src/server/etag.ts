/** Reads that have not changed are not sent again: a tag made from the bytes, and 304 for who has them. */
import { contentHash } from "../base/json.ts";

/** What was asked, and the headers of the reply. */
export interface TagOptions {
  readonly request: Request;
  readonly headers: Readonly<Record<string, string>>;
}

/** A route that knows a better tag gives it among its headers. */
export function taggedJson(json: string, { request, headers }: TagOptions): Response {
  const etag = headers["etag"] ?? `"${contentHash(json)}"`;
  // Answers belong to whoever asked: nothing between us and them may keep one for others.
  const all = { "cache-control": "private, no-cache", ...headers, etag };
  if (hasTag(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers: all });
  return new Response(json, { headers: { "content-type": "application/json", ...all } });
}

/** As RFC 9110 compares tags for reading: weakly. */
function hasTag(given: string | null, etag: string): boolean {
  if (given === null) return false;
  return given.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
