/** Stores in folders of their own, for the tests of this folder. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "../../base/clock.ts";
import { type Logger, silentLogger } from "../../base/logger.ts";
import type { Store } from "../store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

export interface TestStores {
  /** A folder that is removed after the test. */
  testFolder(): Promise<string>;
  /** A store that is closed after the test; closing it earlier does no harm. */
  testStore(folder: string, options?: { readonly maxPageCount?: number; readonly logger?: Logger }): Promise<Store>;
}

/** `afterTest` is the runner's way to clean up; what is registered last is done first. */
export function createTestStores(afterTest: (done: () => Promise<void>) => void): TestStores {
  return {
    async testFolder() {
      const folder = await mkdtemp(join(tmpdir(), "thorp-store-"));
      afterTest(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
    async testStore(folder, options = {}) {
      const store = await openSqliteStore({ folder, clock: createSystemClock(), logger: silentLogger, ...options });
      afterTest(() => store.close());
      return store;
    },
  };
}
