import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import type { QueryOrder, QueryReply, TableInput } from "./query-protocol.ts";
import { runQuery } from "./run-query.ts";

const ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t";

const table: TableInput = {
  name: "data",
  aliases: ["sales"],
  fileName: "sales.csv",
  bytes: new TextEncoder().encode("Unit price,region,order\n1.5,North,1\n2,South,2\n"),
};

function query(
  sql: string,
  options: { maxRows?: number; queryMs?: number; signal?: AbortSignal } = {},
): Promise<QueryReply> {
  const { maxRows = 1000, queryMs = 10_000, signal = new AbortController().signal } = options;
  return runQuery({ tables: [table], sql, maxRows }, { clock: createSystemClock(), signal, queryMs });
}

async function rowsOf(sql: string): Promise<unknown> {
  const reply = await query(sql);
  return reply.ok ? reply.rows : reply.message;
}

const noProcessLeft = () =>
  vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap")).toEqual([]));

test("a column with a space answers to both names, and * shows it once", async () => {
  expect(await query("SELECT * FROM data")).toMatchObject({ columns: ["Unit price", "region", "order"], cut: false });
  expect(await rowsOf('SELECT "Unit price" + unit_price FROM sales LIMIT 1')).toEqual([[3]]);
  expect(await query("SELECT * FROM (SELECT * FROM sales)")).toMatchObject({
    columns: ["Unit price", "region", "order"],
  });
  expect(await query("SELECT unit_price FROM data")).toMatchObject({ columns: ["Unit_price"], rows: [[1.5], [2]] });
});

test("columns of the same name are told apart", async () => {
  expect(await query("SELECT a.region, b.region FROM data a JOIN data b ON a.region = b.region")).toMatchObject({
    columns: ["region", "region_2"],
  });
});

test("the result is cut at the row limit", async () => {
  expect(await query("SELECT * FROM data", { maxRows: 1 })).toMatchObject({ cut: true, rows: [[1.5, "North", 1]] });
  expect(await query("SELECT * FROM data", { maxRows: 2 })).toMatchObject({ cut: false });
});

test("values that JSON cannot hold do not break it", async () => {
  expect(await rowsOf("SELECT 0.1 + 0.2, 9007199254740993, 9e999, x'00ff'")).toEqual([
    [0.3, "9007199254740993", null, "(2 bytes)"],
  ]);
});

test("statistics, windows, JSON and recursion are there", async () => {
  expect(await rowsOf("SELECT median(unit_price) FROM data")).toEqual([[1.75]]);
  expect(await rowsOf("SELECT rank() OVER (ORDER BY unit_price DESC) FROM data")).toEqual([[1], [2]]);
  expect(await rowsOf("SELECT value FROM json_each('[1,2]')")).toEqual([[1], [2]]);
  expect(
    await rowsOf("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 3) SELECT sum(n) FROM t"),
  ).toEqual([[6]]);
});

test("everything that is not reading is refused, and no file appears", async () => {
  const folder = await mkdtemp(join(tmpdir(), "thorp-query-"));
  const target = join(folder, "out.db");
  const statements = [
    `ATTACH '${target}' AS other`,
    `VACUUM INTO '${target}'`,
    "PRAGMA table_info(data)",
    "PRAGMA writable_schema = ON",
    "SELECT * FROM pragma_database_list",
    `SELECT load_extension('${target}')`,
    `SELECT writefile('${target}', 'x')`,
    "SELECT readfile('/etc/passwd')",
    "INSERT INTO data (region) VALUES ('x')",
    "UPDATE data SET region = 'x'",
    "DELETE FROM data",
    "DROP TABLE data",
    "CREATE TABLE t (a)",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE VIRTUAL TABLE f USING fts5(a)",
    "BEGIN",
    "SAVEPOINT s",
    "ANALYZE",
    "REINDEX",
    "DETACH main",
    "",
    "-- nothing",
  ];
  const replies = await Promise.all(statements.map((sql) => query(sql)));
  expect(replies.filter(({ ok }) => ok)).toEqual([]);
  expect(existsSync(target)).toBe(false);
}, 60_000);

test("one statement only; a semicolon or a comment at the end does no harm", async () => {
  expect(await rowsOf("SELECT 1; DROP TABLE data")).toMatch(/one statement/);
  expect(await rowsOf("SELECT 1; SELECT 2")).toMatch(/one statement/);
  expect(await rowsOf("-- first\nSELECT 1; -- done\n /* really; */ ;")).toEqual([[1]]);
});

test("one value may not fill the memory", async () => {
  expect(await rowsOf("SELECT length(printf('%.*c', 100000000, 'x'))")).toMatch(/too big/);
});

test("an endless query is stopped at the time limit and its process is gone", async () => {
  expect(await query(ENDLESS, { queryMs: 200 })).toMatchObject({ ok: false, stage: "limit" });
  await noProcessLeft();
});

test("an abort stops it too", async () => {
  const controller = new AbortController();
  const running = query(ENDLESS, { signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  await expect(running).rejects.toMatchObject({ code: "cancelled" });
  await noProcessLeft();
  await expect(query("SELECT 1", { signal: controller.signal })).rejects.toMatchObject({ code: "cancelled" });
});

test("a query whose owner is gone ends by itself", async () => {
  const worker = fork(fileURLToPath(new URL("./query-worker.ts", import.meta.url)), [], {
    serialization: "advanced",
    execArgv: [],
  });
  onTestFinished(() => {
    worker.kill("SIGKILL");
  });
  const order: QueryOrder = { tables: [], sql: ENDLESS, parameters: {}, maxRows: 1, maxLoadRows: 1, lifetimeMs: 200 };
  worker.send(order);
  expect(await once(worker, "exit")).toEqual([null, "SIGKILL"]);
});

test("the process sees none of our environment", async () => {
  vi.stubEnv("NODE_OPTIONS", "--no-such-option");
  expect(await rowsOf("SELECT 1")).toEqual([[1]]);
  vi.unstubAllEnvs();
});
