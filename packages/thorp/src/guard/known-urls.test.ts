import { describe, expect, it } from "vitest";
import { createKnownUrls, urlsIn } from "./known-urls.ts";

describe("urlsIn", () => {
  it.each([
    ["See https://a.org/x.", ["https://a.org/x"]],
    ["(https://a.org/x), then http://b.org?y=1!", ["https://a.org/x", "http://b.org?y=1"]],
    ["[a](https://a.org/x) and <https://b.org/>", ["https://a.org/x", "https://b.org/"]],
    ["“https://a.org/x” says it", ["https://a.org/x"]],
    ["ftp://a.org javascript:alert(1) a.org", []],
  ])("%s", (text, urls) => expect(urlsIn(text)).toEqual(urls));
});

describe("createKnownUrls", () => {
  const known = createKnownUrls({
    personText: "Read https://person.org/a and HTTPS://Example.org please.",
    searchResults: ["https://found.org/page?id=1"],
    pages: [
      { url: "https://site.org/start", links: ["https://site.org/next", "https://evil.org/next", "not a url"] },
      { url: "results/t1", links: ["https://other.org/x"] },
    ],
  });

  it.each([
    "https://person.org/a",
    "https://example.org/",
    "https://example.org",
    "https://found.org/page?id=1",
    "https://site.org/next",
  ])("covers %s", (url) => expect(known.covers(url)).toBe(true));

  it.each([
    ["a longer path", "https://person.org/a/b"],
    ["a shorter path", "https://person.org/"],
    ["an added query", "https://person.org/a?leak=secret"],
    ["another value", "https://found.org/page?id=2"],
    ["a link to another host", "https://evil.org/next"],
    ["the host in the user part", "https://person.org@evil.org/a"],
    ["another port", "https://person.org:8443/a"],
    ["another scheme", "http://person.org/a"],
    ["a page that was only fetched", "https://site.org/start"],
    ["links of what is no page", "https://other.org/x"],
    ["nonsense", "not a url"],
  ])("does not cover %s", (_what, url) => expect(known.covers(url)).toBe(false));
});
