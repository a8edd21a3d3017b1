import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { shippedToolPages, toolPagesFolder } from "./tool-pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("are up to date (else run `npm run docs`), one for each tool and none beside", async () => {
  const pages = await shippedToolPages();
  for (const [path, text] of pages) expect(readFileSync(`${root}${path}`, "utf8"), path).toBe(text);
  expect(readdirSync(`${root}${toolPagesFolder}`).sort()).toEqual(
    pages.map(([path]) => path.slice(toolPagesFolder.length)).sort(),
  );
});
