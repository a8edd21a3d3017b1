/** Which scopes a call is charged to, and which of them have a ceiling. */
import { type MicroDollars, microDollars } from "../base/money.ts";
import type { Ceiling } from "./ledger.ts";

/** Ceilings over more than one call, in micro-dollars; what is left out has none. */
export interface BudgetSettings {
  /** For one run, unless the request names its own. */
  readonly run?: MicroDollars;
  /** For all runs of a day in UTC. */
  readonly day?: MicroDollars;
  /** By agent name. */
  readonly agents?: Readonly<Record<string, MicroDollars>>;
}

/** Who pays for a model call, whatever it is made for. */
export interface Payer {
  /** Provider whose key pays. */
  readonly provider: string;
  readonly user: string;
  /** Id of the API key that it was asked for with. */
  readonly key?: string;
  /** Milliseconds since 1970; days are counted in UTC. */
  readonly now: number;
}

/** One model call of a run, by everything it is charged to. */
export interface ChargedCall extends Payer {
  readonly run: string;
  readonly path: string;
  readonly team: string;
  readonly agent: string;
}

/** Part of a run's ceiling that only repair, re-planning and the answer may use. */
const KEPT_FOR_REPAIR = 0.2;

/** All scopes that the call's cost is added to, ceiling or not, so that `doctor` and reports can say who spent what. */
export function scopesOf(call: ChargedCall): readonly string[] {
  const task = call.path.split("/")[0];
  return [
    `run:${call.run}`,
    ...(task ? [`task:${call.run}/${task}`] : []),
    `agent:${call.team}/${call.agent}`,
    ...payerScopes(call),
  ];
}

/** Of a call that belongs to no run. */
export function payerScopes({ user, provider, key, now }: Payer): readonly string[] {
  return [`user:${user}`, `key:${provider}`, ...(key === undefined ? [] : [`key:${key}`]), dayScope(now)];
}

/** A request without a run has what one run has, and the day is the same for all. */
export function payerCeilings({ run, day }: BudgetSettings, { request, now }: LoneRequest): readonly Ceiling[] {
  return [
    ...(run === undefined ? [] : [{ scope: `request:${request}`, limit: run }]),
    ...(day === undefined ? [] : [{ scope: dayScope(now), limit: day }]),
  ];
}

/** `now` in milliseconds since 1970. */
export interface LoneRequest {
  readonly request: string;
  readonly now: number;
}

function dayScope(now: number): string {
  return `day:${new Date(now).toISOString().slice(0, 10)}`;
}

/** A call and the settings that may stop it. */
export interface CeilingRequest {
  readonly call: ChargedCall;
  readonly settings: BudgetSettings;
  /** The ceiling that the request itself named. */
  readonly runBudget?: MicroDollars | undefined;
  /** True for first tries of a task: they leave a part of the run's ceiling for repair and the answer. */
  readonly firstTry: boolean;
}

/** The ceilings that hold for the call, in no order; a call without any is not limited. */
export function ceilingsOf({ call, settings, runBudget, firstTry }: CeilingRequest): readonly Ceiling[] {
  const run = runBudget ?? settings.run;
  const agent = settings.agents?.[call.agent];
  const ceilings: Ceiling[] = [];
  if (run !== undefined) {
    const scope = `run:${call.run}`;
    const limit = microDollars(run * (1 - KEPT_FOR_REPAIR));
    ceilings.push(firstTry ? { scope, limit, budget: run } : { scope, limit: run });
  }
  if (agent !== undefined) ceilings.push({ scope: `agent:${call.team}/${call.agent}`, limit: agent });
  if (settings.day !== undefined) ceilings.push({ scope: dayScope(call.now), limit: settings.day });
  return ceilings;
}
