/**
 * Whether a tool takes what rules by themselves would leave to a language model. A team's own tool for writing or
 * translating, or its documents when they are named, is stronger than that doubt; a service that only shares words with
 * the request is not.
 */
import type { BriefTool } from "../../brief.ts";
import { hasWhatItNeeds } from "../slots/has-what-it-needs.ts";
import { termsOf } from "../text/terms.ts";
import type { Affordance } from "./affordance.ts";
import { writtenKind } from "./needs-language-model.ts";
import type { Piece } from "./piece.ts";

interface Candidate {
  readonly tool: BriefTool;
  readonly affordance: Affordance | undefined;
}

/** `terms` are those of the piece. */
export function servesDespiteDoubt(
  { tool, affordance }: Candidate,
  piece: Pick<Piece, "text" | "skeleton">,
  terms: readonly string[],
): boolean {
  if (affordance === "knowledge") return true;
  return affordance === undefined && namesIt(tool, terms) && writesIt(tool, piece) && hasWhatItNeeds(tool, piece);
}

/** One of its nouns, or what it is for, has to be said: a search for papers does not know who wrote Hamlet. */
function namesIt({ name, capability }: BriefTool, terms: readonly string[]): boolean {
  const [, ...nouns] = name.split("_");
  const own = new Set(termsOf(`${capability.replaceAll("-", " ")} ${nouns.join(" ")}`));
  return terms.some((term) => own.has(term));
}

/** A service that knows of snow does not write a poem about it: what is to be written has to stand in its words. */
function writesIt({ name, description, examples }: BriefTool, { skeleton }: Pick<Piece, "skeleton">): boolean {
  const kind = writtenKind(skeleton);
  return kind === undefined || [name, description, ...examples].join(" ").toLowerCase().includes(kind);
}
