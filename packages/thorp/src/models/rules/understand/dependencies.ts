/** What each task works from: earlier findings that it points at or cannot do without. */

import { dateQuestionFrom, datesIn } from "../slots/dates.ts";
import { expressionFrom } from "../slots/expression.ts";
import { conversionFrom } from "../slots/quantity.ts";
import type { Affordance } from "./affordance.ts";
import type { Draft } from "./draft.ts";

const outputs: ReadonlySet<Affordance | undefined> = new Set<Affordance | undefined>(["table", "chart"]);
const sinks: ReadonlySet<Affordance | undefined> = new Set<Affordance | undefined>(["report", "write"]);

/** As `combinedFindings` says it: of the two findings that stand right before. */
const ofThePair = /^(?:calculate the (?:sum|difference|ratio) (?:of|between) them|multiply them)$/;

/** For each draft the indexes of the earlier ones that it needs. */
export function dependenciesOf(drafts: readonly Draft[]): readonly (readonly number[])[] {
  return drafts.map((draft, index) => {
    const before = drafts.slice(0, index).map((earlier, at) => ({ earlier, at }));
    const findings = before
      .filter(({ earlier }) => !outputs.has(earlier.affordance) && !sinks.has(earlier.affordance))
      .map(({ at }) => at);
    const results = before.filter(({ earlier }) => !sinks.has(earlier.affordance)).map(({ at }) => at);
    return neededBy(draft, { findings, results, drafts });
  });
}

interface Earlier {
  readonly findings: readonly number[];
  readonly results: readonly number[];
  readonly drafts: readonly Draft[];
}

function neededBy({ affordance, piece }: Draft, { findings, results, drafts }: Earlier): readonly number[] {
  const nearest = findings.slice(-1);
  const pointedAt = piece.refersToAll ? findings : nearest;
  switch (affordance) {
    case "report":
      return hasOwnText(piece.skeleton) && !piece.refers ? [] : results;
    case "write":
      if (hasOwnText(piece.skeleton) && !/\b(?:it|result|answer|them)\b/.test(piece.skeleton.split(" : ")[0] ?? ""))
        return [];
      if (piece.refersToAll) return results;
      // The numbers are in the finding, not in its picture.
      return /\b(?:numbers?|figures?|data|values?|totals?|rows)\b/.test(piece.skeleton) && nearest.length > 0
        ? nearest
        : results.slice(-1);
    case "chart":
    case "table": {
      const sameTable = nearest.some((at) => drafts[at]?.affordance === "query");
      const own =
        piece.columns >= 1 || piece.namesTable || piece.tokens.filter((token) => token.kind === "number").length >= 2;
      if (piece.refers || piece.refersToAll) return pointedAt;
      return own || !sameTable ? [] : pointedAt;
    }
    case "calculate":
      return expressionFrom(piece.plain) === undefined && (piece.refers || piece.joint !== "start")
        ? ofThePair.test(piece.skeleton)
          ? findings.slice(-2)
          : /\b(?:them|these|those|two|both)\b/.test(piece.skeleton)
            ? findings
            : pointedAt
        : [];
    case "convert":
      return conversionFrom(piece.plain).quantity === undefined ? nearest : [];
    case "calendar": {
      const question = dateQuestionFrom(piece.plain);
      if (question?.operation === "today") return [];
      const lacks = datesIn(piece.plain).length === 0 || /\b(?:that|this) many\b/.test(piece.skeleton);
      return lacks && !/#n [a-z]+ ago\b|\bfrom now\b/.test(piece.skeleton) ? nearest : [];
    }
    case undefined:
      return piece.refersToAll ? results : piece.refers ? results.slice(-1) : [];
    default:
      return [];
  }
}

/** Text to be written stands in the request itself: quoted, behind a colon or dash, in named sections. */
export function hasOwnText(skeleton: string): boolean {
  const named = skeleton.replace(/\b(?:called|titled|named|title) #qt|\bas #qt/g, " ");
  return / : | - |#qt|\b(?:sections?|headings?)\b|\bwith (?:#n|[a-z]+ ?: )|\b(?:with|saying|reading) #n\b/.test(named);
}
