import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import type { Logger } from "../../base/logger.ts";
import { type CacheStore, openCacheStore } from "./cache-store.ts";

let folder = "";
let time = 0;
const clock = { now: () => ++time, after: () => () => {} };
const warnings: string[] = [];
const logger: Logger = (level, message) => void warnings.push(`${level}: ${message}`);
beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), "thorp-cache-"));
  folder = made;
  time = 1_000_000;
  warnings.length = 0;
  return () => rm(made, { recursive: true, force: true });
});
const open = (maxBytes = 10_000): CacheStore => openCacheStore(folder, { clock, maxBytes, logger });

test("opens its file at the first use and keeps values over a restart", async () => {
  const cache = open();
  expect(existsSync(join(folder, "cache.db"))).toBe(false);
  expect(await cache.get("k")).toBeUndefined();
  await cache.set("k", "old", 5000);
  await cache.set("k", "värde", 5000);
  await cache.close();
  const again = open();
  expect(await again.get("k")).toBe("värde");
  await again.close();
  expect(await again.get("k")).toBeUndefined();
  await again.set("k", "late", 5000);
});

test("forgets values when their time is over", async () => {
  const cache = open();
  await cache.set("short", "x", 100);
  await cache.set("long", "y", 10_000);
  time += 200;
  expect(await cache.get("short")).toBeUndefined();
  expect(await cache.get("long")).toBe("y");
  await cache.close();
});

test("makes room by what was not used for longest", async () => {
  const cache = open();
  for (let i = 0; i < 9; i++) await cache.set(`k${i}`, "v".repeat(1000), 1e9);
  expect(await cache.get("k0")).toBeDefined();
  for (let i = 9; i < 12; i++) await cache.set(`k${i}`, "v".repeat(1000), 1e9);
  const kept = [];
  for (let i = 0; i < 12; i++) if ((await cache.get(`k${i}`)) !== undefined) kept.push(i);
  expect(kept[0]).toBe(0);
  expect(kept).not.toContain(1);
  expect(kept).toContain(11);
  expect(kept.length).toBeLessThanOrEqual(9);
  await cache.close();
  expect((await stat(join(folder, "cache.db"))).size).toBeLessThan(60_000);
});

test("a value larger than everything replaces the old one by nothing", async () => {
  const cache = open();
  await cache.set("k", "small", 1e9);
  await cache.set("k", "v".repeat(20_000), 1e9);
  expect(await cache.get("k")).toBeUndefined();
  await cache.close();
});

test("counts what it does over the life of its file, shows it, and is cleared by key", async () => {
  const reader = open();
  expect(await reader.look()).toMatchObject({ entries: [], hits: 0, maxBytes: 10_000 });
  expect(existsSync(join(folder, "cache.db"))).toBe(false);
  const cache = open();
  for (const key of ["a 1", "a 2", "b 1"]) await cache.set(key, "v", 1e9);
  await cache.get("a 1");
  cache.touch("a 1");
  await cache.get("gone");
  await cache.close();
  const again = open();
  expect(await again.look()).toMatchObject({
    entries: [
      { key: "a 1", bytes: 4 },
      { key: "a 2", bytes: 4 },
      { key: "b 1", bytes: 4 },
    ],
    ...{ hits: 2, misses: 1, evictions: 0 },
  });
  expect(again.changedElsewhere()).toBe(false);
  expect(await reader.clear((key) => key.startsWith("a"))).toBe(2);
  expect([again.changedElsewhere(), again.changedElsewhere()]).toEqual([true, false]);
  expect((await again.look()).entries).toHaveLength(1);
  await Promise.all([again.close(), reader.close()]);
});

test("a damaged file is made anew", async () => {
  await writeFile(join(folder, "cache.db"), "no database at all ".repeat(500));
  const cache = open();
  expect(await cache.get("k")).toBeUndefined();
  await cache.set("k", "v", 1e9);
  expect(await cache.get("k")).toBe("v");
  expect(warnings).toEqual(["warn: The cache failed."]);
  await cache.close();
});

test("a file of another layout is emptied", async () => {
  const db = new DatabaseSync(join(folder, "cache.db"));
  db.exec("CREATE TABLE entry(other); INSERT INTO entry VALUES (1); PRAGMA user_version = 99");
  db.close();
  const cache = open();
  await cache.set("k", "v", 1e9);
  expect(await cache.get("k")).toBe("v");
  expect(warnings).toEqual([]);
  await cache.close();
});

test("a folder that cannot be used is an empty cache", async () => {
  folder = join(folder, "file");
  await writeFile(folder, "");
  const cache = open();
  await cache.set("k", "v", 1e9);
  expect(await cache.get("k")).toBeUndefined();
  expect(warnings.length).toBeGreaterThan(0);
  await cache.close();
});
