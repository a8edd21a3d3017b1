import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { message } from "../../testing/store-events.ts";
import { createEventVersions } from "../upcast.ts";
import { createReads } from "./reads.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

test("events of an older version are read in their current form", async () => {
  const folder = await testFolder();
  const store = await testStore(folder);
  for (const text of ["old", "new"]) store.append({ run: "a", at: 1, body: message("team", text) });
  await store.close();
  const db = new DatabaseSync(join(folder, "core.db"));
  db.exec("UPDATE event SET version = 2 WHERE seq = 2");
  const versions = createEventVersions([
    (type, data) => ({ ...(data as object), text: `${(data as { text: string }).text}, from ${type}` }),
  ]);
  const reads = createReads({ open: async () => db, folder, versions });
  const texts = (await reads.events("a")).map((event) => (event.type === "message-add" ? event.text : ""));
  expect(texts).toEqual(["old, from message-add", "new"]);
  const known = createReads({ open: async () => db, folder, versions: createEventVersions([]) });
  await expect(known.events("a")).rejects.toMatchObject({ code: "storage-failed" });
  db.close();
});
