/** Shares: "what percentage of orders is shipped", "share of revenue per region". */
import { askedGroup, groupsOf } from "./grouping.ts";
import { numberFilters } from "./number-filters.ts";
import { periodOf, usedBy } from "./period.ts";
import type { QuerySpec } from "./query-spec.ts";
import type { Question } from "./question.ts";
import { isAveraged, isIdentifier } from "./table-view.ts";
import type { ValueFilter } from "./value-filters.ts";

/** "what share of orders is shipped", "percentage of revenue per region". */
export function shareOf(
  question: Question,
  values: readonly ValueFilter[],
): (Omit<QuerySpec, "filters"> & { readonly filters?: readonly string[] }) | undefined {
  if (
    !/\b(?:share|percentage|percent|proportion|fraction)\b|%/.test(question.text) ||
    /\d ?(?:%|percent)/.test(question.text)
  )
    return undefined;
  const groups = groupsOf(question);
  const numeric = question.mentions.find(
    (mention) =>
      mention.column.type === "number" &&
      mention.strength >= 0.5 &&
      !isAveraged(mention.column) &&
      !isIdentifier(mention.column),
  )?.column;
  const column = numeric === undefined ? {} : { column: numeric };
  const period = periodOf(question);
  const comparisons = numberFilters(question, usedBy(question, period?.words));
  // "ignoring cancelled orders" makes the whole smaller; "is shipped" is the part of it.
  const conditions = [...values.filter(({ excludes }) => excludes !== true), ...comparisons].map(({ sql }) => sql);
  const outside = values.filter(({ excludes }) => excludes === true).map(({ sql }) => sql);
  const base = { select: [], distinct: false, filters: [...outside, ...(period === undefined ? [] : [period.sql])] };
  if (conditions.length > 0)
    return { ...base, groups, measures: [{ kind: "share", ...column, where: conditions.join(" AND ") }] };
  const asked = groups.length > 0 ? groups : [askedGroup(question)].flatMap((group) => group ?? []);
  return asked.length === 0 ? undefined : { ...base, groups: asked, measures: [{ kind: "share", ...column }] };
}
