/** Secrets that the program makes: 256 bits of chance, of which only a hash is kept. A fast hash is enough for them. */
import { createHash, timingSafeEqual } from "node:crypto";

/** Bytes of chance fit for secrets: `randomBytes` of node:crypto, unless a test says otherwise. */
export type RandomBytes = (count: number) => Uint8Array;

/** Told apart by their beginning, so that filters and scanners know one when they see it. */
export const keyPrefix = "thorp_key_";

/** URL-safe, 43 characters behind the prefix. */
export function newToken(random: RandomBytes, prefix = ""): string {
  return prefix + Buffer.from(random(32)).toString("base64url");
}

/** What is kept in the place of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Takes the same time wherever they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
