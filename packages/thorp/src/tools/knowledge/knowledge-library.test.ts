import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import type { ShelfFacts } from "../shelf.ts";
import { createKnowledgeLibrary, type ReadingCache } from "./knowledge-library.ts";

const examples = fileURLToPath(new URL("../../../../../examples/data/", import.meta.url));
const { signal } = new AbortController();
let team: string;
let shelf: ShelfFacts;
beforeEach(() => {
  team = mkdtempSync(join(tmpdir(), "thorp-knowledge-"));
  mkdirSync(join(team, "handbook/deep"), { recursive: true });
  shelf = { team: "crew", folder: team, knowledge: ["handbook"], skills: [] };
});
afterEach(() => rmSync(team, { recursive: true }));

function library(cache?: ReadingCache) {
  return createKnowledgeLibrary({
    clock: createSystemClock(),
    ...(cache === undefined ? {} : { cache: async () => cache }),
  });
}
const find = (query: string, from = library(), most = 3) => from.search(shelf, { query, most }, signal);
const write = (name: string, text: string | Uint8Array) => writeFileSync(join(team, "handbook", name), text);

it("finds passages in Markdown, text, HTML, PDF, Word and CSV, each with its document, heading and page", async () => {
  write("opening.md", "# Shop\n\n## Opening hours\n\nNine to five.");
  write("deep/lost.txt", "Lost keys are kept at the front desk for a month.");
  write("returns.html", "<html><body><h1>Returns</h1><p>Goods come back within thirty days.</p></body></html>");
  write("staff.csv", "name,extension\nAda,417\nGrace,418\n");
  for (const file of ["contract.docx", "invoice.pdf"]) cpSync(join(examples, file), join(team, "handbook", file));
  const shop = library();
  const best = async (query: string) => (await find(query, shop))?.passages[0];
  expect(await best("when is the shop open: opening hours")).toMatchObject({
    title: "Shop > Opening hours",
    text: "Nine to five.",
    location: "crew/handbook/opening.md",
  });
  expect(await best("lost keys")).toMatchObject({ title: "lost.txt", location: "crew/handbook/deep/lost.txt" });
  expect(await best("returns of goods")).toMatchObject({ title: "Returns", location: "crew/handbook/returns.html" });
  expect((await best("extension of Grace"))?.text).toContain("418");
  expect(await best("notice by either party")).toMatchObject({ location: "crew/handbook/contract.docx" });
  expect(await best("invoice total VAT")).toMatchObject({ location: "crew/handbook/invoice.pdf, page 1" });
});

it("sees a document that was changed, added or removed at the next search", async () => {
  const shop = library();
  write("a.md", "The code is four.");
  expect((await find("code", shop))?.passages[0]?.text).toBe("The code is four.");
  write("a.md", "The code is five5.");
  utimesSync(join(team, "handbook/a.md"), 9, 9);
  expect((await find("code", shop))?.passages[0]?.text).toBe("The code is five5.");
  write("b.md", "Another code word: code, code.");
  expect((await find("code", shop))?.documents).toEqual(["handbook/a.md", "handbook/b.md"]);
  rmSync(join(team, "handbook/a.md"));
  expect((await find("code", shop))?.passages).toHaveLength(1);
});

it("takes a document apart once for its content, and trusts no cache that holds something else", async () => {
  const kept = new Map<string, string>();
  const cache: ReadingCache = {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
  };
  cpSync(join(examples, "contract.docx"), join(team, "handbook/contract.docx"));
  const first = await find("notice", library(cache));
  expect(kept.size).toBe(1);
  const [key = ""] = kept.keys();
  kept.set(key, JSON.stringify({ chunks: [{ headings: ["Kept"], text: "notice from the cache" }] }));
  expect((await find("notice", library(cache)))?.passages[0]?.title).toBe("Kept");
  kept.set(key, '{"chunks":[{"text":4}]}');
  expect(await find("notice", library(cache))).toEqual(first);
  const broken: ReadingCache = {
    get: () => Promise.reject(new Error("no")),
    set: () => Promise.reject(new Error("no")),
  };
  expect(await find("notice", library(broken))).toEqual(first);
});

it("names what it does not read: links, pictures, broken, empty and huge files", async () => {
  write("fine.md", "Fine words.");
  write("logo.png", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
  write("broken.pdf", "%PDF-1.7 nothing");
  write("empty.md", " \n");
  write("junk.bin", Uint8Array.from([0, 1, 2, 3, 250, 251]));
  write("huge.txt", "x");
  truncateSync(join(team, "handbook/huge.txt"), 9 << 20);
  symlinkSync("/etc/hostname", join(team, "handbook/hostname.txt"));
  symlinkSync("/etc", join(team, "handbook/etc"));
  write(".hidden.md", "Hidden words.");
  const found = await find("words hidden");
  expect(found?.documents).toEqual(["handbook/fine.md"]);
  expect(found?.problems.map((problem) => problem.replace(/^handbook\//, ""))).toEqual([
    "etc is a symbolic link, and links are not followed.",
    "hostname.txt is a symbolic link, and links are not followed.",
    "huge.txt is larger than 8 MB.",
    expect.stringMatching(/^broken\.pdf: /),
    "empty.md: it is empty.",
    expect.stringMatching(/^junk\.bin: it is neither text nor a document/),
    expect.stringMatching(/^logo\.png: it is a picture/),
  ]);
});

it("follows no link to a folder of documents, and says so", async () => {
  symlinkSync("/etc", join(team, "linked"));
  shelf = { ...shelf, knowledge: ["linked", "missing"] };
  expect(await find("root")).toEqual({
    passages: [],
    documents: [],
    problems: [
      "linked is reached over a symbolic link, and links are not followed.",
      "missing is not in the team's folder.",
    ],
  });
});

it("reads at most three hundred documents", async () => {
  for (let at = 0; at < 302; at++) write(`${String(at).padStart(3, "0")}.md`, `word ${at}`);
  const found = await find("word");
  expect(found?.documents).toHaveLength(300);
  expect(found?.problems).toHaveLength(2);
});

it("has nothing for an agent without documents, and stops when it is told to", async () => {
  expect(await library().search({ ...shelf, knowledge: [] }, { query: "x", most: 1 }, signal)).toBeUndefined();
  const { folder: _folder, ...kept } = shelf;
  expect(await library().search(kept, { query: "x", most: 1 }, signal)).toBeUndefined();
  write("a.md", "x");
  await expect(library().search(shelf, { query: "x", most: 1 }, AbortSignal.abort())).rejects.toThrow();
});
