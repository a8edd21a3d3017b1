import { describe, expect, it } from "vitest";
import { findBrokenLinks } from "./find-broken-links.ts";
import { anchorsOf, linksOf } from "./markdown-links.ts";

describe("linksOf", () => {
  it("finds links, images and definitions with their lines", () => {
    const page = 'See [a](a.md "A") and ![b](<b.png>).\n\n[c]: docs/c.md\n<img alt="d" src="d.svg">\n';
    expect(linksOf(page)).toEqual([
      { line: 1, target: "a.md" },
      { line: 1, target: "b.png" },
      { line: 3, target: "docs/c.md" },
      { line: 4, target: "d.svg" },
    ]);
  });

  it("leaves code alone", () => {
    const page = "`[a](a.md)` and ``[b](`b.md)``\n````md\n[c](c.md)\n```\n[d](d.md)\n````\n[e](e.md)\n";
    expect(linksOf(page)).toEqual([{ line: 7, target: "e.md" }]);
  });
});

it("makes anchors as GitHub does", () => {
  const page =
    "# `thorp ask`: the *first* step\n## Über 2 % [more](x.md)\n## Same\n## Same\n```sh\n# no heading\n```\n";
  expect([...anchorsOf(page)]).toEqual(["thorp-ask-the-first-step", "über-2--more", "same", "same-1"]);
});

describe("findBrokenLinks", () => {
  const target = "# Top\n\n## A heading\n";

  function broken(link: string): readonly string[] {
    const pages = new Map([
      ["docs/from.md", `# From\n\n[x](${link})\n`],
      ["docs/to.md", target],
      ["README.md", target],
    ]);
    return findBrokenLinks(pages, (path) => pages.has(path) || path === "docs/my file.txt" || path === "docs");
  }

  it.each(["to.md", "to.md#a-heading", "#from", "../README.md#top", "../docs", "my%20file.txt#L3", "https://x.org/#y"])(
    "takes %s",
    (link) => expect(broken(link)).toEqual([]),
  );

  it.each([
    ["gone.md", "does not exist"],
    ["../../outside.md", "does not exist"],
    ["to.md#an-other", "is no heading there"],
    ["#to", "is no heading there"],
    ["/docs/to.md", "begins at the root"],
    ["100%.md", "does not exist"],
  ])("finds %s broken", (link, fault) => {
    expect(broken(link)).toEqual([expect.stringContaining(`docs/from.md:3: ${link} ${fault}`)]);
  });
});
