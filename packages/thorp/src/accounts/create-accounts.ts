/** All of the Accounts seam over the tables of the Store. */
import { randomBytes } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import type { AccountDocument, AccountTables } from "../storage/account-tables.ts";
import type { SpendRow } from "../storage/store.ts";
import { openAccountBook } from "./account-book.ts";
import type { Accounts } from "./accounts.ts";
import { createApiKeys } from "./api-keys.ts";
import { createApprovalRules } from "./approval-rules.ts";
import { createBudgets } from "./budgets.ts";
import { createCredentials } from "./credentials/credentials.ts";
import { createMasterKeys } from "./credentials/master-key.ts";
import { createDoor } from "./door.ts";
import { createLinks } from "./links.ts";
import { createPasswords, type PasswordCost } from "./passwords.ts";
import { createPreferences } from "./preferences.ts";
import { createSessions } from "./sessions.ts";
import type { RandomBytes } from "./tokens.ts";
import { createUsers } from "./users.ts";

/** Where accounts are kept. */
export interface AccountsOptions {
  readonly tables: AccountTables;
  /** All that the tables hold. */
  readonly documents: readonly AccountDocument[];
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly spend: () => Promise<readonly SpendRow[]>;
  /** For secrets. Default: the platform's. */
  readonly random?: RandomBytes;
  readonly passwordCost?: PasswordCost;
  /** For the master key. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The configuration folder, where the master key lies unless the environment has it. */
  readonly configFolder?: string | undefined;
  /** For tokens of other services. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Reads and writes nothing yet. */
export function createAccounts({
  tables,
  documents,
  clock,
  newId,
  spend,
  random = randomBytes,
  passwordCost,
  env,
  configFolder,
  fetch = globalThis.fetch,
}: AccountsOptions): Accounts {
  const book = openAccountBook(tables, documents);
  const passwords = createPasswords(random, passwordCost);
  const now = () => clock.now();
  const parts = { book, passwords, random, now, newId };
  return {
    users: createUsers(parts),
    keys: createApiKeys(parts),
    links: createLinks(parts),
    door: createDoor(parts),
    sessions: createSessions(parts),
    budgets: createBudgets({ book, now, spend }),
    preferences: createPreferences(book, now),
    approvals: createApprovalRules(book, now),
    credentials: createCredentials({
      ...{ book, random, now, fetch },
      keys: createMasterKeys({ env, folder: configFolder, random }),
    }),
    audit: {
      list: (filter) => tables.audit(filter),
      verify: () => tables.verifyAudit(),
      note: (entry, actor) => tables.change([], [{ at: now(), ...actor, ...entry }]),
    },
  };
}
