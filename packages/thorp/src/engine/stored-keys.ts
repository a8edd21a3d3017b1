/** Everyone's credentials for those who work beside whoever owns the data folder: `thorp models` needs no lock. */
import { createAccounts } from "../accounts/create-accounts.ts";
import { createSystemClock } from "../base/clock.ts";
import { createKeyLookup } from "./key-lookup.ts";

/** Where credentials and their master key lie. */
export interface StoredKeysOptions {
  /** The data folder; `memory` has none. */
  readonly dataDir: string;
  readonly configFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The environment, with everyone's credentials behind it. A folder that cannot be read adds nothing. */
export async function withStoredKeys({
  dataDir,
  configFolder,
  env,
}: StoredKeysOptions): Promise<Readonly<Record<string, string | undefined>>> {
  if (dataDir === "memory") return env;
  const { openReadOnlyStore } = await import("../storage/sqlite/read-only-store.ts");
  const store = await openReadOnlyStore(dataDir).catch(() => undefined);
  if (store === undefined) return env;
  try {
    const documents = (await store.accounts.documents()).filter(({ kind }) => kind === "credential");
    if (documents.length === 0) return env;
    const refuse = () => Promise.reject(new Error("read only"));
    const { credentials } = createAccounts({
      ...{ documents, env, configFolder, clock: createSystemClock() },
      tables: { ...store.accounts, change: refuse },
      newId: (prefix) => prefix,
      spend: async () => [],
    });
    return createKeyLookup(env, credentials).env;
  } finally {
    await store.close();
  }
}
