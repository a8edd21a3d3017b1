/** Keys of everything that is cached: what it is, whose, and the hash of what it was made from. */

/**
 * `answer`: of a model for a team. `embedding`: of a model. `tool`: the result of a tool, whose name stands in the place
 * of the model. `team`: a team as read.
 */
export type CacheKind = "answer" | "embedding" | "tool" | "team";

/** What an entry of a cache is about. */
export interface CacheSubject {
  readonly kind: CacheKind;
  readonly model?: string;
  readonly team?: string;
}

/** Names may hold anything but white space, which separates the parts. */
export function cacheKey({ kind, model = "-", team = "-" }: CacheSubject, digest: string): string {
  return [kind, model, team, digest].map((part) => part.replace(/\s+/g, "_")).join(" ");
}

/** What stands under a key. */
export function kindOf(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf(" ")));
}

/** What APIs were asked so far is counted in the same file. It is no cache: to forget it is to break their limits. */
export const LIMITS = "limits";

/** Which keys belong to a subject; a part that is not named is any. */
export function matchesSubject(key: string, subject: Partial<CacheSubject>): boolean {
  const [kind, model, team] = key.split(" ");
  return (
    kind !== LIMITS &&
    (subject.kind === undefined || subject.kind === kind) &&
    (subject.model === undefined || subject.model === model) &&
    (subject.team === undefined || subject.team === team)
  );
}
