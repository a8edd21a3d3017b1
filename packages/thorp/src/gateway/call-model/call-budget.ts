/** Reserve before a priced call, settle after it; both stand in the journal. */
import type { Failure } from "../../base/errors.ts";
import type { MicroDollars } from "../../base/money.ts";
import type { Ceiling, Ledger } from "../../budget/ledger.ts";
import { type BudgetSettings, type ChargedCall, ceilingsOf, scopesOf } from "../../budget/scopes.ts";
import type { StepRun } from "../../events/run-context.ts";
import { putAside, type Reserved } from "../put-aside.ts";
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

/** The ledger that all runs of an engine share. */
export interface CallBudgetOptions {
  readonly ledger: Ledger;
  /** Asked at each call: they may change meanwhile. */
  readonly settings: () => BudgetSettings;
  readonly now: () => number;
  /** Ceilings beyond the configured ones; the call is charged to their scopes as well. Default: none. */
  readonly ceilings?: (call: ChargedCall) => readonly Ceiling[];
}

/** A reserve that no ceiling allows is the failure `budget-exceeded`, which names the ceiling. */
export function createCallBudget({
  ledger,
  settings,
  now,
  ceilings: shared = () => [],
}: CallBudgetOptions): CallBudget {
  const chargedTo = (run: RunFacts, call: ModelCall, where: { path: string; provider: string }): ChargedCall => ({
    run: run.run,
    path: where.path,
    team: run.team,
    agent: call.agent.name,
    provider: where.provider,
    user: run.user,
    ...(run.request.owner?.key === undefined ? {} : { key: run.request.owner.key }),
    now: now(),
  });
  const allCeilings = (charged: ChargedCall, run: RunFacts, call: ModelCall): readonly Ceiling[] => [
    ...ceilingsOf({ call: charged, settings: settings(), runBudget: run.request.budget, firstTry: call.firstTry }),
    ...shared(charged),
  ];
  return {
    left(run, call, path) {
      const charged = chargedTo(run, call, { path, provider: "" });
      return ledger.left(allCeilings(charged, run, call));
    },
    reserve({ run, call, step, model, amount }) {
      const charged = chargedTo(run, call, { path: step.path, provider: model.provider });
      const ceilings = allCeilings(charged, run, call);
      const scopes = [...new Set([...scopesOf(charged), ...ceilings.map(({ scope }) => scope)])];
      return putAside(ledger, { scopes, ceilings, amount, model: model.id, note: step.note });
    },
  };
}
