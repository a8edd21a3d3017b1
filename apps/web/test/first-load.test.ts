/** What a browser has to fetch before the page works: the scripts that the built page names. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { builtPage } from "./built-page.ts";

const MOST_BYTES = 150_000;
let folder = "";
beforeAll(async () => {
  folder = await builtPage();
}, 60_000);

it("is at most 150 kB of JavaScript, gzipped", () => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const scripts = [...page.matchAll(/(?:src|href)="\.(\/[^"]+\.js)"/g)].map((match) => match[1] ?? "");
  expect(scripts.length).toBeGreaterThan(1);
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).byteLength, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

it("loads the graph, the menus and the colours of code later", () => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  for (const name of ["task-graph", "radix-menu", "highlight", "palette"]) {
    expect(readdirSync(join(folder, "assets")).some((file) => file.startsWith(name))).toBe(true);
    expect(page).not.toContain(`assets/${name}`);
  }
});

it("writes nothing into the page that its content policy refuses", () => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  expect(page).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:\/\//);
});
