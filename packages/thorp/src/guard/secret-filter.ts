/**
 * Keeps secrets out of whatever leaves: answers, frames, logs, tool results.
 *
 * Two kinds are known: the exact values that the process itself holds (keys of providers), and shapes that are
 * unmistakably keys. Streams hold back a tail of at most 64 characters, and only while it could be the beginning of a
 * secret, so ordinary prose is not delayed.
 */

/** Published prefixes of key formats; generic entropy rules would mask hashes and ids that people need to see. */
const KEY_SHAPES: readonly RegExp[] = [
  /\bsk-(?:or-|ant-|proj-)?[A-Za-z0-9_-]{20,}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{30,}\b/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/g,
  /\bAIza[0-9A-Za-z_-]{35}\b/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\b/g,
  /-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----[\s\S]*?-----END (?:[A-Z ]+ )?PRIVATE KEY-----/g,
];
const KEY_BEGINNINGS = ["sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "AKIA", "xox", "AIza", "eyJ", "-----BEGIN"];
const MASK = "[secret removed]";
const HELD_BACK = 64;

export interface SecretFilter {
  /** The text with every known secret masked. */
  clean(text: string): string;
  /** A filter for one stream. */
  stream(): SecretStream;
}

export interface SecretStream {
  /** Takes a delta, gives what may be shown by now. */
  push(delta: string): string;
  /** The rest, at the end. */
  flush(): string;
}

/** `secrets` shorter than eight characters are ignored: masking them would garble ordinary words. */
export function createSecretFilter(secrets: Iterable<string>): SecretFilter {
  const values = [...new Set(secrets)].filter((secret) => secret.length >= 8).sort((a, b) => b.length - a.length);
  const beginnings = [...KEY_BEGINNINGS, ...values.map((value) => value.slice(0, 4))];

  const clean = (text: string): string => {
    let cleaned = text;
    for (const value of values) if (cleaned.includes(value)) cleaned = cleaned.split(value).join(MASK);
    if (beginnings.some((beginning) => cleaned.includes(beginning))) {
      for (const shape of KEY_SHAPES) cleaned = cleaned.replace(shape, MASK);
    }
    return cleaned;
  };

  /** Where the part begins that may still grow into a secret. */
  const suspectFrom = (text: string): number => {
    const word = text.search(/\S*$/);
    const from = Math.max(word, text.length - HELD_BACK);
    const tail = text.slice(from);
    if (tail === "") return text.length;
    const suspicious = beginnings.some((beginning) => {
      if (tail.includes(beginning)) return true;
      for (let length = Math.min(beginning.length - 1, tail.length); length > 0; length--) {
        if (tail.endsWith(beginning.slice(0, length))) return true;
      }
      return false;
    });
    return suspicious ? from : text.length;
  };

  return {
    clean,
    stream() {
      let held = "";
      return {
        push(delta) {
          const text = held + delta;
          const from = suspectFrom(text);
          held = text.slice(from);
          return clean(text.slice(0, from));
        },
        flush() {
          const rest = clean(held);
          held = "";
          return rest;
        },
      };
    },
  };
}
