import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { isBusy, storageError } from "./sqlite-failure.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder } = createTestStores(onTestFinished);

/** What the statement throws. */
function failureOf(db: DatabaseSync, sql: string): unknown {
  try {
    db.exec(sql);
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("says who is in the way and which rule was broken, from real failures", async () => {
  const folder = await testFolder();
  const file = join(folder, "x.db");
  const first = new DatabaseSync(file);
  first.exec("CREATE TABLE t(a INTEGER UNIQUE); INSERT INTO t VALUES (1); BEGIN IMMEDIATE");
  const second = new DatabaseSync(file, { timeout: 0 });
  const busy = failureOf(second, "BEGIN IMMEDIATE");
  expect(isBusy(busy)).toBe(true);
  expect(storageError(busy, folder)).toMatchObject({ code: "data-locked", cause: busy });
  const duplicate = failureOf(first, "INSERT INTO t VALUES (1)");
  expect(isBusy(duplicate)).toBe(false);
  expect(storageError(duplicate, folder).message).toBe(
    `The database refused (${folder}: UNIQUE constraint failed: t.a).`,
  );
  first.close();
  second.close();
  const reader = new DatabaseSync(file, { readOnly: true });
  expect(storageError(failureOf(reader, "DELETE FROM t"), folder).code).toBe("storage-failed");
  reader.close();
});

test.each([
  [{ errcode: 13 }, "disk-full"],
  [{ errcode: 4874 }, "disk-full"],
  [{ errcode: 778 }, "storage-failed"],
  [{ errcode: 267 }, "data-corrupt"],
  [{ errcode: 14 }, "storage-failed"],
  [{ code: "ENOSPC", syscall: "open" }, "disk-full"],
  [{ code: "EACCES", syscall: "open" }, "storage-failed"],
  [{ code: "ERR_INVALID_ARG_TYPE" }, "internal"],
])("%o is %s", (properties, code) => {
  expect(storageError(Object.assign(new Error("x"), properties), "/").code).toBe(code);
});

test("leaves an error of the table as it is", () => {
  const error = new ThorpError("run-unknown", "gone");
  expect(storageError(error, "/")).toBe(error);
});
