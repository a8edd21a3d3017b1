import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findMapFaults, readMap } from "./read-map.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const floors: { rooms: Record<string, unknown> } = JSON.parse(readFileSync(`${root}tools/floors/floors.json`, "utf8"));
const otherRooms = ["apps/web", "packages/client", "simulation", "bench", "examples", "teams", "catalog", "docs", "ci"];
const rooms = new Set([...Object.keys(floors.rooms), ...otherRooms]);

describe("docs/specification-map.md", () => {
  const rows = readMap(readFileSync(`${root}docs/specification-map.md`, "utf8"));

  it("names only paths that exist and rooms that are planned", () => {
    expect(findMapFaults(rows, { exists: (path) => existsSync(`${root}${path}`), rooms })).toEqual([]);
  });

  it("covers all five documents", () => {
    const countsByDocument = Map.groupBy(rows, ({ document }) => document);
    expect([...countsByDocument.keys()].map((name) => name.slice(0, 2))).toEqual(["1.", "2.", "3.", "4.", "5."]);
    expect(Math.min(...[...countsByDocument.values()].map((group) => group.length))).toBeGreaterThan(25);
    expect(rows.length).toBeGreaterThan(200);
  });
});

describe("findMapFaults", () => {
  const world = { exists: (path: string) => path.startsWith("here/"), rooms: new Set(["tools"]) };

  function faults(where: string, test: string): string[] {
    const page = `## 1. Plan\n\n| § | part | where | test |\n|---|---|---|---|\n| 1.1 | Search | ${where} | ${test} |\n`;
    return findMapFaults(readMap(page), world);
  }

  it.each([
    ["`here/a.ts`", "`here/a.test.ts`"],
    ["`here/a.ts`, `here/b`", "waits: tools"],
    ["waits: tools", "waits: tools"],
    ["dropped: nobody wants it", "-"],
  ])("accepts %s with %s", (where, test) => expect(faults(where, test)).toEqual([]));

  it.each([
    ["`gone/a.ts`", "waits: tools", "gone/a.ts does not exist"],
    ["`here/a.ts`", "`gone/a.test.ts`", "gone/a.test.ts does not exist"],
    ["`here/a.ts`", "`here/a.ts`", "here/a.ts is no test"],
    ["here/a.ts", "waits: tools", '"here/a.ts" is neither'],
    ["waits: cellar", "waits: tools", "there is no room cellar"],
    ["waits: tools", "`here/a.test.ts`", "it waits, but names a test"],
    ["dropped: nobody wants it", "waits: tools", "a dropped part has the test -"],
    ["", "", '"" is neither'],
  ])("finds fault with %s and %s", (where, test, fault) => {
    expect(faults(where, test)[0]).toContain(`line 5 (Search): ${fault}`);
  });
});
