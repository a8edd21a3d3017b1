/** A task in the making: a piece of the request, the tool that fits it, and what it works from. */
import type { BriefTool, FileNote } from "../../brief.ts";
import type { Affordance } from "./affordance.ts";
import { type Joint, type Piece, pieceOf } from "./piece.ts";
import { type Correction, enoughToAct, type Ranking, rankCapabilities } from "./rank-capabilities.ts";

/** A task before it is connected with others. */
export interface Draft {
  readonly piece: Piece;
  readonly ranking: Ranking;
  readonly tool: BriefTool | undefined;
  readonly affordance: Affordance | undefined;
  readonly score: number;
}

/** What drafts are made with. */
export interface DraftContext {
  readonly tools: readonly BriefTool[];
  readonly files: readonly FileNote[];
  readonly correction?: Correction | undefined;
}

/** The draft of one piece; `tool` is undefined when no tool fits well enough. */
export function draftOf(piece: Piece, { tools, correction }: DraftContext, behindText = false): Draft {
  const ranking = rankCapabilities(piece, tools, { correction, behindText });
  const best = ranking.tools[0];
  const chosen = best !== undefined && best.score >= enoughToAct ? best : undefined;
  return { piece, ranking, tool: chosen?.tool, affordance: chosen?.affordance, score: best?.score ?? 0 };
}

/** The draft of two pieces as one. */
export function joinedDraft(first: Draft, second: Draft, context: DraftContext): Draft {
  const text = `${first.piece.text}${/[.?!,;:]$/.test(first.piece.text) ? " " : ", "}${second.piece.text}`;
  return draftOf(pieceOf(text, first.piece.joint as Joint, context.files), context);
}

/** The same piece with another tool. */
export function withAffordance(draft: Draft, affordance: Affordance): Draft {
  const other = draft.ranking.tools.find((ranked) => ranked.affordance === affordance);
  return other === undefined ? draft : { ...draft, tool: other.tool, affordance, score: other.score };
}
