import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtPage } from "./built-page.ts";

it("is built once, whole, for all who ask at the same time and after", async () => {
  const [first, second] = await Promise.all([builtPage(), builtPage()]);
  expect(second).toBe(first);
  const builtAt = statSync(join(first, "index.html")).mtimeMs;
  expect(await builtPage()).toBe(first);
  expect(statSync(join(first, "index.html")).mtimeMs).toBe(builtAt);
  expect(readdirSync(join(first, "assets")).length).toBeGreaterThan(10);
}, 120_000);
