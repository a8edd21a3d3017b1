/** JSON as a type, and the helpers that everything which stores or hashes JSON shares. */
import { createHash } from "node:crypto";

/** What survives a way through `JSON.stringify` unchanged: what may be stored, hashed or sent. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Short enough to print, long enough never to meet twice in one store. */
export function contentHash(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The same value gives the same text whatever order its keys were written in. */
export function stableStringify(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    const record = inner as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    );
  });
}

/** Parses or returns undefined; for text that comes from models, files and the network. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
