import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "./secrets.ts";

test("a key comes from the environment, else from the file that it names", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "thorp-secret-")), "key");
  await writeFile(path, "from-file\n");
  expect(readSecret("KEY", { KEY: " direct " })).toBe("direct");
  expect(readSecret("KEY", { KEY: "direct", KEY_FILE: path })).toBe("direct");
  expect(readSecret("KEY", { KEY_FILE: path })).toBe("from-file");
  expect(readSecret("KEY", { KEY: "", KEY_FILE: path })).toBe("from-file");
  expect(readSecret("KEY", {})).toBeUndefined();
  expect(() => readSecret("KEY", { KEY_FILE: `${path}.gone` })).toThrow(
    expect.objectContaining({ code: "config-invalid", message: expect.stringContaining("ENOENT") }),
  );
  await writeFile(path, "\n");
  expect(() => readSecret("KEY", { KEY_FILE: path })).toThrow(/which is empty/);
});
