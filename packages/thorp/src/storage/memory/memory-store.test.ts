import { expect, test } from "vitest";
import { storeConformance } from "../../testing/store-conformance.ts";
import { message } from "../../testing/store-events.ts";
import { createMemoryStore } from "./memory-store.ts";

for (const { name, run } of storeConformance(async () => createMemoryStore())) test(name, run);

test("says when a run was deleted", async () => {
  const store = createMemoryStore({ clock: { now: () => Date.UTC(2026, 10, 21), after: () => () => {} } });
  store.append({ run: "a", at: 1, body: message("person", "hello") });
  await store.deleteRun("a");
  store.append({ run: "a", at: 2, body: message("person", "hello") });
  await expect(store.committed("a")).rejects.toThrow("Run a was deleted on 2026-11-21T00:00:00.000Z");
});
