import { describe, expect, it } from "vitest";
import { findBrokenReferences } from "./site-references.ts";

function broken(html: string): readonly string[] {
  const pages = new Map([
    ["index.html", '<p id="top">'],
    ["docs/a.html", html],
  ]);
  return findBrokenReferences(pages, (path) => pages.has(path) || path === "assets/my picture.png");
}

describe("findBrokenReferences", () => {
  it.each([
    '<a href="../index.html#top">',
    '<h2 id="two"><a href="#two">',
    '<img src="../assets/my%20picture.png">',
    '<a href="https://example.org/#x">',
    '<img src="data:image/png;base64,AAAA">',
    "<code>&lt;a href=&quot;gone.html&quot;&gt;</code>",
  ])("takes %s", (html) => expect(broken(html)).toEqual([]));

  it.each([
    ['<a href="gone.html">', "leads to gone.html, which is not there"],
    ['<a href="../index.html#bottom">', "that page has no such place"],
    ['<a href="#two">', "that page has no such place"],
    ['<script src="https://cdn.example.org/x.js">', "from the network"],
  ])("finds %s broken", (html, fault) => expect(broken(html)).toEqual([expect.stringContaining(fault)]));
});
