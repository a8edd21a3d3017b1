/** A record of the second layout, brought up to date: its rows say what its events say, and nothing is lost. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import type { EventBody } from "../../../events/event.ts";
import { message, modelCall, runEnd, runStart } from "../../../testing/store-events.ts";
import { coreFile } from "../core-database.ts";
import { migrate } from "../migrate.ts";
import { createTestStores } from "../test-store.ts";
import { migrations } from "./migrations.ts";

const { testStore } = createTestStores((done) => onTestFinished(done));

it("fills what later layouts added from the events that are there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "thorp-layout-"));
  const db = new DatabaseSync(coreFile(folder));
  migrate(db, { migrations: migrations.slice(0, 2), backups: folder, now: 1 });
  const write = (run: number, bodies: readonly (readonly [number, EventBody])[]): void => {
    db.prepare("INSERT INTO journal(key, id) VALUES (?, ?)").run(run, `run_${run}`);
    bodies.forEach(([at, body], place) => {
      const event = "INSERT INTO event(run, seq, at, version, type, data) VALUES (?, ?, ?, 1, ?, ?)";
      db.prepare(event).run(run, place + 1, at, body.type, JSON.stringify(body));
    });
  };
  const [start, end] = modelCall({ run: "run_1", path: "", step: "s1", at: 20, ms: 15, cost: 0 });
  const failed = { ...end.body, result: { ok: false, failure: { code: "deadline", message: "late" } } } as EventBody;
  write(1, [
    [10, runStart()],
    [start.at, start.body],
    [end.at, failed],
    [40, message("team", "No.")],
    [50, runEnd("failed")],
  ]);
  const waiting = runStart({ conversation: "con_2" });
  const plan = { goal: "g", tasks: [], answerFrom: [] };
  write(2, [
    [60, { ...waiting, request: { ...waiting.request, interactive: true, approvePlan: true } }],
    [61, { type: "plan-propose", path: "", plan, by: "model" }],
  ]);
  db.exec(`
    INSERT INTO run(key, conversation, team, text, state, started_at, ended_at, recoveries)
      VALUES (1, 'con_1', 'alma', 'Do it.', 'failed', 10, 50, 0), (2, 'con_2', 'alma', 'Do it.', 'running', 60, NULL, 0);
    INSERT INTO model_call VALUES (1, 3, '', 's1', 'drummer', 'work', 'small', 'local', 0, 0, 0, 15, 0);
  `);
  db.close();

  const store = await testStore(folder);
  expect(await store.verify({ repair: false })).toEqual([]);
  expect((await store.modelCalls("run_1"))[0]).toMatchObject({ at: 35, failure: "deadline", cached: false });
  expect((await store.run("run_2"))?.state).toBe("waiting");
  expect(await store.lineage("con_1")).toEqual([{ run: "run_1", isDeleted: false }]);
  expect((await store.usage({ from: 0, to: 1000 })).failures).toEqual([{ code: "deadline", calls: 1 }]);
});
