/** Which models a request can be given to when the answer of one was not good enough. */
import type { Model } from "@thorp/client";

const rank = { embedded: 0, local: 1, frontier: 2 } as const;

/** Models that can be called now, of a higher tier than the one that answered, the cheapest first; three at most. */
export function strongerThan(current: string | undefined, models: readonly Model[]): readonly Model[] {
  const now = models.find(({ id, aliases }) => id === current || aliases.includes(current ?? ""));
  return models
    .filter(
      ({ tier, obstacle, id }) =>
        obstacle === undefined && id !== current && rank[tier] > rank[now?.tier ?? "embedded"],
    )
    .toSorted((a, b) => rank[a.tier] - rank[b.tier] || (a.price?.output ?? 0) - (b.price?.output ?? 0))
    .slice(0, 3);
}
