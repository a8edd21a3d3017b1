/** A refused reserve in words: what the call would have cost, which budget is in the way, what mends it. */
import type { Failure } from "../base/errors.ts";
import { formatMoney, type MicroDollars, microDollars } from "../base/money.ts";
import type { Ceiling } from "./ledger.ts";

/** A call that found no room under a ceiling; amounts in micro-dollars. */
export interface RefusedReserve {
  readonly model: string;
  /** The most that the call may cost. */
  readonly amount: MicroDollars;
  readonly ceiling: Ceiling;
  readonly left: MicroDollars;
}

/** The failure `budget-exceeded`, with the option or setting that has to be raised, and to what. */
export function budgetFailure({ model, amount, ceiling, left }: RefusedReserve): Failure {
  const { limit, budget = limit } = ceiling;
  const kept = budget > limit ? "; the rest is kept for repair and the answer" : "";
  const { name, raise } = wordsOf(ceiling);
  const message =
    `A call of ${model} may cost ${formatMoney(amount)}, ` +
    `but of ${name} of ${formatMoney(budget)} only ${formatMoney(left)} is free${kept}.`;
  const share = budget === 0 ? 1 : limit / budget;
  const enough = (limit - left + amount) / share;
  return {
    code: "budget-exceeded",
    message,
    hint: `${raise(roundedUp(enough))}, or choose a cheaper model with --model.`,
  };
}

interface ScopeWords {
  readonly name: string;
  readonly raise: (dollars: string) => string;
}

function wordsOf({ scope, options }: Ceiling): ScopeWords {
  const [kind, of = ""] = scope.split(":");
  if (options !== undefined)
    return {
      name: `the budget ${scope}`,
      raise: (dollars) => `An admin raises it with \`thorp budgets set ${dollars} ${options}\``,
    };
  if (kind === "run") return { name: "the run's budget", raise: (dollars) => `Raise it with --budget ${dollars}` };
  if (kind === "request")
    return {
      name: "the budget of one request",
      raise: (dollars) => `Raise it with \`budgets.run: ${dollars}\` in thorp.yaml`,
    };
  if (kind === "day")
    return { name: "the day's budget", raise: (dollars) => `Raise it with \`budgets.day: ${dollars}\` in thorp.yaml` };
  const agent = of.split("/").at(-1) ?? of;
  return {
    name: `${agent}'s budget`,
    raise: (dollars) => `Raise it with \`budgets.agents.${agent}: ${dollars}\` in thorp.yaml`,
  };
}

/** Dollars with two digits that count, never less than the amount. */
function roundedUp(amount: number): string {
  const micro = Math.max(1, microDollars(amount));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(micro)) - 1);
  return ((Math.ceil(micro / step) * step) / 1e6).toFixed(6).replace(/\.?0+$/, "");
}
