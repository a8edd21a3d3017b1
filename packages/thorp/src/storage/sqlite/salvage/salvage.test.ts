import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { salvageRecord, surveyRecord } from "../../../engine/salvage-record.ts";
import type { RunEvent } from "../../../events/event.ts";
import { createManualClock } from "../../../testing/manual-clock.ts";
import { appendRun, message, runEnd, runStart, toolCall } from "../../../testing/store-events.ts";
import type { Store } from "../../store.ts";
import { createTestStores } from "../test-store.ts";

const { testStore } = createTestStores(onTestFinished);
const clock = createManualClock();
const PAGE = 4096;
const LONG = "All work and no play makes Jack a dull boy. ".repeat(400);

/** A record whose newest events are in the log, and the same record closed, with everything in the one file. */
let made: string;
const before = new Map<string, readonly RunEvent[]>();
let blob: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "thorp-salvage-test-"));
  const open = join(made, "open");
  const { openSqliteStore } = await import("../sqlite-store.ts");
  const { createSystemClock } = await import("../../../base/clock.ts");
  const { silentLogger } = await import("../../../base/logger.ts");
  const fill = async (store: Store) => {
    blob = await store.putBlob(Buffer.from("bytes ".repeat(400_000)));
    await store.putTeam(createHash("sha256").update('{"team.yaml":"name: x"}').digest("hex").slice(0, 32), {
      "team.yaml": "name: x",
    });
    for (let run = 1; run <= 60; run++) {
      const id = `run_${String(run).padStart(2, "0")}`;
      appendRun(store, id, "con_1");
      // Of different lengths, so that pages end in the middle of runs.
      store.append({ run: id, at: 11, body: message("person", "Thanks. ".repeat((run * 17) % 60)) });
      const terms = { provider: "tides", cacheMs: 0, training: "unknown" };
      const asked = { run: id, path: "t1", step: "call", at: 12, tool: "read_tides", result: { ok: true, terms } };
      if (run < 5) for (const event of toolCall(asked)) store.append(event);
      await store.committed(id);
      if (run === 5) await store.deleteRun("run_03");
    }
    await store.accounts.change(
      [{ kind: "user", id: "usr_1", data: { name: "ada" } }],
      [{ at: 1, who: "test", what: "user-create" }],
    );
    const long = { run: "run_long", at: 5 };
    store.append({
      ...long,
      body: {
        ...runStart({ attachments: [{ name: "a.bin", mediaType: "x/y", bytes: 1, blob }] as never }),
        seed: "run_long",
      },
    });
    for (let number = 1; number <= 20; number++)
      store.append({ ...long, body: message("person", `${number} ${LONG}`) });
    store.append({ ...long, body: runEnd("done") });
    store.append({ run: "run_open", at: 6, body: runStart() });
    store.append({ run: "run_open", at: 7, body: message("person", "Not yet answered") });
    await Promise.all(["run_long", "run_open"].map((run) => store.committed(run)));
    appendRun(store, "run_last", "con_1");
    await store.committed("run_last");
    for (const { id } of await store.runs({ limit: 1000 })) before.set(id, await store.events(id));
  };
  const first = await openSqliteStore({ folder: open, clock: createSystemClock(), logger: silentLogger });
  await fill(first);
  await cp(open, join(made, "logged"), { recursive: true });
  await first.close();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

async function damaged(kind: "open" | "logged", damage: (file: string) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "thorp-salvage-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await cp(join(made, kind), folder, { recursive: true });
  damage(join(folder, "core.db"));
  return folder;
}

const overwrite = (file: string, place: number, bytes: Uint8Array): void => {
  const content = readFileSync(file);
  content.set(bytes.subarray(0, Math.max(0, content.length - place)), place);
  writeFileSync(file, content);
};
const garbage = (length: number, seed = 11) => Uint8Array.from({ length }, (_, index) => (index * 37 + seed) % 256);
const pageOf = (file: string, table: string): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.["rootpage"]);
  } finally {
    db.close();
  }
};

/** Behind the last frame that belongs to the log: behind it may be frames of before it was begun anew. */
const endOfLog = (file: string): number => {
  const log = readFileSync(file);
  let end = 32;
  while (end + 24 < log.length && log.subarray(end + 8, end + 16).equals(log.subarray(16, 24))) end += 24 + PAGE;
  return end;
};

/** What must be true whatever was damaged: nothing is invented, order is kept, what came back agrees with itself. */
async function mended(folder: string) {
  const original = readFileSync(join(folder, "core.db"));
  const survey = await surveyRecord(folder, clock);
  expect(readFileSync(join(folder, "core.db")).equals(original), "looking changes nothing").toBe(true);
  const salvage = await salvageRecord(folder, clock);
  expect({ ...salvage, aside: undefined }).toEqual({ ...survey, aside: undefined });
  expect(readFileSync(join(salvage.aside, "core.db")).equals(original), "the damaged file is kept").toBe(true);
  expect(readdirSync(folder)).not.toContain("salvage-draft");
  const store = await testStore(folder);
  const events = new Map<string, readonly RunEvent[]>();
  for (const { id } of await store.runs({ limit: 1000 })) events.set(id, await store.events(id));
  expect(await store.verify({ repair: false })).toEqual(salvage.remaining);
  for (const { id, kept, isClosed } of salvage.runs) {
    if (kept === 0) continue;
    const now = events.get(id);
    expect(now?.length).toBe(kept + (isClosed ? 1 : 0));
    expect(now?.slice(0, kept)).toEqual(before.get(id)?.slice(0, kept));
    if (isClosed)
      expect(now?.at(-1)).toMatchObject({ type: "run-end", state: "failed", failure: { code: "data-corrupt" } });
  }
  // The record goes on.
  appendRun(store, "run_new", "con_1");
  await store.committed("run_new");
  expect(await store.verify({ repair: false })).toEqual(salvage.remaining);
  return { salvage, events, store };
}

const wholeRuns = (events: ReadonlyMap<string, readonly RunEvent[]>) =>
  [...before].filter(([id, was]) => events.get(id)?.length === was.length).map(([id]) => id);

describe("a damaged core.db comes back", () => {
  it.each<[string, "open" | "logged", (file: string) => void]>([
    ["its header is garbage", "open", (file) => overwrite(file, 0, garbage(100))],
    ["its table of contents is garbage", "open", (file) => overwrite(file, 0, garbage(PAGE))],
    [
      "its table of contents is empty",
      "open",
      (file) => overwrite(file, 100, Uint8Array.from([13, 0, 0, 0, 0, 16, 0, 0])),
    ],
    ["its first page is zero", "open", (file) => overwrite(file, 0, new Uint8Array(PAGE))],
    [
      "the root of its events is garbage",
      "open",
      (file) => overwrite(file, (pageOf(file, "event") - 1) * PAGE, garbage(PAGE)),
    ],
    [
      "the root of an index is garbage",
      "open",
      (file) => overwrite(file, (pageOf(file, "event_order") - 1) * PAGE, garbage(PAGE)),
    ],
    [
      "the list of runs has lost its root",
      "logged",
      (file) => overwrite(file, (pageOf(file, "run") - 1) * PAGE, garbage(PAGE)),
    ],
    ["its table of contents is garbage, the rest in the log", "logged", (file) => overwrite(file, 0, garbage(PAGE))],
  ])("with every event when %s", async (_name, kind, damage) => {
    const { events, salvage, store } = await mended(await damaged(kind, damage));
    // The unfinished run may have got an end.
    expect([...new Set([...wholeRuns(events), "run_open"])].sort()).toEqual([...before.keys()].sort());
    expect(events.has("run_open")).toBe(true);
    expect(events.has("run_03"), "what was deleted stays deleted").toBe(false);
    expect(await store.blob(blob)).toHaveLength(2_400_000);
    expect(salvage.teams).toEqual({ kept: 1, lost: 0 });
    expect(await store.termsSums()).toMatchObject([{ tool: "read_tides", calls: 4, kept: 3 }]);
    // Without its users a server would ask nobody for a key.
    expect(await store.accounts.documents()).toEqual([{ kind: "user", id: "usr_1", data: { name: "ada" } }]);
    expect(await store.accounts.audit()).toMatchObject([{ seq: 1, what: "user-create" }]);
    expect(await store.accounts.verifyAudit()).toEqual([]);
  });

  it("with an unfinished run as it was when no event can be missing", async () => {
    const index = (file: string) => overwrite(file, (pageOf(file, "event_order") - 1) * PAGE, garbage(PAGE));
    const { salvage } = await mended(await damaged("open", index));
    expect(salvage.runs.some(({ isClosed }) => isClosed)).toBe(false);
  });

  it("with an unfinished run as it was when the log is whole, and with an end when it is not", async () => {
    const closed = async (damage: (file: string) => void) =>
      (await mended(await damaged("logged", damage))).salvage.runs.flatMap(({ id, isClosed }) =>
        isClosed ? [id] : [],
      );
    expect(await closed(() => {})).toEqual([]);
    expect(await closed((file) => truncateSync(`${file}-wal`, endOfLog(`${file}-wal`) - 9))).toContain("run_open");
  });

  it("without the events of a page that is garbage, and says which", async () => {
    const { events, salvage } = await mended(
      await damaged("open", (file) => {
        const content = readFileSync(file);
        const place = content.indexOf("Answer of run_30");
        overwrite(file, Math.floor(place / PAGE) * PAGE, garbage(PAGE));
      }),
    );
    const lossy = salvage.runs.filter((run) => run.unreadable > 0);
    expect(lossy.map(({ id }) => id)).toContain("run_30");
    expect(wholeRuns(events).length).toBeGreaterThan(before.size - 12);
    for (const { id, kept, unreadable, behindGap } of lossy)
      expect(kept + unreadable + behindGap).toBe(before.get(id)?.length);
    expect(lossy.some(({ behindGap, kept }) => behindGap > 0 || kept > 0)).toBe(true);
  });

  it("up to the middle of a long run whose later events are garbage", async () => {
    const { salvage, events } = await mended(
      await damaged("open", (file) => {
        const place = readFileSync(file).indexOf(`10 ${LONG.slice(0, 100)}`);
        overwrite(file, place, garbage(200, 128));
      }),
    );
    expect(salvage.runs.find(({ id }) => id === "run_long")).toMatchObject({
      kept: 10,
      unreadable: 1,
      behindGap: 11,
      isClosed: true,
    });
    expect(wholeRuns(events)).not.toContain("run_long");
    expect(wholeRuns(events)).toContain("run_59");
  });

  it("as far as a file reaches that was cut off", async () => {
    const folder = await damaged("open", (file) =>
      truncateSync(file, Math.floor((statSync(file).size * 0.9) / PAGE) * PAGE - 7),
    );
    const { salvage, events } = await mended(folder);
    expect(wholeRuns(events).length + salvage.runs.filter(({ unreadable }) => unreadable > 0).length).toBeGreaterThan(
      0,
    );
    expect(wholeRuns(events).length).toBeGreaterThan(0);
  });

  it.each([0.3, 0.6, 0.95])("as far as its log reaches that was cut at %f", async (share) => {
    const folder = await damaged("logged", (file) => {
      truncateSync(`${file}-wal`, Math.floor(statSync(`${file}-wal`).size * share));
      overwrite(file, 0, garbage(PAGE));
    });
    const { events, salvage } = await mended(folder);
    for (const { isClosed, kept, id } of salvage.runs) if (kept > 0 && id === "run_open") expect(isClosed).toBe(true);
    expect(events.size).toBe(salvage.runs.filter(({ kept }) => kept > 0).length);
  });

  it("with what stands in the log behind a damaged place of it", async () => {
    const folder = await damaged("logged", (file) => overwrite(`${file}-wal`, 32 + (24 + PAGE) * 40, garbage(500)));
    const { events } = await mended(folder);
    expect(wholeRuns(events)).toContain("run_59");
    expect(wholeRuns(events).length).toBeGreaterThan(before.size - 5);
  });

  it("without a blob whose bytes have changed", async () => {
    const folder = await damaged("open", (file) => {
      overwrite(file, readFileSync(file).indexOf("bytes bytes bytes") + 1_000_000, garbage(9));
      overwrite(file, 0, garbage(100));
    });
    const { salvage, store } = await mended(folder);
    expect(salvage.blobs).toEqual({ kept: 0, lost: 1 });
    expect(await store.blob(blob)).toBeUndefined();
    expect(salvage.remaining).toEqual([`Blob ${blob}, named by run run_long, is missing and cannot be rebuilt.`]);
  });
});

describe("a file that nothing can be read from", () => {
  it.each<[string, (file: string) => void]>([
    ["text", (file) => writeFileSync(file, "this is no database\n".repeat(500))],
    ["noise", (file) => writeFileSync(file, garbage(100_000))],
    ["nothing", (file) => writeFileSync(file, "")],
    ["a few bytes", (file) => writeFileSync(file, "SQLite format 3\0")],
  ])("gives an empty record (%s)", async (_name, damage) => {
    const folder = await damaged("open", damage);
    const { salvage } = await mended(folder);
    expect(salvage.runs).toEqual([]);
  });
});

it("never crashes and never invents an event, whatever is overwritten", async () => {
  const size = statSync(join(made, "open", "core.db")).size;
  const damage = fc.record({
    place: fc.nat(size - 1),
    length: fc.integer({ min: 1, max: 3 * PAGE }),
    seed: fc.nat(255),
    kind: fc.constantFrom("open" as const, "logged" as const),
    inLog: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
      const folder = mkdtempSync(join(tmpdir(), "thorp-salvage-test-"));
      try {
        await cp(join(made, damages[0]?.kind ?? "open"), folder, { recursive: true });
        const file = join(folder, "core.db");
        for (const { place, length, seed, inLog } of damages) {
          const target = inLog && existsSync(`${file}-wal`) ? `${file}-wal` : file;
          overwrite(target, place % statSync(target).size, garbage(length, seed));
        }
        const { runs } = await salvageRecord(folder, clock);
        const { openReadOnlyStore } = await import("../read-only-store.ts");
        const store = await openReadOnlyStore(folder);
        for (const { id, kept } of runs.filter((run) => run.kept > 0)) {
          const events = (await store.events(id)).slice(0, kept);
          const known = before.get(id);
          // A run whose list entry is lost goes by the name that its first event gives.
          if (known !== undefined)
            expect(events.map(({ type }) => type)).toEqual(known.slice(0, kept).map(({ type }) => type));
        }
        expect((await store.verify()).filter((problem) => !problem.startsWith("Blob "))).toEqual([]);
        await store.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

it("keeps the log of the damaged file too, and finds another name when one is taken", async () => {
  const folder = await damaged("logged", (file) => overwrite(file, 0, garbage(PAGE)));
  const first = await salvageRecord(folder, clock);
  expect(readdirSync(first.aside).sort()).toEqual(
    ["core.db", "core.db-shm", "core.db-wal"].filter((name) => existsSync(join(first.aside, name))),
  );
  expect(readdirSync(first.aside)).toContain("core.db-wal");
  copyFileSync(join(first.aside, "core.db"), join(folder, "core.db"));
  const second = await salvageRecord(folder, clock);
  expect(second.aside).not.toBe(first.aside);
});

it("refuses while somebody uses the folder, and changes nothing", async () => {
  const folder = await damaged("open", () => {});
  const { acquireDataFolder } = await import("../data-folder.ts");
  const lock = await acquireDataFolder(folder, { describe: "`thorp serve`", clock });
  const bytes = readFileSync(join(folder, "core.db"));
  await expect(salvageRecord(folder, clock)).rejects.toMatchObject({ code: "data-locked" });
  expect(readFileSync(join(folder, "core.db")).equals(bytes)).toBe(true);
  if ("release" in lock) lock.release();
});
