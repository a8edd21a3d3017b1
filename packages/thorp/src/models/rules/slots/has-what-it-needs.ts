/** Whether a tool could be called with nothing but the words of a piece. */
import type { BriefTool } from "../../brief.ts";
import type { Piece } from "../understand/piece.ts";
import { fillSlots } from "./fill-slots.ts";
import { slotContextOf } from "./slot-context.ts";

/** No required slot stays open. */
export function hasWhatItNeeds(tool: BriefTool, { text }: Pick<Piece, "text">): boolean {
  const context = slotContextOf(text, { files: [], inputs: [], now: 0, timeZone: "UTC" });
  return fillSlots(tool, context).missing.length === 0;
}
