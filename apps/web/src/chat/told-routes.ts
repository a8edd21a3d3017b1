/** The choices of models of a run as a person reads them: what repeats itself is said once. Pure. */
import type { ModelUse } from "../story/story.ts";

export interface ToldRoute {
  readonly use: ModelUse;
  /** Calls in a row that were chosen alike. */
  readonly count: number;
}

/** Each reason where it is given first: most calls of a run pass over the same models. */
export function toldRoutes(uses: readonly ModelUse[]): readonly ToldRoute[] {
  const told = new Set<string>();
  const routes: ToldRoute[] = [];
  for (const use of uses) {
    const reasons = use.reasons.filter((reason) => !told.has(reason));
    for (const reason of reasons) told.add(reason);
    const before = routes.at(-1);
    if (before !== undefined && reasons.length === 0 && isAlike(before.use, use))
      routes[routes.length - 1] = { ...before, count: before.count + 1 };
    else routes.push({ use: { ...use, reasons }, count: 1 });
  }
  return routes;
}

function isAlike(a: ModelUse, b: ModelUse): boolean {
  return a.agent === b.agent && a.purpose === b.purpose && a.model === b.model && a.propensity === b.propensity;
}
