/** Calls that belong to no run come back from a damaged file like runs: whose they are, what they cost, what is open. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import type { MicroDollars } from "../../../base/money.ts";
import { salvageRecord } from "../../../engine/salvage-record.ts";
import { createManualClock } from "../../../testing/manual-clock.ts";
import { appendRun, modelCall } from "../../../testing/store-events.ts";
import type { Store } from "../../store.ts";
import { createTestStores } from "../test-store.ts";

const { testStore } = createTestStores(onTestFinished);
const PAGE = 4096;
const amount = 9 as MicroDollars;
const scopes = ["day:1", "user:usr_1"];

function append(store: Store, run: string, isEnded: boolean): void {
  store.append({ run, at: 10, body: { type: "call-start", path: "", owner: { user: "usr_1" } } });
  const [begun, ended] = modelCall({ run, path: "", step: "embed", at: 10, ms: 5, cost: 4 });
  store.append(begun);
  store.append({ run, at: 11, body: { type: "budget-reserve", path: "", step: "embed", scopes, amount } });
  if (!isEnded) return;
  const money = { scopes, reserved: amount, cost: 4 as MicroDollars };
  store.append({ run, at: 15, body: { type: "budget-settle", path: "", step: "embed", ...money } });
  store.append(ended);
}

it.each(["direct_call", "direct_call_open", "run", "model_call", "spend"])("when %s is lost", async (table) => {
  const folder = mkdtempSync(join(tmpdir(), "thorp-salvage-calls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = await testStore(folder);
  appendRun(store, "run_1", "con_1");
  append(store, "call_1", true);
  append(store, "call_2", false);
  await Promise.all(["run_1", "call_1", "call_2"].map((id) => store.committed(id)));
  const spend = await store.spend();
  await store.close();
  const file = join(folder, "core.db");
  const db = new DatabaseSync(file, { readOnly: true });
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.["rootpage"]);
  db.close();
  const content = readFileSync(file);
  content.fill(0xa7, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file, content);

  await salvageRecord(folder, createManualClock());
  const again = await testStore(folder);
  expect(await again.verify({ repair: false })).toEqual([]);
  expect((await again.runs()).map(({ id }) => id)).toEqual(["run_1"]);
  expect(await again.openCalls()).toEqual(["call_2"]);
  expect(await again.spend()).toEqual(spend);
  expect((await again.usage({ from: 0, to: 1000, owner: "usr_1" })).calls).toMatchObject({ calls: 1, cost: 4 });
});
