import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sourceStack } from "./source-stack.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp stack "));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sourceOf = (options: { sourcemap: "linked" | false }) => {
  const entry = join(folder, "thing.ts");
  writeFileSync(
    entry,
    "interface Gone {\n  readonly x: 1;\n}\nexport function fail(): Gone {\n  throw new Error('broken');\n}\n",
  );
  const outfile = join(folder, "out", "bundle.js");
  return build({ entryPoints: [entry], bundle: true, format: "esm", outfile, logLevel: "error", ...options }).then(
    () => outfile,
  );
};

async function stackOf(file: string): Promise<string> {
  const { fail } = (await import(pathToFileURL(file).href)) as { fail: () => never };
  try {
    return fail();
  } catch (error) {
    return (error as Error).stack ?? "";
  }
}

it("names the line of the source, also in a folder with spaces", async () => {
  const url = pathToFileURL(await sourceOf({ sourcemap: "linked" })).href;
  const stack = sourceStack(`Error: broken\n    at fail (${url}:3:9)\n    at node:internal/process:1:1`);
  expect(stack).toBe(`Error: broken\n    at fail (${join(folder, "thing.ts")}:5:9)\n    at node:internal/process:1:1`);
});

it("leaves places without a map as they are", async () => {
  const stack = await stackOf(await sourceOf({ sourcemap: false }));
  expect(stack).toContain("bundle.js");
  expect(sourceStack(stack)).toBe(stack);
});
