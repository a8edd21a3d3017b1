/**
 * Keeps secrets out of whatever leaves: answers, frames, logs, tool results.
 *
 * Two kinds are known: the exact values that the process itself holds (keys of providers), also in base64, hexadecimal
 * digits and the like, and shapes that are unmistakably keys. A stream holds back only what could be the beginning of a secret, at most 64 characters, so
 * ordinary prose is not delayed; of a longer secret the mask is shown at once and the rest swallowed as it comes.
 */
import { secretForms } from "./secret-forms.ts";
import { exactSecret, keyShapes, type SecretRest, type SecretShape } from "./secret-shapes.ts";

const MASK = "[secret removed]";
/** Shorter values are ignored: masking them would garble ordinary words. */
const SHORTEST = 8;

/** Masks secrets in whole texts and in streams, with the same result in both. */
export interface SecretFilter {
  /** The text with every known secret masked. */
  clean(text: string): string;
  /** A filter for one stream; what it shows in all is what `clean` makes of the whole. */
  stream(): SecretStream;
}

/** One stream of text. After `flush` it is used up. */
export interface SecretStream {
  /** Takes a delta, gives what may be shown by now. */
  push(delta: string): string;
  /** The rest, at the end. */
  flush(): string;
}

/** `secrets`: the values that the process holds; those shorter than eight characters are ignored. */
export function createSecretFilter(secrets: Iterable<string>): SecretFilter {
  const held = [...secrets].filter((secret) => secret.length >= SHORTEST);
  const values = [...new Set(held.flatMap(secretForms))];
  // Longer ones first: one value may be the beginning of another.
  const shapes = [...values.sort((a, b) => b.length - a.length).map(exactSecret), ...keyShapes];
  const beginnings = shapes.flatMap((shape) => shape.beginnings.map((text) => ({ text, shape })));
  const anyBeginning = new RegExp(
    [...new Set(beginnings.map(({ text }) => text.replace(/[^A-Za-z0-9]/g, "\\$&")))].join("|"),
    "g",
  );
  const firstLetters = new Set(beginnings.map(({ text }) => text[0] ?? ""));
  const scanner: Scanner = { shapes, beginnings, anyBeginning, firstLetters };
  return {
    clean(text) {
      anyBeginning.lastIndex = 0;
      if (!anyBeginning.test(text)) return text;
      const stream = createSecretStream(scanner);
      return stream.push(text) + stream.flush();
    },
    stream: () => createSecretStream(scanner),
  };
}

interface Scanner {
  readonly shapes: readonly SecretShape[];
  readonly beginnings: readonly { readonly text: string; readonly shape: SecretShape }[];
  readonly anyBeginning: RegExp;
  readonly firstLetters: ReadonlySet<string>;
}

function createSecretStream(scanner: Scanner): SecretStream {
  let held = "";
  /** The last character before `held`: says whether a word begins there. */
  let previous = "";
  /** Set while the text goes on with a secret that is masked already. */
  let swallow: SecretRest | undefined;

  const take = (delta: string, isLast: boolean): string => {
    const text = held + delta;
    let shown = "";
    let at = 0;
    for (;;) {
      if (swallow !== undefined) {
        const { length, isOver } = swallow(text.slice(at), isLast);
        at += length;
        if (length > 0) previous = text[at - 1] ?? previous;
        if (!isOver) break;
        swallow = undefined;
      }
      const found = nextSecret(scanner, { text, from: at, previous, isLast });
      shown += text.slice(at, found.at);
      if (found.at > at) previous = text[found.at - 1] ?? "";
      at = found.at;
      if (found.end === undefined) break;
      shown += MASK;
      previous = text[found.end - 1] ?? previous;
      at = found.end;
      swallow = found.rest;
    }
    held = text.slice(at);
    return shown;
  };
  return { push: (delta) => take(delta, false), flush: () => take("", true) };
}

interface Place {
  readonly text: string;
  readonly from: number;
  readonly previous: string;
  readonly isLast: boolean;
}

/** The next secret from a place on; without an end: text up to `at` may be shown, what follows must wait. */
function nextSecret(
  scanner: Scanner,
  { text, from, previous, isLast }: Place,
): { readonly at: number; readonly end?: number; readonly rest?: SecretRest } {
  for (let at = from; ; at++) {
    at = nextCandidate(scanner, { text, from: at, isLast });
    if (at >= text.length) return { at: text.length };
    const startsWord = !/\w/.test(at === from ? previous : (text[at - 1] ?? ""));
    const tail = text.slice(at);
    for (const shape of scanner.shapes) {
      if (shape.startsWord && !startsWord) continue;
      const fit = fitOf(shape, tail);
      if (fit === "none") continue;
      const finding = fit === "part" ? ({ is: isLast ? "nothing" : "open" } as const) : shape.find(tail, isLast);
      if (finding.is === "open") return { at };
      if (finding.is === "secret") return { at, end: at + finding.end, rest: finding.rest };
    }
  }
}

/** Does the text begin as the shape does, or at least end within such a beginning? */
function fitOf({ beginnings }: SecretShape, text: string): "whole" | "part" | "none" {
  if (beginnings.some((beginning) => text.startsWith(beginning))) return "whole";
  return beginnings.some((beginning) => beginning.startsWith(text)) ? "part" : "none";
}

/** Where a beginning stands, whole or cut off by the end of the text. */
function nextCandidate(
  { anyBeginning, beginnings, firstLetters }: Scanner,
  { text, from, isLast }: Omit<Place, "previous">,
): number {
  anyBeginning.lastIndex = from;
  const whole = anyBeginning.exec(text)?.index ?? text.length;
  if (isLast) return whole;
  for (let at = Math.max(from, text.length - 10); at < whole; at++) {
    if (!firstLetters.has(text[at] ?? "")) continue;
    const tail = text.slice(at);
    if (beginnings.some((beginning) => beginning.text.startsWith(tail))) return at;
  }
  return whole;
}
