/** The pictures of the documentation can be taken anew, and every one that it shows is among them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { takePictures } from "./take-pictures.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "thorp-pictures-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("takes the pictures that the documentation shows", async () => {
  const { files, complaints } = await takePictures({ folder, isAll: false });
  expect(complaints).toEqual([]);
  const kept = readdirSync(join(root, "docs/screenshots")).filter((file) => file.endsWith(".png"));
  expect(kept.toSorted()).toEqual(files.toSorted());
  for (const file of files) expect(readFileSync(join(folder, file)).subarray(1, 4).toString()).toBe("PNG");
}, 120_000);
