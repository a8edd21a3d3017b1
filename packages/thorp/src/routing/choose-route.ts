/**
 * The order in which models are tried for one call, with the reasons.
 *
 * The cheapest tier that is good enough comes first: below the agent's threshold the local model, above it the
 * frontier model; the rest follows as fallback, the rules model last, because it is always there. A person's choice of
 * a model comes before everything. With a picture or sound to look at, models that take it come before those that do not. What cannot be used (no key, server down, price unknown, too little money, window
 * too small) is left out and named.
 */
import type { RouteRecord } from "../events/event.ts";
import { type Tier, tiers } from "../models/language-model.ts";

/** A model that an agent may use. */
export interface RouteCandidate {
  readonly model: string;
  readonly tier: Tier;
  /** Why it cannot take this call; undefined when it can. */
  readonly obstacle?: string;
  /** What the call brings and the model cannot take: it gets a description, so it comes after all that can. */
  readonly lacks?: readonly string[];
}

/** One call and the models that may take it. */
export interface RouteRequest {
  readonly candidates: readonly RouteCandidate[];
  /** In [0, 1]. */
  readonly complexity: number;
  readonly complexityReasons: readonly string[];
  /** The agent's threshold. */
  readonly threshold: number;
  /** The model that the person asked for. */
  readonly wanted?: string | undefined;
  /** An escalated task does not go below this tier while another is there. */
  readonly atLeast?: Tier | undefined;
}

/** Whom to try, and why the others are not tried. */
export interface RouteChoice {
  /** In the order to try; empty when nothing is usable. */
  readonly routes: readonly RouteRecord[];
  /** `model: reason` for what was left out. */
  readonly leftOut: readonly string[];
}

/** A pure function over what is known before the call; same request, same order. */
export function chooseRoute(request: RouteRequest): RouteChoice {
  const usable = request.candidates.filter((candidate) => candidate.obstacle === undefined);
  const leftOut = request.candidates.flatMap(({ model, obstacle }) =>
    obstacle === undefined ? [] : [`${model}: ${obstacle}`],
  );
  const ordered = [...usable].sort((a, b) => rank(request, a) - rank(request, b));
  const routes = ordered.map(
    (candidate, position): RouteRecord => ({
      model: candidate.model,
      tier: candidate.tier,
      reasons: position === 0 ? reasonsFor(request, candidate, leftOut) : [`after ${ordered[position - 1]?.model}`],
      propensity: 1,
    }),
  );
  return { routes, leftOut };
}

/** Tiers in the order of preference; the position is the rank. */
function rank(request: RouteRequest, candidate: RouteCandidate): number {
  if (candidate.model === request.wanted) return -1;
  const strongFirst = request.complexity > request.threshold;
  const order: readonly Tier[] = strongFirst ? ["frontier", "local", "embedded"] : ["local", "frontier", "embedded"];
  const below = request.atLeast !== undefined && tiers.indexOf(candidate.tier) < tiers.indexOf(request.atLeast);
  const blind = candidate.lacks === undefined ? 0 : 2 * tiers.length;
  return order.indexOf(candidate.tier) + (below ? tiers.length : 0) + blind;
}

function reasonsFor(request: RouteRequest, first: RouteCandidate, leftOut: readonly string[]): readonly string[] {
  if (first.model === request.wanted) return ["asked for"];
  const { complexity, threshold } = request;
  const side = complexity > threshold ? "above" : "within";
  const reasons = [`complexity ${complexity.toFixed(2)} ${side} ${threshold.toFixed(2)}`, ...request.complexityReasons];
  const blind = request.candidates.filter(({ lacks, obstacle }) => lacks !== undefined && obstacle === undefined);
  if (first.lacks === undefined)
    reasons.push(...blind.map(({ model, lacks = [] }) => `${model}: no ${lacks.join(", ")}`));
  if (request.atLeast !== undefined) reasons.push(`escalated to ${request.atLeast}`);
  return [...reasons, ...leftOut];
}
