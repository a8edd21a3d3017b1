/**
 * Secrets at rest: AES-256-GCM under a master key. What a secret belongs to is authenticated with it, so that nobody
 * who can write the file gives one user's secret to another.
 */
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { RandomBytes } from "../tokens.ts";

/** A secret that only the master key opens; everything in base64url. */
export interface Sealed {
  /** Which master key: the beginning of its hash. */
  readonly key: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** 32 bytes. */
export type MasterKey = Uint8Array;

/** Tells master keys apart and says nothing about them. */
export function masterKeyId(key: MasterKey): string {
  return createHash("sha256").update("thorp master key ").update(key).digest("hex").slice(0, 12);
}

/** `about` must be the same when it is opened. */
export function seal(text: string, about: string, { key, random }: { key: MasterKey; random: RandomBytes }): Sealed {
  const iv = random(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(about));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const [ivText, tag, dataText] = [iv, cipher.getAuthTag(), data].map((part) =>
    Buffer.from(part).toString("base64url"),
  );
  return { key: masterKeyId(key), iv: ivText ?? "", tag: tag ?? "", data: dataText ?? "" };
}

/** Undefined when it was sealed with another key, about something else, or was changed since. */
export function unseal({ iv, tag, data }: Sealed, about: string, key: MasterKey): string | undefined {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(data, "base64url")), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
