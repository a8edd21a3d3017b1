/**
 * Ranks the tools for one piece of a request: evidence of types and shapes for what the tool can be used for, plus how
 * much of the words the tool knows. A learned correction may be added; without one the ranking is fixed.
 */
import type { BriefTool } from "../../brief.ts";
import { hasWhatItNeeds } from "../slots/has-what-it-needs.ts";
import { columnWords } from "../sql/column-words.ts";
import { questionOf } from "../sql/question.ts";
import { unexplainedWords } from "../sql/unexplained.ts";
import { stem } from "../text/stem.ts";
import type { Affordance } from "./affordance.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { needsLanguageModel } from "./needs-language-model.ts";
import type { Piece } from "./piece.ts";
import { requestTerms } from "./request-terms.ts";
import { servesDespiteDoubt } from "./serves-despite-doubt.ts";
import { type LexicalScore, toolIndexOf } from "./tool-index.ts";
import { ranksTheUnmeasured } from "./verdicts.ts";

/** What a correction learns from: everything that the ranking looked at. */
export interface ClauseFeatures {
  readonly terms: readonly string[];
  readonly skeleton: string;
  readonly evidence: Evidence;
}

/** Added to a tool's score; served by what has been learned from feedback. Must be pure and fast. */
export type Correction = (features: ClauseFeatures, tool: BriefTool) => number;

/** A tool and how well it fits; scores compare within one piece only. */
export interface RankedTool {
  readonly tool: BriefTool;
  readonly affordance: Affordance | undefined;
  readonly score: number;
}

/** All tools for one piece. */
export interface Ranking {
  /** Best first. */
  readonly tools: readonly RankedTool[];
  /** Asks for what only a language model can give. */
  readonly needsLanguageModel: boolean;
  readonly features: ClauseFeatures;
}

/** Below this no tool is chosen; evidence alone reaches it, words alone only when nearly all of them are known. */
export const enoughToAct = 2.5;
const WORDS_BESIDE_EVIDENCE = 1.5;
const WORDS_ALONE = 7;
/** For each word of a tool's name, where the request says them all. */
const NAMED = 0.75;

/** What is known beside the words of the piece. */
export interface RankOptions {
  readonly correction?: Correction | undefined;
  /** An earlier piece reads a page or document that this one may ask about. */
  readonly behindText?: boolean;
}

/** All tools with their scores for a piece, best first. */
export function rankCapabilities(
  piece: Piece,
  tools: readonly BriefTool[],
  { correction, behindText = false }: RankOptions = {},
): Ranking {
  const index = toolIndexOf(tools);
  const features: ClauseFeatures = {
    terms: requestTerms(piece.tokens, piece),
    skeleton: piece.skeleton,
    evidence: evidenceOf(piece),
  };
  const lexical = index.score(features.terms);
  const ranked = index.tools.map(({ tool, affordance, nameTerms }, at) => {
    const words = lexical[at] ?? { coverage: 0, example: 0 };
    const named = [...nameTerms].every((term) => features.terms.includes(term)) ? nameTerms.size : 0;
    const own =
      affordance === undefined
        ? wordsAlone(words, { named, terms: features.terms.length })
        : features.evidence[affordance] + beside(words, features.evidence[affordance], features.terms.length);
    return { tool, affordance, score: own + (correction?.(features, tool) ?? 0) };
  });
  const best = ableFirst(
    ranked.sort((a, b) => b.score - a.score || (a.tool.name < b.tool.name ? -1 : 1)),
    piece,
  );
  const grounded = piece.columns > 0 || piece.namesTable || piece.readables.length > 0 || piece.urls.length > 0;
  const top = best[0];
  const served = top !== undefined && top.score >= enoughToAct && servesDespiteDoubt(top, piece, features.terms);
  const exact = Math.max(features.evidence.calculate, features.evidence.convert, features.evidence.calendar) >= 5;
  return {
    tools: best,
    needsLanguageModel:
      !served &&
      needsLanguageModel(piece.skeleton, {
        grounded,
        exact,
        supplied: isSupplied(piece, features.evidence),
        aboutText: behindText,
        columns: wordsOfColumns(piece),
        unmeasured: ranksUnmeasured(piece),
      }),
    features,
  };
}

/** Scores so close that having what a call needs says more. */
const CLOSE = 0.6;

/** Where words alone decide, a tool that could be called goes before one that would have to ask. */
function ableFirst(ranked: readonly RankedTool[], piece: Piece): readonly RankedTool[] {
  const [top] = ranked;
  if (top === undefined || top.affordance !== undefined || top.score < enoughToAct) return ranked;
  if (hasWhatItNeeds(top.tool, piece)) return ranked;
  const near = ({ affordance, score }: RankedTool) =>
    affordance === undefined && score >= Math.max(enoughToAct, top.score - CLOSE);
  const able = ranked.find((candidate) => near(candidate) && hasWhatItNeeds(candidate.tool, piece));
  return able === undefined ? ranked : [able, ...ranked.filter((candidate) => candidate !== able)];
}

/** Names of columns, and the feelings that a column of ratings holds. */
function wordsOfColumns({ tables: [table] }: Piece): ReadonlySet<string> {
  const names = (table?.columns ?? []).map(({ name }) => name.toLowerCase());
  const felt = ["happy", "happier", "happiest", "unhappy", "satisfied"];
  return new Set([...names, ...(names.some((name) => columnWords(name).alike.has(stem("happy"))) ? felt : [])]);
}

/** The table has no column for what is to be ranked by. */
function ranksUnmeasured({ skeleton, text, tables: [table], readables, columns }: Piece): boolean {
  if (table === undefined || readables.length > 0) return false;
  const judges = /^(?:is|are|was|were|does|do|did|will|has|have)\b/.test(skeleton) && columns === 0;
  if (!judges && !/est\b|\b(?:most|least|more|less)\b/.test(skeleton)) return false;
  const question = questionOf(text, table, { files: [table], today: { now: 0, timeZone: "UTC" } });
  const left = unexplainedWords(question).map((word) => word.toLowerCase());
  // "is climate change visible in #tbl": nothing in it is of the table.
  return (judges && left.length >= 2) || ranksTheUnmeasured(skeleton, new Set(left));
}

/** Text behind a colon or in quotes for a file or report, numbers for a picture, words for a search. */
function isSupplied({ skeleton, tokens }: Piece, evidence: Evidence): boolean {
  const text = / : | - |#qt/.test(skeleton);
  const numbers = tokens.filter((token) => token.kind === "number").length;
  const pictured = (evidence.table >= 5 || evidence.chart >= 5) && text && numbers >= 2;
  const written = evidence.write >= 5 && (text || numbers > 0);
  return (
    pictured ||
    written ||
    (evidence.report >= 5 && text) ||
    (evidence.search >= 5 &&
      (text || /#(?:txt|glb|fld)|\b(?:files?|documents?|docs|folders?|workspace|logs?)\b/.test(skeleton)))
  );
}

function wordsAlone(
  { coverage, example }: LexicalScore,
  { named, terms }: { readonly named: number; readonly terms: number },
): number {
  const words = WORDS_ALONE * (0.5 * coverage + 0.5 * example) + Math.min(1.5, NAMED * named);
  // One known word is a topic, not a wish.
  return terms < 2 && named === 0 ? Math.min(words, enoughToAct - 0.5) : words;
}

function beside({ coverage, example }: LexicalScore, evidence: number, terms: number): number {
  const words = WORDS_BESIDE_EVIDENCE * (0.5 * coverage + 0.5 * example);
  // Nearly the very words of an example are evidence too.
  return words + (evidence < 2.5 && example > 0.85 && terms >= 3 ? 2 : 0);
}
