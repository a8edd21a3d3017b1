import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { chunkText } from "./chunk-text.ts";
import { createPassageIndex } from "./passage-index.ts";
import { retrievalSet } from "./retrieval-set.ts";

const folder = fileURLToPath(new URL("../../../../../teams/magus/knowledge/", import.meta.url));
const passages = readdirSync(folder).flatMap((document) =>
  chunkText(readFileSync(`${folder}${document}`, "utf8")).map(({ headings, text }) => ({
    title: headings.join(" > "),
    location: `magus/knowledge/${document}`,
    document,
    text,
  })),
);
const index = createPassageIndex(passages);
const places = retrievalSet.map(([question, ...headings]) =>
  index
    .search(question, { most: 3 })
    .findIndex(({ passage }) => headings.some((heading) => passage.title.includes(heading))),
);

it("every heading of the set is in the documents", () => {
  for (const [, ...headings] of retrievalSet)
    for (const heading of headings)
      expect(
        passages.some(({ title }) => title.includes(heading)),
        heading,
      ).toBe(true);
});

it("finds the right passage among the first three for 42 of 50 questions, first for 35", () => {
  const missed = retrievalSet.flatMap(([question], at) => (places[at] === -1 ? [question] : []));
  const amongThree = places.filter((place) => place >= 0).length;
  const first = places.filter((place) => place === 0).length;
  const told = `among three ${amongThree}, first ${first}, of ${places.length}; missed: ${missed.join("; ")}`;
  expect(amongThree, told).toBeGreaterThanOrEqual(42);
  expect(first, told).toBeGreaterThanOrEqual(35);
});

it("says of no question about something else that a passage holds most of it", () => {
  const others = [
    "What is the capital of France?",
    "Who painted the Mona Lisa?",
    "how many days until Christmas",
    "What does the contract say about notice?",
    "best phone under 300",
    "Which region sold most?",
    "translate this letter into Spanish",
  ];
  for (const question of others) expect(index.search(question, { most: 1 })[0]?.match ?? 0, question).toBeLessThan(0.6);
});

it("searches one document where it is named, and gives the same passages each time", () => {
  const found = index.search("model", { most: 9, document: "troubleshooting" });
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ passage }) => passage.document))).toEqual(new Set(["troubleshooting.md"]));
  expect(createPassageIndex(passages).search("model", { most: 9, document: "troubleshooting" })).toEqual(found);
  expect(index.search("zzzz", { most: 3 })).toEqual([]);
  expect(createPassageIndex([]).search("model", { most: 3 })).toEqual([]);
});
