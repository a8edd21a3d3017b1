/**
 * What secrets look like, each as a question to a text: does one begin here, and how far does it go?
 *
 * A shape decides after at most 64 characters. So a stream can hold back what is open, and what it shows does not
 * depend on where the text was cut into pieces.
 */

/** The longest beginning of a secret that may be left undecided. Characters. */
const HELD_BACK = 64;

/** The answer of a shape to a text that begins where a secret may. */
export type Finding =
  /** No secret begins here. */
  | { readonly is: "nothing" }
  /** More text is needed to tell. */
  | { readonly is: "open" }
  /** A secret; what follows `end` may belong to it as well: ask `rest`. */
  | { readonly is: "secret"; readonly end: number; readonly rest: SecretRest };

/** How many of the characters of `text` go on with the secret; `isOver` when it has ended within `text`. */
export type SecretRest = (text: string, isLast: boolean) => { readonly length: number; readonly isOver: boolean };

/** One kind of key, recognisable by its beginning. */
export interface SecretShape {
  /** What it begins with. */
  readonly beginnings: readonly string[];
  /** True when it only counts at the beginning of a word. */
  readonly startsWord: boolean;
  /** `text` begins where the secret may. `isLast`: no more text follows. */
  find(text: string, isLast: boolean): Finding;
}

const nothing: Finding = { is: "nothing" };
const open: Finding = { is: "open" };
const noRest: SecretRest = () => ({ length: 0, isOver: true });

/** A value that the process itself holds. A long one counts from its first 64 characters on. */
export function exactSecret(value: string): SecretShape {
  const decisive = Math.min(value.length, HELD_BACK);
  return {
    beginnings: [value.slice(0, 4)],
    startsWord: false,
    find(text, isLast) {
      const length = commonLength(text, value);
      if (length >= decisive) return { is: "secret", end: length, rest: restOf(value, length) };
      if (length < text.length) return nothing;
      // An answer that was stopped within a key must not show the most of it.
      if (isLast) return length >= 16 ? { is: "secret", end: length, rest: noRest } : nothing;
      return open;
    },
  };
}

function restOf(value: string, from: number): SecretRest {
  let at = from;
  return (text) => {
    const length = commonLength(text, value.slice(at));
    at += length;
    return { length, isOver: at === value.length || length < text.length };
  };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** A published prefix and so many characters of a kind. Entropy rules would mask hashes and ids that people need. */
function prefixed(beginnings: readonly string[], body: RegExp, least: number): SecretShape {
  const run = new RegExp(`${body.source}*`, "y");
  const rest: SecretRest = (text) => {
    const length = runLength(run, text, 0);
    return { length, isOver: length < text.length };
  };
  return {
    beginnings,
    startsWord: true,
    find(text, isLast) {
      const prefix = beginnings.find((beginning) => text.startsWith(beginning))?.length ?? 0;
      const end = prefix + runLength(run, text, prefix);
      if (end - prefix >= least) return { is: "secret", end, rest };
      return end < text.length || isLast ? nothing : open;
    },
  };
}

function runLength(run: RegExp, text: string, from: number): number {
  run.lastIndex = from;
  return run.exec(text)?.[0].length ?? 0;
}

/** Three parts of base64url; or one so long that no reader needs it. */
const webToken: SecretShape = {
  beginnings: ["eyJ"],
  startsWord: true,
  find(text, isLast) {
    const run = /^[\w-]*(?:\.[\w-]+)*/.exec(text)?.[0] ?? "";
    const isToken = /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/.test(run) || run.length >= HELD_BACK;
    if (isToken) return { is: "secret", end: run.length, rest: tokenRest };
    // A dot at the end may be the next part's or the sentence's.
    const ended = run.length < text.length && text.slice(run.length) !== ".";
    return ended || isLast ? nothing : open;
  },
};

const tokenRest: SecretRest = (text, isLast) => {
  const length = /^(?:[\w-]|\.(?=[\w-]))*/.exec(text)?.[0].length ?? 0;
  const waits = !isLast && text.slice(length) === ".";
  return { length, isOver: length < text.length && !waits };
};

const KEY_HEADER = /^-----BEGIN (?:[A-Z ]{0,20} )?PRIVATE KEY-----(?:\\n|[ \t\r]{0,4}\n)/;
const KEY_HEADER_PART = /^-----BEGIN [A-Z ]{0,40}-{0,5}[ \t\r\\]*$/;
const KEY_END = /-----END [A-Z ]{0,40}KEY-----/;

/** From the header on to the footer, or as far as it looks like a key. */
const privateKey: SecretShape = {
  beginnings: ["-----BEGIN "],
  startsWord: false,
  find(text, isLast) {
    const header = KEY_HEADER.exec(text)?.[0];
    if (header !== undefined) return { is: "secret", end: header.length, rest: privateKeyRest() };
    return !isLast && text.length < HELD_BACK && KEY_HEADER_PART.test(text) ? open : nothing;
  },
};

function privateKeyRest(): SecretRest {
  // The footer may come in pieces: its beginning is remembered, though it was swallowed already.
  let before = "";
  return (text) => {
    const body = /^[A-Za-z0-9+/=\s:,\\-]*/.exec(text)?.[0] ?? "";
    const footer = KEY_END.exec(before + body);
    if (footer !== null) return { length: footer.index + footer[0].length - before.length, isOver: true };
    before = (before + body).slice(-HELD_BACK);
    return { length: body.length, isOver: body.length < text.length };
  };
}

/** Keys of well-known services, by their published beginnings. */
export const keyShapes: readonly SecretShape[] = [
  prefixed(["sk-"], /[A-Za-z0-9_-]/, 20),
  prefixed(["thorp_key_"], /[A-Za-z0-9_-]/, 40),
  prefixed(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], /[A-Za-z0-9_]/, 30),
  prefixed(["github_pat_"], /[A-Za-z0-9_]/, 30),
  prefixed(["AKIA"], /[0-9A-Z]/, 16),
  prefixed(["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"], /[A-Za-z0-9-]/, 10),
  prefixed(["AIza"], /[0-9A-Za-z_-]/, 35),
  webToken,
  privateKey,
];
