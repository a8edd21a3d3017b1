/** Reserve before a priced call, settle after it; both stand in the journal. */
import type { Failure } from "../../base/errors.ts";
import type { MicroDollars } from "../../base/money.ts";
import { budgetFailure } from "../../budget/budget-words.ts";
import type { Ledger } from "../../budget/ledger.ts";
import { type BudgetSettings, ceilingsOf, scopesOf } from "../../budget/scopes.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { ModelCall } from "./model-call.ts";
import type { ModelInfo } from "./model-directory.ts";
import type { RunFacts } from "./run-facts.ts";

/** Money of one call after the other; amounts in micro-dollars. */
export interface CallBudget {
  /** The tightest ceiling's rest; undefined without a ceiling. */
  left(run: RunFacts, call: ModelCall, path: string): MicroDollars | undefined;
  reserve(request: ReserveRequest): Reserved | Failure;
}

/** What is reserved, for which call of which model. */
export interface ReserveRequest {
  readonly run: RunFacts;
  readonly call: ModelCall;
  readonly step: StepRun;
  readonly model: ModelInfo;
  readonly amount: MicroDollars;
}

/** Money that is put aside until `settle`; without one it stays spent in full. */
export interface Reserved {
  /** Records the reserve; the caller awaits `step.committed()` before it calls the provider. */
  record(): void;
  /** Counts once; a second time does nothing. */
  settle(cost: MicroDollars): void;
}

/** The ledger that all runs of an engine share. */
export interface CallBudgetOptions {
  readonly ledger: Ledger;
  readonly settings: BudgetSettings;
  readonly now: () => number;
}

/** A reserve that no ceiling allows is the failure `budget-exceeded`, which names the ceiling. */
export function createCallBudget({ ledger, settings, now }: CallBudgetOptions): CallBudget {
  const chargedTo = (run: RunFacts, call: ModelCall, where: { path: string; provider: string }) => ({
    run: run.run,
    path: where.path,
    team: run.team,
    agent: call.agent.name,
    provider: where.provider,
    user: run.user,
    now: now(),
  });
  return {
    left(run, call, path) {
      const charged = chargedTo(run, call, { path, provider: "" });
      return ledger.left(
        ceilingsOf({ call: charged, settings, runBudget: run.request.budget, firstTry: call.firstTry }),
      );
    },
    reserve({ run, call, step, model, amount }) {
      const charged = chargedTo(run, call, { path: step.path, provider: model.provider });
      const scopes = scopesOf(charged);
      const ceilings = ceilingsOf({ call: charged, settings, runBudget: run.request.budget, firstTry: call.firstTry });
      const reservation = ledger.reserve(scopes, amount, ceilings);
      if (!reservation.ok) return budgetFailure({ ...reservation, model: model.id, amount });
      let isSettled = false;
      return {
        record: () => step.note({ type: "budget-reserve", scopes, amount }),
        settle(cost) {
          if (isSettled) return;
          isSettled = true;
          ledger.settle(scopes, amount, cost);
          step.note({ type: "budget-settle", scopes, reserved: amount, cost });
        },
      };
    },
  };
}
