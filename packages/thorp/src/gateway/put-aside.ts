/** Money of one call of a model: reserved before it, settled after it, both noted where the call is recorded. */
import type { Failure } from "../base/errors.ts";
import type { MicroDollars } from "../base/money.ts";
import { budgetFailure } from "../budget/budget-words.ts";
import type { Ceiling, Ledger } from "../budget/ledger.ts";
import type { StepDetail } from "../events/run-context.ts";

/** Money that is put aside until `settle`; without one it stays spent in full. */
export interface Reserved {
  /** Records the reserve; the caller waits for its commit before it calls the provider. */
  record(): void;
  /** Counts once; a second time does nothing. */
  settle(cost: MicroDollars): void;
}

/** The most that a call may cost, and whom it is charged to. */
export interface PutAside {
  readonly scopes: readonly string[];
  readonly ceilings: readonly Ceiling[];
  readonly amount: MicroDollars;
  readonly model: string;
  readonly note: (detail: StepDetail) => void;
}

/** A reserve that no ceiling allows is the failure `budget-exceeded`, which names the ceiling. */
export function putAside(ledger: Ledger, { scopes, ceilings, amount, model, note }: PutAside): Reserved | Failure {
  const reservation = ledger.reserve(scopes, amount, ceilings);
  if (!reservation.ok) return budgetFailure({ ...reservation, model, amount });
  let isSettled = false;
  return {
    record: () => note({ type: "budget-reserve", scopes, amount }),
    settle(cost) {
      if (isSettled) return;
      isSettled = true;
      ledger.settle(scopes, amount, cost);
      note({ type: "budget-settle", scopes, reserved: amount, cost });
    },
  };
}
