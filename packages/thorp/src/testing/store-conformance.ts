/**
 * What every Store must do, as a list of named cases. A case opens a store of its own, throws when a promise of the
 * seam is broken, and leaves nothing open. Run it with any test runner:
 *
 *     for (const { name, run } of storeConformance(openStore)) test(name, run);
 */
import type { Store } from "../storage/store.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { blobCases, deletionCases, repairCases } from "./store-conformance/content-cases.ts";
import { conversationCases } from "./store-conformance/conversation-cases.ts";
import { journalCases } from "./store-conformance/journal-cases.ts";
import { moneyCases } from "./store-conformance/money-cases.ts";
import { rowCases } from "./store-conformance/row-cases.ts";
import { termsCases } from "./store-conformance/terms-cases.ts";
import { toolCases } from "./store-conformance/tool-cases.ts";

/** `open` gives an empty store each time. */
export function storeConformance(open: () => Promise<Store>): readonly ConformanceCase[] {
  const cases = {
    ...journalCases,
    ...rowCases,
    ...conversationCases,
    ...moneyCases,
    ...termsCases,
    ...toolCases,
    ...blobCases,
    ...deletionCases,
    ...repairCases,
  };
  return Object.entries(cases).map(([name, check]) => ({
    name,
    async run() {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  }));
}
