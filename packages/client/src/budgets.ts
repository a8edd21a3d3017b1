/** Ceilings over money, in US dollars. */
import type { Calls } from "./calls.ts";
import type { Budget } from "./wire/accounts.generated.ts";

/** All reject with `ThorpApiError`. Setting and removing is for admins. */
export interface BudgetsClient {
  /** With what is used; for others than admins the own, those of teams and that of everyone. */
  list(): Promise<readonly Budget[]>;
  /** It counts what is spent from now on. */
  set(budget: Omit<Budget, "used">): Promise<void>;
  /** False when there is none. */
  remove(budget: Pick<Budget, "of" | "name" | "per">): Promise<boolean>;
}

/** The part of the client for budgets. */
export function createBudgetsClient({ json, done }: Calls): BudgetsClient {
  const path = "/api/budgets";
  return {
    list: async () => (await json<{ budgets: readonly Budget[] }>({ path })).budgets,
    set: (body) => done({ method: "PUT", path, body, repeatable: true }),
    remove: async ({ of, name, per }) =>
      (await json<{ removed: boolean }>({ method: "DELETE", path, query: { of, name, per } })).removed,
  };
}
