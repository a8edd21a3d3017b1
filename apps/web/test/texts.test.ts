/** Components hold no words of their own: all of them stand in the catalogue. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** Words between tags, and in attributes that people read. */
export function wordsIn(code: string): readonly string[] {
  const text = code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const between = [...text.matchAll(/(?:[\w"'}]|\/)>\s*([^<>{}()=;]*?[A-Za-z]{2,}[^<>{}()=;]*?)\s*<(?=[/A-Za-z])/g)];
  const attributes = [...text.matchAll(/\b(?:aria-label|title|placeholder|alt|label)="([^"]*[A-Za-z]{2,}[^"]*)"/g)];
  return [...between, ...attributes].map((match) => match[1] ?? "");
}

it("finds words that stand in a component", () => {
  expect(wordsIn('<p className="x">Hello you</p><img alt="A cat" /><b>{name}</b>')).toEqual(["Hello you", "A cat"]);
});

it.each(globSync("**/*.tsx", { cwd: source }))("%s takes its words from the catalogue", (path) => {
  expect(wordsIn(readFileSync(`${source}/${path}`, "utf8"))).toEqual([]);
});
