import fc from "fast-check";
import { expect, it } from "vitest";
import { createGlobMatcher } from "./match-glob.ts";

it.each([
  ["*.csv", "a.csv", true],
  ["*.csv", "deep/er/a.CSV", true],
  ["*.csv", "a.csvx", false],
  ["*", "a/b", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["notes/*.md", "notes/a.md", true],
  ["notes/*.md", "notes/deep/a.md", false],
  ["notes/**/*.md", "notes/a.md", true],
  ["notes/**/*.md", "notes/x/y/a.md", true],
  ["notes/**", "notes/x/y", true],
  ["**/x/*.md", "a/x/b.md", true],
  ["**/x/*.md", "x/b.md", true],
  ["**", "a/b/c", true],
  ["./notes/*.md", "notes/a.md", true],
  ["/a.md", "a.md", true],
  ["*.{csv,tsv}", "a.tsv", true],
  ["*.{csv,tsv}", "a.txt", false],
  ["{a,b}{1,2}.md", "b2.md", true],
  ["[a-c]x", "bx", true],
  ["[!a-c]x", "bx", false],
  ["[^a-c]x", "dx", true],
  ["[]]x", "]x", true],
  ["[abc", "[abc", true],
  ["*report*", "q/annual-Report-2026.pdf", true],
  ["a*b*c", "aXbYbZc", true],
  ["a*b*c", "aXbY", false],
  ["", "a", false],
  ["größe*", "Größe.txt", true],
  ["a.b", "axb", false],
  ["(a|b)+", "(a|b)+", true],
  ["?", "😀", true],
])("%s and %s: %s", (pattern, path, fits) => expect(createGlobMatcher(pattern)(path)).toBe(fits));

it("has an end on patterns that ruin expressions", () => {
  const name = "a".repeat(3000);
  expect(createGlobMatcher(`${"*a".repeat(200)}b`)(name)).toBe(false);
  expect(createGlobMatcher(`${"**/".repeat(100)}b`)(Array(300).fill("a").join("/"))).toBe(false);
  expect(createGlobMatcher("{a,b}".repeat(100))("x")).toBe(false);
});

it("never throws, and a path without magic matches itself", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, path) => void createGlobMatcher(pattern)(path)),
    { seed: 5 },
  );
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9. _-]{1,20}$/),
      (name) => name.trim() !== name || createGlobMatcher(name)(`x/${name}`),
    ),
    { seed: 5 },
  );
});
