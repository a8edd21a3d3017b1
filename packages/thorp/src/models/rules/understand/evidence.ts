/**
 * How strongly a piece calls for each affordance: 0 nothing, 1 a hint, 3 enough to act on, 5 and more beyond doubt.
 * Evidence is of types and shapes (an address, a unit pair, "in a table"), not of topics.
 */

import { dateQuestionFrom } from "../slots/dates.ts";
import { expressionFrom, isBareRange } from "../slots/expression.ts";
import { baseAsked } from "../slots/number-base.ts";
import { conversionFrom } from "../slots/quantity.ts";
import { identifiersIn } from "../text/identifiers.ts";
import { type Affordance, affordances } from "./affordance.ts";
import { listEvidence, readEvidence, searchEvidence, textEvidence, writeEvidence } from "./file-evidence.ts";
import { chartEvidence, reportEvidence, tableEvidence } from "./output-evidence.ts";
import type { Piece } from "./piece.ts";
import { queryEvidence } from "./query-evidence.ts";

/** A weight for each affordance. */
export type Evidence = Readonly<Record<Affordance, number>>;

const detectors: Readonly<Record<Affordance, (piece: Piece) => number>> = {
  calculate: calculateEvidence,
  convert: convertEvidence,
  calendar: calendarEvidence,
  list: listEvidence,
  read: readEvidence,
  search: searchEvidence,
  write: writeEvidence,
  document: textEvidence,
  query: queryEvidence,
  table: tableEvidence,
  chart: chartEvidence,
  report: reportEvidence,
  fetch: (piece) =>
    piece.urls.length === 0
      ? 0
      : /^#url$|\b(?:save|write|append)\b.*\b(?:link|url|address)\b/.test(piece.skeleton)
        ? 2
        : isOnlyNamed(piece)
          ? 3
          : 6,
  knowledge: knowledgeEvidence,
};

/** The evidence of a piece for every affordance. */
export function evidenceOf(piece: Piece): Evidence {
  return Object.fromEntries(affordances.map((affordance) => [affordance, detectors[affordance](piece)])) as Evidence;
}

/** A host or a film that is named, with no word of reading what is there. */
function isOnlyNamed({ text, skeleton }: Piece): boolean {
  const kinds = identifiersIn(text);
  if (kinds.includes("page") || !(kinds.includes("domain") || kinds.includes("video"))) return false;
  return !/\b(?:read|fetch|open|load|get|download|visit|scrape|page|site|website|says?|summar\w+|contents?|headlines?|look at)\b/.test(
    skeleton,
  );
}

/** Documents of the team itself; what they hold is found by looking (`brief.known`), not by guessing at topics. */
const ownDocuments =
  /\b(?:knowledge ?base|(?:your|our|the|team(?:'s)?) (?:own )?(?:knowledge|handbook|guidelines|guides?|documentation|docs|manual|documents))\b/;

function knowledgeEvidence({ skeleton, readables, urls }: Piece): number {
  if (readables.length > 0 || urls.length > 0 || !ownDocuments.test(skeleton)) return 0;
  return /\b(?:say|says|look|find|search|check|explain|about|according)\b/.test(skeleton) ? 4.5 : 1;
}

const calculating =
  /\b(?:calculate|compute|work out|evaluate|what is|what's|how much is|result of|solve|equals?|half of|add|=)\b|^[-\d(#]/;
const arithmetic =
  /\b(?:multipl\w+|divid\w+|percent(?:age)?|per cent|plus|minus|times|doubled?|halved?|half|a third|a quarter|tripled?|squared|cubed|square root|ratio|raise|increase|decrease|discount|vat|tax|tip|markup|subtract\w*|add(?:ed)? (?:#n|it|them|the)|add (?:it|them|both|these|those|the two) (?:up|together)|sum of (?:them|both|the two|these|those)|difference between (?:them|the two|both|these|those)|how much (?:is|would|will) (?:that|it|this)|a day|an hour|per (?:hour|day|week|month|year|person|unit|kg|km)|hours? a|share|split)\b|%/;

function calculateEvidence(piece: Piece): number {
  const expression = expressionFrom(piece.plain);
  if (expression !== undefined) {
    if (!isBareRange(expression)) return 5;
    return calculating.test(piece.skeleton) && piece.readables.length === 0 ? 5 : 0;
  }
  if (baseAsked(piece.plain) !== undefined && (/\d/.test(piece.plain) || piece.refers)) return 5;
  const grounded = piece.namesTable || piece.columns >= 1 || piece.readables.length > 0;
  const numbers = piece.skeleton.match(/#n\b/g)?.length ?? 0;
  if (arithmetic.test(piece.skeleton) && !grounded) {
    if (piece.refers || piece.joint !== "start")
      return numbers > 0 ||
        /\b(?:percentage|ratio|difference|double|half|a third|a quarter|sum|share|add (?:it|them|both|these|those|the two) (?:up|together))\b/.test(
          piece.skeleton,
        )
        ? 4
        : 2;
  }
  // "38 km each way, 5 days a week: how many km in total?"
  if (
    !grounded &&
    numbers >= 2 &&
    /\bhow (?:many|much)\b|\bwhat(?:'s| is| was| would| do| does)\b.*\b(?:total|cost|price|pay|sum)\b/.test(
      piece.skeleton,
    ) &&
    /\b(?:each|every|per|a (?:day|week|month|year|piece|person|night)|in total|altogether|left|remain\w*|costs?|pay)\b/.test(
      piece.skeleton,
    )
  )
    return 4;
  return /\b(?:calculate|compute|work out|square root|multiply|divide)\b/.test(piece.skeleton) ? 1.5 : 0;
}

function convertEvidence(piece: Piece): number {
  const { quantity, to } = conversionFrom(piece.plain);
  if (to === undefined || (quantity !== undefined && quantity.unit === to.name)) return 0;
  if (quantity !== undefined) return /\b(?:between|until|since)\b/.test(piece.skeleton) ? 1 : 5.5;
  const converting = /\b(?:convert\w*|conversion|express\w*|transform\w*)\b/.test(piece.skeleton);
  if (converting) return 5;
  if (
    /\bhow many [a-z]+ (?:(?:is|was|are|would) (?:that|this|it|those)|(?:does|do|would) (?:that|this|it|those) (?:be|make|equal|come))\b(?! (?:take|last|need))/.test(
      piece.skeleton,
    ) &&
    piece.columns === 0
  )
    return 3.6;
  if (to.dimension === "time") return 0;
  return piece.refers && /\b(?:in|to|into|as)\b|\bhow many\b/.test(piece.skeleton) ? 3.5 : 0;
}

function calendarEvidence(piece: Piece): number {
  const question = dateQuestionFrom(piece.plain);
  if (question === undefined || piece.readables.length > 0) return 0;
  const explicit = /\b(?:week ?day|day of the week|workdays?|working days|business days)\b/.test(piece.skeleton);
  if ((piece.namesTable || piece.columns >= 1) && !explicit) return 1;
  if (question.operation === "today") return 5;
  const complete = question.date !== undefined && (question.operation !== "difference" || question.other !== undefined);
  if (complete) return 5.2;
  return piece.refers || piece.joint !== "start" || explicit ? 4 : 2;
}
