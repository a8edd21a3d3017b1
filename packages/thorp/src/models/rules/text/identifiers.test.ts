import { expect, it } from "vitest";
import { identifiersIn, withoutIdentifiers } from "./identifiers.ts";

it.each([
  ["is ann@example.org a real address", ["email"]],
  ["who owns 198.51.100.7", ["ip"]],
  ["and 2001:db8::1", ["ip"]],
  ["read 10.1000/182 for free", ["doi"]],
  ["arXiv 1234.56789", ["arxiv"]],
  ["see arXiv:2101.00001 and PMID 123", ["arxiv", "pmid"]],
  ["the place at 12.34, -56.78", ["point"]],
  ["latitude 12 and longitude -5.5", ["point"]],
  ["add 1.5, 2.5 and 3.5", []],
  ["the title of https://youtu.be/abc", ["video"]],
  ["open https://example.org/a.html", ["page"]],
  ["MX of example.org", ["domain"]],
  ["VAT ID DE123456789", ["vat"]],
  ["describe Q42", ["item"]],
  ["is 1 U.S. 2 real", ["cite"]],
  ["nothing of the kind in 2026", []],
])("%s holds %j", (text, kinds) => {
  expect(identifiersIn(text)).toEqual(kinds);
});

it("takes away only what looks like figures and is none", () => {
  expect(withoutIdentifiers("is 10.1000/182 more than 5?")).toBe("is identifier more than 5?");
  expect(withoutIdentifiers("10.5 / 2 and ann@example.org")).toBe("10.5 / 2 and ann@example.org");
});

it("ends soon on hostile texts", () => {
  for (const piece of ["a.", "1.", "10.1/", "a@", "Q1 ", "ab:", "1 U.", "SELECT "]) identifiersIn(piece.repeat(2_000));
});
