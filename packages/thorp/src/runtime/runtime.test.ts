import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { silentLogger } from "../base/logger.ts";
import type { RunContext } from "../events/run-context.ts";
import { createTokenBus } from "../events/token-bus.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { openSqliteStore } from "../storage/sqlite/sqlite-store.ts";
import type { Store } from "../storage/store.ts";
import { runtimeConformance } from "../testing/runtime-conformance.ts";
import { createEmbeddedRuntime } from "./embedded/embedded-runtime.ts";
import { createStrictRuntime } from "./strict/strict-runtime.ts";

const clock = createSystemClock();
const folders: string[] = [];
const stores: Store[] = [];

afterAll(async () => {
  for (const store of stores) await store.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function sqliteStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), "thorp-runtime-"));
  folders.push(folder);
  const store = await openSqliteStore({ folder, clock, logger: silentLogger });
  stores.push(store);
  return store;
}

const embedded = (store: Store) => createEmbeddedRuntime({ store, bus: createTokenBus(), clock, logger: silentLogger });

describe.each([
  ["embedded, journal in memory", async () => createMemoryStore(), embedded],
  ["embedded, journal in SQLite", sqliteStore, embedded],
  ["strict", async () => createMemoryStore(), (store: Store) => createStrictRuntime({ store })],
] as const)("%s", (_name, createStore, createRuntime) => {
  it.each(runtimeConformance({ createStore, createRuntime }))("$name", ({ run }) => run());
});

describe("the strict runtime", () => {
  it("fails a program whose second pass takes another way", async () => {
    const store = createMemoryStore();
    const request = {
      text: "",
      conversation: "con_1",
      attachments: [],
      workspace: "/",
      out: "/",
      priority: 0,
      approve: "ask",
      interactive: false,
      timeZone: "UTC",
    };
    const body = { path: "", type: "run-start", team: "t", teamHash: "", seed: "s", request } as never;
    store.append({ run: "r", at: 1, body });
    await store.committed("r");
    let pass = 0;
    const program = async (context: RunContext) => {
      const names = pass++ === 0 ? ["a", "b"] : ["b", "a"];
      for (const name of names) await context.step({ name, digest: name, run: async () => null });
    };
    const live = createStrictRuntime({ store }).start({ run: "r", events: await store.events("r"), program });
    await expect(live.done).rejects.toThrow("not deterministic");
  });
});
