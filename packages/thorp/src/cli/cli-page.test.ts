import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { cliPagePath, renderCliPage } from "./cli-page.ts";

const page = renderCliPage();

it("is up to date (else run `npm run docs`)", () => {
  const root = fileURLToPath(new URL("../../../../", import.meta.url));
  expect(readFileSync(`${root}${cliPagePath}`, "utf8")).toBe(page);
});

it("has every command, and a meaning for every exit code", () => {
  for (const name of [
    "ask",
    "runs",
    "runs resume",
    "runs prune",
    "logs",
    "teams check",
    "models",
    "tools",
    "doctor",
    "config schema",
  ]) {
    expect(page).toContain(` thorp ${name}\n`);
  }
  expect(page).not.toMatch(/^\| \d+ \| {2}\|$/m);
});
