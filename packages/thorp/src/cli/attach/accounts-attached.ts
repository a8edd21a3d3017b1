/** Accounts as a server keeps them. What the key of the command may not do, the server refuses. */
import type { ApprovalRule } from "../../accounts/accounts.ts";
import { definedOf } from "../../base/defined-of.ts";
import type { ApiKey, NewApiKey, User } from "../../wire/accounts.ts";
import type { Preferences } from "../../wire/preferences.ts";
import type { AccountDesk, AuditReport } from "../accounts/account-desk.ts";
import type { Reach } from "./reach-server.ts";

/** Asks for the users at once; for whoever may not see them there are none. */
export async function attachedAccountDesk({ call }: Reach, url: string): Promise<AccountDesk> {
  return {
    url,
    users: await call(async ({ session, users }) => {
      const { kind, role, scopes } = await session.show();
      const seesUsers = kind === "personal" || (role === "admin" && (scopes === undefined || scopes.includes("admin")));
      return seesUsers ? ((await users.list()) as readonly User[]) : [];
    }),
    addUser: (user) => call(({ users }) => users.create(user)),
    changeUser: (id, change) => call(({ users }) => users.change(id, change)),
    linkUser: (id) => call(({ users }) => users.link(id)),
    listKeys: () => call(async ({ keys }) => (await keys.list()) as readonly ApiKey[]),
    addKey: (key) => call(async ({ keys }) => (await keys.create(key)) as NewApiKey),
    revokeKey: (id) => call(({ keys }) => keys.revoke(id)),
    listBudgets: () => call(({ budgets }) => budgets.list()),
    setBudget: (budget) => call(({ budgets }) => budgets.set(budget)),
    removeBudget: (name) => call(({ budgets }) => budgets.remove(name)),
    listCredentials: () => call(({ credentials }) => credentials.list()),
    setCredential: (name, secret) => call(({ credentials }) => credentials.set(name, secret)),
    removeCredential: (name) => call(({ credentials }) => credentials.remove(name)),
    rotateCredentials: () => call(({ credentials }) => credentials.rotate()),
    listRules: () => call(async ({ approvals }) => (await approvals.list()) as readonly ApprovalRule[]),
    removeRule: (id) => call(({ approvals }) => approvals.remove(id)),
    shareRule: (id) => call(async ({ approvals }) => (await approvals.share(id)) as ApprovalRule),
    preferencesOf: (user) => call(async ({ preferences }) => (await preferences.show(user)) as Preferences),
    setPreferences: (user, wanted) =>
      call(async ({ preferences }) => void (await preferences.set(definedOf(wanted), user))),
    audit: ({ limit, verify }) =>
      call(async ({ audit }) => (await audit.list({ limit, ...(verify ? { verify } : {}) })) as AuditReport),
  };
}
