/**
 * Money under ceilings: a tree of scopes (run, task, agent, user, key, day), each with what was spent, what calls
 * under way have reserved and, where somebody set one, a ceiling.
 *
 * `reserve` takes the amount along all scopes or along none. One engine owns a data folder, so reserving in memory is
 * atomic; the caller records it in the journal before the priced call starts, and the Store's projection of those
 * records is what `createLedger` starts from. A reserve that no settle followed (a crash) stays spent in full.
 */
import { type MicroDollars, noMoney } from "../base/money.ts";
import type { SpendRow } from "../storage/store.ts";

/** The most that may be spent in a scope, reserves of calls under way included. */
export interface Ceiling {
  readonly scope: string;
  readonly limit: MicroDollars;
  /** What was set, where the limit is only the part of it that first tries may use. */
  readonly budget?: MicroDollars;
  /** Of a budget that an admin set: the options of `thorp budgets set` that name it. */
  readonly options?: string;
}

/** `ceiling` is the one in the way and `left` what is still free under it. */
export type Reservation =
  | { readonly ok: true }
  | { readonly ok: false; readonly ceiling: Ceiling; readonly left: MicroDollars };

/** Who has spent how much. Nothing here is durable: the journal's records are, and a ledger is made anew from them. */
export interface Ledger {
  /** Reserves along every scope, or says which ceiling is in the way and what is left under it. */
  reserve(scopes: readonly string[], amount: MicroDollars, ceilings: readonly Ceiling[]): Reservation;
  settle(scopes: readonly string[], reserved: MicroDollars, cost: MicroDollars): void;
  /** What may still be reserved under the tightest of the ceilings; undefined without any. */
  left(ceilings: readonly Ceiling[]): MicroDollars | undefined;
  spent(scope: string): MicroDollars;
}

/** Starts from the Store's rows of money; what they hold as reserved counts as spent. */
export function createLedger(rows: readonly SpendRow[]): Ledger {
  const usedByScope = new Map<string, { spent: number; reserved: number }>();
  for (const row of rows) usedByScope.set(row.scope, { spent: row.spent + row.reserved, reserved: 0 });

  const used = (scope: string) => {
    let amounts = usedByScope.get(scope);
    if (amounts === undefined) usedByScope.set(scope, (amounts = { spent: 0, reserved: 0 }));
    return amounts;
  };
  const leftUnder = ({ scope, limit }: Ceiling): MicroDollars => {
    const { spent, reserved } = usedByScope.get(scope) ?? { spent: 0, reserved: 0 };
    return Math.max(0, limit - spent - reserved) as MicroDollars;
  };

  return {
    reserve(scopes, amount, ceilings) {
      for (const ceiling of ceilings) {
        const left = leftUnder(ceiling);
        if (amount > left) return { ok: false, ceiling, left };
      }
      for (const scope of scopes) used(scope).reserved += amount;
      return { ok: true };
    },
    settle(scopes, reserved, cost) {
      for (const scope of scopes) {
        const amounts = used(scope);
        amounts.reserved -= reserved;
        amounts.spent += cost;
      }
    },
    left(ceilings) {
      if (ceilings.length === 0) return undefined;
      return Math.min(...ceilings.map(leftUnder)) as MicroDollars;
    },
    spent: (scope) => (usedByScope.get(scope)?.spent ?? noMoney) as MicroDollars,
  };
}
