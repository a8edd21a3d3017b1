import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { message } from "../../testing/store-events.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

test("the log is copied into the file while the store is in use, and does not grow for ever", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  const size = (name: string) => statSync(join(folder, name)).size;
  let largest = 0;
  for (let i = 0; i < 160; i++) {
    store.append({ run: "a", at: i, body: message("team", "x".repeat(200_000)) });
    await store.committed("a");
    largest = Math.max(largest, size("core.db-wal"));
  }
  expect(size("core.db")).toBeGreaterThan(16_000_000);
  expect(largest).toBeLessThan(24_000_000);
});
