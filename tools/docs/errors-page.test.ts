import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorsPagePath, renderErrorsPage, unexplainedExits } from "./errors-page.ts";

it("is up to date (else run `npm run docs`)", () => {
  expect(readFileSync(new URL(`../../${errorsPagePath}`, import.meta.url), "utf8")).toBe(renderErrorsPage());
});

it("explains every exit code", () => expect(unexplainedExits()).toEqual([]));

it("has a row for a code of the table", () => {
  expect(renderErrorsPage()).toContain("| `budget-exceeded` | 402 | 5 | no | ");
});
