/**
 * Which tools fit what is asked: the one ranking that planning without a language model, the choice of what a model is
 * shown, and the search in the catalogue share. It looks at types and shapes (an address, a unit, a table at hand) and
 * at the words that names, descriptions, inputs and examples have in common with the request.
 */
import type { BriefTool, FileNote } from "./brief.ts";
import { pieceOf } from "./rules/understand/piece.ts";
import { rankCapabilities } from "./rules/understand/rank-capabilities.ts";

/** A tool and how well it fits; scores compare within one request only. */
export interface ScoredTool {
  readonly tool: BriefTool;
  readonly score: number;
}

/** Best first, all of them. Of the same list of tools the index is made once. */
export function rankTools(
  request: string,
  tools: readonly BriefTool[],
  { files = [] }: { readonly files?: readonly FileNote[] } = {},
): readonly ScoredTool[] {
  return rankCapabilities(pieceOf(request, "start", files), tools).tools;
}
