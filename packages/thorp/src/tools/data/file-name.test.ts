import { expect, test } from "vitest";
import { fileNameFrom } from "./file-name.ts";

test.each([
  ["Umsatz je Region, 2025", "umsatz-je-region-2025"],
  ["Größe & Straße", "grosse-strasse"],
  ["../../etc/passwd", "etc-passwd"],
  ["売上 2025", "売上-2025"],
  ["!!!", "chart"],
  [undefined, "chart"],
])("%s", (title, name) => {
  expect(fileNameFrom(title, "chart")).toBe(name);
});

test("long titles are cut without a dash at the end", () => {
  expect(fileNameFrom(`${"a".repeat(59)} b c`, "x")).toBe("a".repeat(59));
});
