/** The goal of each task in words that stand by themselves: no "and then", no pronoun for what another task has. */
import type { FileNote } from "../../brief.ts";
import { capitalised } from "../slots/headings.ts";
import { inlineRows } from "../slots/inline-rows.ts";
import type { Draft } from "./draft.ts";
import { fileClassOf } from "./mentions.ts";
import { pieceOf } from "./piece.ts";

const onTables: ReadonlySet<string | undefined> = new Set(["query", "table", "chart"]);

/** The goal of one task; `before` are the earlier tasks of the plan. */
export function goalOf(draft: Draft, before: readonly Draft[], files: readonly FileNote[]): string {
  const text = tidy(draft.piece.text);
  if (!onTables.has(draft.affordance) || draft.piece.namesTable) return text;
  const own = tableOf(draft, before, files);
  const named = own === undefined || text.includes(own.path) ? "" : ` (${own.path})`;
  return `${text}${named}`;
}

function tidy(text: string): string {
  const plain = text
    .replace(/^[\s,;:.!-]+/, "")
    .replace(
      /^(?:(?:and|then|also|next|finally|afterwards|lastly|first|second|secondly|third|thirdly|please|kindly|now|so|but)\b[\s,]*)+/i,
      "",
    )
    .replace(/^(?:can|could|would|will) you (?:please )?/i, "")
    .replace(/\s*,?\s*please[.!?]*$/i, "")
    .replace(/[\s,;]+$/, "")
    .trim();
  return capitalised(plain === "" ? text.trim() : plain);
}

/** The table that a task without a file's name works on: by its columns, the one before, the only one. */
function tableOf({ piece }: Draft, before: readonly Draft[], files: readonly FileNote[]): FileNote | undefined {
  if (piece.columns > 0 && piece.tables[0] !== undefined) return piece.tables[0];
  if (inlineRows(piece.text).length > 0) return undefined;
  const earlier = [...before].reverse().find((draft) => draft.piece.tables[0] !== undefined)?.piece.tables[0];
  const tables = files.filter((file) => fileClassOf(file.path, files) === "table");
  return earlier ?? (tables.length === 1 ? tables[0] : undefined);
}

/**
 * Pictures and tables that point at something which is no finding, or that break a finding down further, say themselves
 * what they show: "a chart of the same numbers" gets the numbers, "show it per warehouse" what "it" is.
 */
export function spellOut(drafts: readonly Draft[], files: readonly FileNote[]): readonly Draft[] {
  return drafts.map((draft, index) => {
    const { affordance, piece } = draft;
    if ((affordance !== "chart" && affordance !== "table") || !(piece.refers || piece.refersToAll)) return draft;
    const before = drafts.slice(0, index);
    const previous = before.at(-1);
    if (previous === undefined) return draft;
    const finding = before.some(
      (earlier) => earlier.affordance !== "chart" && earlier.affordance !== "table" && earlier.affordance !== "write",
    );
    if (!finding) {
      const rows = inlineRows(previous.piece.text).map((row) =>
        Object.values(row)
          .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
          .join(" "),
      );
      const shown = rows.length > 0 ? `: ${rows.join(", ")}` : ` (${subjectOf(previous.piece.text)})`;
      return {
        ...draft,
        piece: {
          ...pieceOf(`${withoutPointer(piece.text)}${shown}`, piece.joint, files),
          refers: false,
          refersToAll: false,
        },
      };
    }
    const grouping = /\b(?:by|per|for each) (?:the )?([a-z_]+)\b/.test(piece.skeleton) && piece.columns >= 1;
    const grouped = / (?:by|per|for each|each) /.test(` ${previous.piece.skeleton} `);
    if (!grouping || grouped || previous.affordance !== "query" || !/\b(?:it|that|this)\b/i.test(piece.text))
      return draft;
    return {
      ...draft,
      piece: {
        ...pieceOf(piece.text.replace(/\b(?:it|that|this)\b/i, subjectOf(previous.piece.text)), piece.joint, files),
        refers: false,
      },
    };
  });
}

// "What is the total stock value?" -> "the total stock value"
function subjectOf(text: string): string {
  return text
    .replace(
      /^(?:please |can you |could you )*(?:what is|what's|what was|what are|how much is|show me|show|give me|find|get|compute|calculate|tell me|work out|make|create|draw|a|an)\s+/i,
      "",
    )
    .replace(/^(?:an? )?(?:[a-z]+ )?(?:table|chart|graph|plot) (?:of|with|for|showing) /i, "")
    .replace(/[?.!]+$/, "");
}

function withoutPointer(text: string): string {
  return text.replace(
    /\s*(?:of|from|with|for|using)? ?(?:the )?(?:same|those|these|that|this|it|them)(?: (?:numbers|data|values|rows|figures|thing))?[.!?]*$/i,
    "",
  );
}
