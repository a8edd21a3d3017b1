import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { type Migration, migrate, schemaVersion } from "./migrate.ts";
import { migrations as released } from "./migrations/migrations.ts";

const first: Migration = {
  version: 1,
  name: "first",
  up: (db) => db.exec("CREATE TABLE a(x); INSERT INTO a VALUES (7)"),
};
const second: Migration = { version: 2, name: "second", up: (db) => db.exec("ALTER TABLE a RENAME TO b") };
const failing: Migration = {
  version: 3,
  name: "failing",
  up(db) {
    db.exec("DROP TABLE b");
    db.exec("no SQL");
  },
};
const now = Date.UTC(2026, 10, 21, 8, 30);

let folder = "";
let db: DatabaseSync;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "thorp-migrate-"));
  db = new DatabaseSync(join(folder, "core.db"));
  return async () => {
    db.close();
    await rm(folder, { recursive: true, force: true });
  };
});
const options = (migrations: readonly Migration[]) => ({ migrations, backups: join(folder, "backups"), now });

test("a new file gets all steps and needs no copy", async () => {
  migrate(db, options([first]));
  expect(schemaVersion(db)).toBe(1);
  expect(await readdir(folder)).toEqual(["core.db"]);
});

test("a copy of the data is made before each later step", async () => {
  migrate(db, options([first]));
  migrate(db, options([first, second]));
  expect(db.prepare("SELECT x FROM b").all()).toHaveLength(1);
  expect(await readdir(join(folder, "backups"))).toEqual(["core-v1-2026-11-21T08-30-00.000Z.db"]);
  const copy = new DatabaseSync(join(folder, "backups/core-v1-2026-11-21T08-30-00.000Z.db"));
  expect(schemaVersion(copy)).toBe(1);
  expect(copy.prepare("SELECT x FROM a").get()).toEqual({ x: 7 });
  copy.close();
  migrate(db, options([first, second]));
  expect(await readdir(join(folder, "backups"))).toHaveLength(1);
});

test("a step that fails changes nothing, and each try keeps its copy", async () => {
  migrate(db, options([first, second]));
  for (let i = 0; i < 2; i++) expect(() => migrate(db, options([first, second, failing]))).toThrow("syntax error");
  expect(schemaVersion(db)).toBe(2);
  expect(db.prepare("SELECT x FROM b").all()).toHaveLength(1);
  const copies = await readdir(join(folder, "backups"));
  expect(copies.filter((name) => name.startsWith("core-v2"))).toHaveLength(2);
});

test("a file that is newer than the program is refused as it is", () => {
  migrate(db, options([first, second]));
  expect(() => migrate(db, options([first]))).toThrow(
    expect.objectContaining({ code: "storage-failed", message: expect.stringContaining("layout 2; this one knows 1") }),
  );
  expect(schemaVersion(db)).toBe(2);
});

test("a step that was made beside a newer one arrives as well", () => {
  const beside: Migration = { version: 3, name: "beside", up: (own) => own.exec("CREATE TABLE c(x)") };
  migrate(db, options([first, beside]));
  migrate(db, options([first, second, beside]));
  expect(db.prepare("SELECT version FROM schema_version").all()).toEqual([
    { version: 1 },
    { version: 2 },
    { version: 3 },
  ]);
  expect(db.prepare("SELECT x FROM b").all()).toHaveLength(1);
});

test("the numbers of the released steps rise from 1", () => {
  const numbers = released.map(({ version }) => version);
  expect(numbers[0]).toBe(1);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});
