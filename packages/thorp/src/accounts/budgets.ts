/** Ceilings over the money of people, keys and teams, as the ledger of the gateway takes them. */
import type { MicroDollars } from "../base/money.ts";
import { dollarsToMicro } from "../base/money.ts";
import type { SpendRow } from "../storage/store.ts";
import type { BudgetName } from "../wire/budgets.ts";
import type { AccountBook } from "./account-book.ts";
import type { Budgets } from "./accounts.ts";
import type { BudgetDocument } from "./documents.ts";

/** What budgets are kept in, and what was spent. */
export interface BudgetsOptions {
  readonly book: AccountBook;
  readonly now: () => number;
  readonly spend: () => Promise<readonly SpendRow[]>;
}

/** As the seam says. */
export function createBudgets({ book, now, spend }: BudgetsOptions): Budgets {
  const budgets = book.of("budget");
  return {
    async list() {
      const usedByScope = new Map((await spend()).map((row) => [row.scope, row.spent + row.reserved]));
      return [...budgets.values()]
        .map(({ limit, ...name }) => ({
          ...name,
          limit: limit / 1e6,
          used: (usedByScope.get(scopeOf(name, now())) ?? 0) / 1e6,
        }))
        .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    },
    async set({ of, name, per, limit }, actor) {
      const data: BudgetDocument = { of, name, per, limit: dollarsToMicro(limit) };
      const id = idOf(data);
      const entry = { at: now(), ...actor, what: "budget-set", on: id, detail: `$${limit}` };
      await book.change([{ kind: "budget", id, data }], [entry]);
    },
    async remove(name, actor) {
      const id = idOf(name);
      if (!budgets.has(id)) return false;
      await book.change([{ kind: "budget", id }], [{ at: now(), ...actor, what: "budget-remove", on: id }]);
      return true;
    },
    ceilings({ user, key, team, now: at }) {
      // The common case costs nothing.
      if (budgets.size === 0) return [];
      const names = { user, key, team, everyone: "" };
      return [...budgets.values()].flatMap((budget) =>
        names[budget.of] === budget.name
          ? [{ scope: scopeOf(budget, at), limit: budget.limit as MicroDollars, options: optionsOf(budget) }]
          : [],
      );
    },
  };
}

/** As `thorp budgets` takes them. */
function optionsOf({ of, name, per }: BudgetName): string {
  return of === "everyone" ? `--per ${per}` : `--${of} ${name} --per ${per}`;
}

function idOf({ of, name, per }: BudgetName): string {
  return `${of}:${name}/${per}`;
}

/**
 * `day:2026-11-27` is the scope that the configured ceiling of all runs has. Other periods stand behind their subject; a
 * call is charged to one only while there is a budget for it.
 */
function scopeOf({ of, name, per }: BudgetName, at: number): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const time = { day, month: day.slice(0, 7), ever: "" }[per];
  if (of === "everyone") return `${per}:${time}`;
  return per === "ever" ? `${of}:${name}` : `${of}:${name}/${time}`;
}
