/** One sentence for two pictures: "a table and a bar chart of revenue", "units per month and units per region". */
import type { FileNote } from "../../brief.ts";
import { type Piece, pieceOf } from "./piece.ts";

const taskHead =
  /^(?:.*?\b(?:charts?|graphs?|plots?|tables?) (?:of|for|with|showing)(?: the)? |(?:please |can you |could you )?(?:plot|chart|graph|visuali[sz]e|show|show me|draw|tabulate|get|give me|find|list|calculate|compute|what is|what's|what was)(?: the)? )/i;

// "plot units per month and units per region": two groupings are two tasks, "by month and region" is one.
/** Undefined when the words are one task. */
export function groupedHalves(
  piece: Piece,
  { before, after, files }: { readonly before: string; readonly after: string; readonly files: readonly FileNote[] },
): readonly Piece[] | undefined {
  const left = pieceOf(before, piece.joint, files);
  const right = pieceOf(after, "and", files);
  const bothGrouped =
    / (?:by|per) [a-z_]+$/.test(left.skeleton) &&
    /^(?:the )?(?:[a-z_#]+ ){1,4}(?:by|per) [a-z_]+/.test(right.skeleton) &&
    right.columns >= 1.5;
  const otherTable =
    left.columns >= 1 &&
    right.columns >= 1 &&
    left.tables[0] !== right.tables[0] &&
    /^(?:the )?(?:total|average|number|count|sum|mean|amount|how)\b/.test(right.skeleton) &&
    files.length > 1;
  if (!bothGrouped && !otherTable) return undefined;
  const head = /^(?:make|draw|plot|show|chart|graph|what|how|get|give|find|list)\b/.test(right.skeleton)
    ? ""
    : (taskHead.exec(before)?.[0] ?? "");
  return [left, pieceOf(`${head}${after}`, "and", files)];
}

const outputNoun =
  /^(?:(?:a|an|the|one|another|as|also|in|into) )*((?:(?!table|chart|graph|plot|report|of|with|by|from)[a-z#-]+ ){0,2}?(?:charts?|graphs?|plots?|tables?|reports?|pie))\b(.*)$/i;

// "make a table and a bar chart of revenue by region": the first takes the tail of the second.
/** Undefined when the words are one task. */
export function outputHalves(
  piece: Piece,
  { before, after, files }: { readonly before: string; readonly after: string; readonly files: readonly FileNote[] },
): readonly Piece[] | undefined {
  const found = outputNoun.exec(after);
  const head =
    /\b(charts?|graphs?|plots?|tables?|reports?|pie)\b(?![^,]*\b(?:charts?|graphs?|plots?|tables?|reports?)\b)(.*)$/i.exec(
      before,
    );
  if (found === null || head === null || /\b(?:report|with|instead|than|or)\b/i.test(head[2] ?? "")) return undefined;
  const kind = (word: string) => (/^table/i.test(word) ? "table" : /^report/i.test(word) ? "report" : "chart");
  const second = (found[1] ?? "").split(" ").at(-1) ?? "";
  const same = kind(head[1] ?? "") === kind(second);
  const tail = (found[2] ?? "").trim();
  if (same && (tail === "" || (head[2] ?? "").trim() === "")) return undefined;
  const asOther = /^(?:also )?(?:as|in|into) (?:an? )?[a-z -]+$/i.test(after)
    ? before.replace(/\b(?:as|in|into) (?:an? )?(?:[a-z-]+ ){0,2}(?:charts?|graphs?|plots?|tables?|pie)$/i, after)
    : before;
  if (asOther !== before) return [pieceOf(before, piece.joint, files), pieceOf(asOther, "and", files)];
  const first = (head[2] ?? "").trim() === "" && tail !== "" ? `${before} ${tail}` : before;
  return [
    pieceOf(first, piece.joint, files),
    pieceOf(`${/^(?:make|create|draw|show|build)/i.test(after) ? "" : "make "}${after}`, "and", files),
  ];
}
