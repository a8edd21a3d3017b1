/** What one file of cases holds. */
import type { Store } from "../../storage/store.ts";

/** By what the store does: throws when a store does not. */
export type StoreChecks = Readonly<Record<string, (store: Store) => Promise<void>>>;
