/**
 * Glob patterns without regular expressions: a pattern is written by a model, and a pattern turned into an expression
 * can take for ever on a path that almost matches.
 *
 * `*` and `?` stay inside a name, `**` crosses folders, `[a-z]` is one of, `{a,b}` is either. Case does not count. A
 * pattern without a slash is matched against the name alone.
 */

const MOST_ALTERNATIVES = 64;

/** The path is relative, with `/`. */
export type MatchGlob = (path: string) => boolean;

/** A matcher for paths with `/` between their parts, relative to where the pattern counts from. */
export function createGlobMatcher(pattern: string): MatchGlob {
  const alternatives = expandBraces(
    pattern
      .trim()
      .toLowerCase()
      .replace(/^(?:\.?\/)+/, ""),
  ).map((each) => each.split("/").filter(Boolean));
  return (path) => {
    const parts = path.toLowerCase().split("/");
    return alternatives.some((wanted) =>
      matchesParts(wanted.length === 1 && wanted[0] !== "**" ? ["**", ...wanted] : wanted, parts),
    );
  };
}

/** Folders, `**` being any number of them; one remembered position for the last `**` is enough. */
function matchesParts(wanted: readonly string[], parts: readonly string[]): boolean {
  return matchesSequence(wanted, parts, {
    isStar: (each) => each === "**",
    fits: (each, part) => matchesName(Array.from(each), part),
  });
}

function matchesName(pattern: readonly string[], name: string): boolean {
  return matchesSequence(tokensOf(pattern), Array.from(name), {
    isStar: (token) => token === "*",
    fits: fitsCharacter,
  });
}

/** The classic wildcard match: on a mismatch the last star takes one more. At most |pattern| x |subject| steps. */
function matchesSequence<Wanted, Part>(
  pattern: readonly Wanted[],
  subject: readonly Part[],
  {
    isStar,
    fits,
  }: { readonly isStar: (wanted: Wanted) => boolean; readonly fits: (wanted: Wanted, part: Part) => boolean },
): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  let position = 0;
  while (position < subject.length) {
    const wanted = pattern[at];
    if (at < pattern.length && isStar(wanted as Wanted)) {
      star = at++;
      taken = position;
    } else if (at < pattern.length && fits(wanted as Wanted, subject[position] as Part)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.length && isStar(pattern[at] as Wanted)) at++;
  return at === pattern.length;
}

/** `*`, `?`, a set such as `[a-z]`, or one character. */
function tokensOf(pattern: readonly string[]): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const end = pattern[at] === "[" ? pattern.indexOf("]", at + 2) : -1;
    tokens.push(end < 0 ? (pattern[at] as string) : pattern.slice(at, end + 1).join(""));
    if (end >= 0) at = end;
  }
  return tokens;
}

function fitsCharacter(token: string, character: string): boolean {
  if (token === "?") return true;
  if (token.length < 3 || !token.startsWith("[")) return token === character;
  const isNegated = token[1] === "!" || token[1] === "^";
  const inner = Array.from(token.slice(isNegated ? 2 : 1, -1));
  let isIn = false;
  for (let at = 0; at < inner.length; at++) {
    const isRange = inner[at + 1] === "-" && at + 2 < inner.length;
    const [low, high] = [inner[at] as string, (isRange ? inner[at + 2] : inner[at]) as string];
    if (character >= low && character <= high) isIn = true;
    if (isRange) at += 2;
  }
  return isIn !== isNegated;
}

/** `{a,b}c` as `ac` and `bc`; beyond 64 alternatives the rest is taken literally. */
function expandBraces(pattern: string): readonly string[] {
  let done: string[] = [pattern];
  for (;;) {
    const next = done.flatMap((each) => {
      const [whole, inner] = /\{([^{}]*,[^{}]*)\}/.exec(each) ?? [];
      return whole === undefined || inner === undefined
        ? [each]
        : inner.split(",").map((choice) => each.replace(whole, () => choice));
    });
    if (next.length === done.length || next.length > MOST_ALTERNATIVES) return done;
    done = next;
  }
}
