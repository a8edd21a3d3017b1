/** What commands do to accounts, in this process or through a server that runs. */
import type { Accounts, Actor, ApprovalRule, KeyRequest } from "../../accounts/accounts.ts";
import { ThorpError } from "../../base/errors.ts";
import type { AuditRow } from "../../storage/account-tables.ts";
import type { ApiKey, NewApiKey, OneTimeLink, Role, User } from "../../wire/accounts.ts";
import type { Budget, BudgetName } from "../../wire/budgets.ts";
import type { Credential, CredentialName } from "../../wire/credentials.ts";
import type { Preferences } from "../../wire/preferences.ts";

/** Members reject as those of `Accounts` do. */
export interface AccountDesk {
  /** Where links lead; undefined where no server runs. */
  readonly url?: string;
  /** As they were when the desk was opened; none for whoever may not see them. */
  readonly users: readonly User[];
  addUser(user: { readonly name: string; readonly role: Role }): Promise<{ user: User; link: OneTimeLink }>;
  changeUser(id: string, change: { readonly role?: Role; readonly disabled?: boolean }): Promise<User>;
  linkUser(id: string): Promise<OneTimeLink>;
  listKeys(): Promise<readonly ApiKey[]>;
  addKey(key: KeyRequest): Promise<NewApiKey>;
  revokeKey(id: string): Promise<void>;
  listBudgets(): Promise<readonly Budget[]>;
  setBudget(budget: BudgetName & { readonly limit: number }): Promise<void>;
  /** False when there is none of that name; the same for credentials. */
  removeBudget(name: BudgetName): Promise<boolean>;
  listCredentials(): Promise<readonly Credential[]>;
  setCredential(name: CredentialName, secret: string): Promise<void>;
  removeCredential(name: CredentialName): Promise<boolean>;
  /** How many were sealed anew. */
  rotateCredentials(): Promise<number>;
  /** Approvals that stand; through a server those that the caller may see. */
  listRules(): Promise<readonly ApprovalRule[]>;
  /** Rejects with `rule-unknown`; the same for `shareRule`, which gives the rule as it holds for everyone. */
  removeRule(id: string): Promise<void>;
  shareRule(id: string): Promise<ApprovalRule>;
  preferencesOf(user?: string): Promise<Preferences>;
  setPreferences(user: string | undefined, preferences: Preferences): Promise<void>;
  /** Newest first; `problems` of the chain with `verify` alone. */
  audit(query: { readonly limit: number; readonly verify: boolean }): Promise<AuditReport>;
}

/** A part of the log. */
export interface AuditReport {
  readonly entries: readonly AuditRow[];
  readonly problems?: readonly string[];
}

/** Whoever may write the data folder may do everything; the log says that it was done at the terminal. */
export function ownAccountDesk(accounts: Accounts): AccountDesk {
  const { users, links, keys, budgets, credentials, preferences, approvals, audit } = accounts;
  const actor: Actor = { who: "terminal" };
  return {
    users: users.list(),
    async addUser(wanted) {
      const user = await users.create(wanted, actor);
      return { user, link: await links.password(user.id, actor) };
    },
    changeUser: (id, change) => users.change(id, change, actor),
    linkUser: (id) => links.password(id, actor),
    listKeys: async () => keys.list(),
    addKey: (key) => keys.create(key, actor),
    revokeKey: (id) => keys.revoke(id, actor),
    listBudgets: () => budgets.list(),
    setBudget: (budget) => budgets.set(budget, actor),
    removeBudget: (name) => budgets.remove(name, actor),
    listCredentials: async () => credentials.list(),
    setCredential: (name, secret) => credentials.set({ ...name, secret }, actor),
    removeCredential: (name) => credentials.remove(name, actor),
    rotateCredentials: () => credentials.rotate(actor),
    listRules: async () => approvals.list(),
    async removeRule(id) {
      if (!(await approvals.remove(id, actor))) throw unknownRule(id);
    },
    async shareRule(id) {
      const shared = await approvals.share(id, actor);
      if (shared === undefined) throw unknownRule(id);
      return shared;
    },
    preferencesOf: async (user) => preferences.of(user),
    setPreferences: (user, wanted) => preferences.set(user, wanted, actor),
    async audit({ limit, verify }) {
      const entries = await audit.list({ limit });
      return verify ? { entries, problems: await audit.verify() } : { entries };
    },
  };
}

function unknownRule(id: string): ThorpError {
  return new ThorpError("rule-unknown", `There is no rule ${id}.`);
}
