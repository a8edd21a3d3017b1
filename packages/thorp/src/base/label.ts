/**
 * Where a piece of text came from.
 *
 * Every message, result and part of a brief carries its labels; what a model writes carries the union of the labels
 * in its prompt. Policy reads them: text from an untrusted source may inform, never command.
 */

export const origins = [
  "person",
  "team",
  "rules",
  "workspace",
  "attachment",
  "tool",
  "web",
  "memory",
  "knowledge",
  "agent",
] as const;
/** The kind of place that a text came from; decides whether it is trusted. */
export type Origin = (typeof origins)[number];

/** `web:https://example.org/a` or just `person`: the origin, and where there is one the source. */
export type Label = Origin | `${Origin}:${string}`;
/** A set in the form of a list: no label twice, the order means nothing. */
export type Labels = readonly Label[];

const untrusted: ReadonlySet<string> = new Set<Origin>([
  "workspace",
  "attachment",
  "web",
  "memory",
  "knowledge",
  "agent",
]);

/** The part before the colon: `web` of `web:https://example.org`. */
export function originOf(label: Label): Origin {
  const end = label.indexOf(":");
  return (end < 0 ? label : label.slice(0, end)) as Origin;
}

/** The part behind the colon: which page, file or tool; undefined for labels that name none. */
export function sourceOf(label: Label): string | undefined {
  const end = label.indexOf(":");
  return end < 0 ? undefined : label.slice(end + 1);
}

/** True when any part came from a source that somebody else may have written. */
export function isTainted(labels: Labels): boolean {
  return labels.some((label) => untrusted.has(originOf(label)));
}

/** The union, in order of first appearance. */
export function joinLabels(...sets: readonly Labels[]): Labels {
  if (sets.length === 1) return sets[0] ?? [];
  return [...new Set(sets.flat())];
}
