/** From a request to a plan: split, rank, merge, connect; or the reason why there is none. */
import type { Brief } from "../../brief.ts";
import { isEnglish } from "../text/language.ts";
import { lex } from "../text/lex.ts";
import { aboutAttached } from "./attached-text.ts";
import { splitClauses } from "./clauses.ts";
import { dependenciesOf, hasOwnText } from "./dependencies.ts";
import { distribute } from "./distribute.ts";
import { partsOf } from "./doable-parts.ts";
import { type Draft, type DraftContext, draftOf } from "./draft.ts";
import { spellOut } from "./goals.ts";
import { mergeDrafts, withFindings } from "./merge.ts";
import type { Piece } from "./piece.ts";
import type { Correction } from "./rank-capabilities.ts";

/** A draft with the positions of those it works from. */
export interface ConnectedDraft extends Draft {
  readonly needs: readonly number[];
  /** A part that needs a language model; it stands in the plan, so that the run says openly what it did not do. */
  readonly beyondRules?: boolean;
}

/** The drafts of a plan, or why rules make none. */
export type Planned =
  | { readonly kind: "plan"; readonly drafts: readonly ConnectedDraft[]; readonly confidence: number }
  | {
      readonly kind: "none";
      readonly why: "not-english" | "needs-language-model" | "no-tool" | "too-long";
      readonly drafts: readonly Draft[];
    };

const MOST_CHARACTERS = 4000;
const MOST_PIECES = 24;

/** Pure and fast: a few milliseconds for a long request and a dozen tools. */
export function planRequest(
  given: string,
  brief: Pick<Brief, "tools" | "files"> & Partial<Pick<Brief, "inputs">>,
  correction?: Correction,
): Planned {
  const request = withoutNumbering(given);
  if (request.length > MOST_CHARACTERS) return { kind: "none", why: "too-long", drafts: [] };
  const tokens = lex(request, brief.files);
  if (!isEnglish(tokens)) return { kind: "none", why: "not-english", drafts: [] };
  const context: DraftContext = { tools: brief.tools, files: brief.files, correction };
  const clauses = splitClauses(request, tokens, brief.files);
  if (clauses.length > MOST_PIECES) return { kind: "none", why: "too-long", drafts: [] };
  const pieces = aboutAttached(clauses, brief.files).flatMap((piece) => distribute(piece, brief.files));
  const drafts = pieces.map((piece, index) =>
    draftOf(piece, context, piece.readables.length === 0 && pieces.slice(0, index).some(readsText)),
  );
  const parts = partsOf(drafts, (some) => spellOut(withFindings(mergeDrafts(some, context), context), brief.files));
  const { tasks } = parts;
  if (tasks.length === 0) return { kind: "none", why: parts.why, drafts };
  const needs = dependenciesOf(tasks);
  const empty = brief.inputs === undefined || brief.inputs.length === 0;
  if (empty && tasks.some((task, index) => writesFromNothing(task, needs[index] ?? [])))
    return { kind: "none", why: "needs-language-model", drafts: tasks };
  return {
    kind: "plan",
    drafts: [
      ...tasks.map((task, index) => ({ ...task, needs: needs[index] ?? [] })),
      ...parts.beyond.map(({ draft, after }) => ({
        ...draft,
        needs: draft.piece.refersToAll
          ? tasks.map((_, index) => index)
          : draft.piece.refers && after >= 0
            ? [after]
            : [],
        beyondRules: true,
      })),
    ],
    confidence: Math.min(...tasks.map(confidenceOf)),
  };
}

/** "(1) count the orders, (2) chart them": numbers of a list are ends of sentences. */
function withoutNumbering(request: string): string {
  const numbers = /(^|[\s,;])\(?([1-9])[.)]\s+(?=\p{L})/gu;
  const found = [...request.matchAll(numbers)].map(([, , number]) => Number(number));
  const counts = found.length >= 2 && found.every((number, index) => number === index + 1);
  return counts
    ? request
        .replace(numbers, "$1; ")
        .replace(/[,;]\s*;/g, ";")
        .replace(/^\s*;\s*/, "")
    : request;
}

function readsText({ urls, readables }: Piece): boolean {
  return urls.length > 0 || readables.length > 0;
}

/** In [0, 1]: how far the chosen tool stands above the threshold and above the next capability. */
function confidenceOf({ ranking, tool, score }: Draft): number {
  const rival = ranking.tools.find((ranked) => ranked.tool.capability !== tool?.capability);
  const margin = Math.max(0, score - (rival?.score ?? 0));
  return Math.round((1 - Math.exp(-(0.25 * Math.max(0, score - 1) + 0.5 * margin))) * 100) / 100;
}

// A report or picture of a topic: nothing at hand holds its content.
function writesFromNothing({ affordance, piece, ranking }: Draft, needs: readonly number[]): boolean {
  if (needs.length > 0 || piece.tables.length > 0 || piece.onlyTable !== undefined) return false;
  if (affordance === "report") return !hasOwnText(piece.skeleton);
  if (affordance !== "chart" && affordance !== "table") return false;
  const numbers = piece.tokens.filter((token) => token.kind === "number").length;
  const pairs = piece.tokens.filter((token) => token.kind === "mark" && token.text === "=").length;
  return numbers < 2 && pairs < 2 && !hasOwnText(piece.skeleton) && ranking.features.evidence.query < 1;
}
