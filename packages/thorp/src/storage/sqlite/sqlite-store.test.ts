import { onTestFinished, test } from "vitest";
import { storeConformance } from "../../testing/store-conformance.ts";
import { createTestStores } from "./test-store.ts";

const { testFolder, testStore } = createTestStores(onTestFinished);

for (const { name, run } of storeConformance(async () => testStore(await testFolder()))) test(name, run);
