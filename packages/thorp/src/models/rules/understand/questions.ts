/** What to ask the person when a request is clear but for one thing. */
import type { Brief, BriefTool } from "../../brief.ts";
import { fillSlots } from "../slots/fill-slots.ts";
import { hasWhatItNeeds } from "../slots/has-what-it-needs.ts";
import { conversionFrom } from "../slots/quantity.ts";
import { slotContextOf } from "../slots/slot-context.ts";
import { slotsOf } from "./affordance.ts";
import type { Draft } from "./draft.ts";
import { fileClassOf } from "./mentions.ts";
import type { ConnectedDraft } from "./plan-request.ts";

/** One question; an answer in free words is always possible. */
export interface PersonQuestion {
  readonly question: string;
  readonly choices?: readonly string[];
}

/** The question for the first task that lacks a required slot and has no earlier task to get it from. */
export function questionForPlan(
  drafts: readonly ConnectedDraft[],
  brief: Pick<Brief, "files" | "inputs" | "now" | "timeZone">,
): PersonQuestion | undefined {
  for (const draft of drafts) {
    if (draft.needs.length > 0 || draft.tool === undefined || brief.inputs.length > 0) continue;
    const { missing } = fillSlots(draft.tool, slotContextOf(draft.piece.text, brief));
    const [slot] = missing;
    if (slot !== undefined) return questionForSlot(draft, draft.tool, { slot, files: brief.files });
  }
  return undefined;
}

function questionForSlot(
  draft: Draft,
  tool: BriefTool,
  { slot, files }: { readonly slot: string; readonly files: Brief["files"] },
): PersonQuestion {
  const tables = files.filter((file) => fileClassOf(file.path, files) === "table").map((file) => file.path);
  switch (draft.affordance) {
    case "query":
    case "table":
    case "chart":
      return { question: "Which file holds the data?", ...(tables.length > 0 ? { choices: tables } : {}) };
    case "convert": {
      const { quantity } = conversionFrom(draft.piece.plain);
      return quantity === undefined
        ? { question: "Which amount should be converted, and into which unit?" }
        : { question: `Into which unit should ${quantity.value} ${quantity.unit} be converted?` };
    }
    case "calendar":
      return { question: "Which date do you mean?" };
    case "calculate":
      return { question: "Which numbers should be calculated, and how?" };
    case "search":
      return { question: "Which words should be searched for?" };
    case "read":
    case "document":
      return {
        question: "Which file do you mean?",
        ...(files.length > 0 ? { choices: files.map((file) => file.path) } : {}),
      };
    case "write":
      return slot === "path"
        ? { question: "To which file should it be written?" }
        : { question: "What should be written?" };
    case "fetch":
      return { question: "Which address should be fetched?" };
    default:
      return {
        question: wordsOfSlot(tool, slot),
      };
  }
}

/** "For “forecast weather”: which latitude? Latitude in degrees, north positive." */
function wordsOfSlot(tool: BriefTool, name: string): string {
  const { description } = slotsOf(tool.input).find((slot) => slot.name === name) ?? {};
  const plain = (text: string) => text.replace(/[_-]/g, " ");
  const hint = description === undefined ? "" : ` ${description.replace(/[.\s]*$/, ".")}`;
  return `For “${plain(tool.name)}”: which ${plain(name)}?${hint}`;
}

const unnamed: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:please |can you |could you )*(?:summari[sz]e|read|open|analy[sz]e|go through|sum up|show)(?: me)? (?:the|this|that|my|a) (?:document|file|pdf|text|page|attachment|spreadsheet|table|data)[.!?]*$/,
    "Which file do you mean?",
  ],
  [
    /^(?:please |can you |could you )*(?:fetch|open|visit|load|download|read) (?:the|this|that|a) (?:page|website|site|url|link)[.!?]*$/,
    "Which address should be fetched?",
  ],
  [
    /^(?:please |can you |could you )*(?:make|draw|create|build|show|give me|i need|i want) (?:me )?(?:a|an|the) (?:[a-z]+ )?(?:chart|graph|plot|table|diagram)[.!?]*$/,
    "Which file holds the data?",
  ],
  [/^(?:please |can you |could you )*convert #n [a-z°]+[.!?]*$/, "Into which unit should it be converted?"],
  [
    /^(?:please |can you |could you )*(?:search|grep|find)(?: in| through)? (?:the |my |all )?(?:files|documents|docs|notes|workspace)[.!?]*$/,
    "Which words should be searched for?",
  ],
  [
    /^(?:please |can you |could you )*(?:calculate|compute|do the math|calculate something)[.!?]*$/,
    "Which numbers should be calculated, and how?",
  ],
  [
    /^(?:please |can you |could you )*(?:total|average|sum|count|plot|chart|graph|show|what is the (?:total|average)|what was the (?:total|average))\b.*\b(?:revenue|sales|expenses|salary|salaries|amount|orders|rows)\b.*$/,
    "Which file holds the data?",
  ],
];

/** The question for a request that no tool takes because its object was not named. */
export function questionForNothing(drafts: readonly Draft[], files: Brief["files"]): PersonQuestion | undefined {
  const [only] = drafts;
  if (only === undefined || drafts.length > 1) return undefined;
  // Naming a file would not help where the wish itself is beyond rules.
  if (only.ranking.needsLanguageModel) return undefined;
  // "The average salary of a nurse" is a matter of the world, not of a file that was not named.
  if (/\bof (?:an?|most) [a-z]/.test(only.piece.skeleton)) return undefined;
  const question = unnamed.find(([form]) => form.test(only.piece.skeleton))?.[1];
  if (question === undefined) return undefined;
  const choices = question.includes("file") ? files.map((file) => file.path) : [];
  return { question, ...(choices.length > 0 ? { choices } : {}) };
}

const NEARLY_TIED = 0.08;

/** Two tools of different kinds that fit equally well, where words alone decided. */
export function questionForTie(drafts: readonly ConnectedDraft[]): PersonQuestion | undefined {
  for (const { piece, ranking, affordance } of drafts) {
    const [first, second] = ranking.tools;
    if (first === undefined || second === undefined || affordance !== undefined || second.affordance !== undefined)
      continue;
    if (first.tool.capability === second.tool.capability || first.score - second.score > NEARLY_TIED) continue;
    if (!hasWhatItNeeds(first.tool, piece) || !hasWhatItNeeds(second.tool, piece)) continue;
    const choices = [first, second].map(({ tool }) => tool.capability);
    return { question: `Which of these do you mean: ${choices.join(" or ")}?`, choices };
  }
  return undefined;
}
