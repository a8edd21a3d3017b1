/** A request in two: the part that tools can do, and the part that needs a language model. */
import type { Draft } from "./draft.ts";
import { openerAt } from "./openers.ts";
import { pieceOf } from "./piece.ts";

/** A part that rules leave undone, and its place among the others. */
export interface BeyondPart {
  readonly draft: Draft;
  /** Index of the task before it, -1 for none. */
  readonly after: number;
}

/** What rules do of a request, and what they name as not done. */
export interface Parts {
  /** Empty when nothing is left that stands by itself; then the request is beyond rules as a whole. */
  readonly tasks: readonly Draft[];
  readonly beyond: readonly BeyondPart[];
  readonly why: "needs-language-model" | "no-tool";
}

/** `join` makes tasks of the drafts that are left: merged, with their findings, in words of their own. */
export function partsOf(drafts: readonly Draft[], join: (drafts: readonly Draft[]) => readonly Draft[]): Parts {
  const isBeyond = beyondMarks(drafts);
  const doable = drafts.filter((_, index) => !isBeyond[index]);
  const whole = (why: Parts["why"]): Parts => ({ tasks: [], beyond: [], why });
  const why = isBeyond.some(Boolean) ? "needs-language-model" : "no-tool";
  const tasks = join(doable);
  const beyond = groupsOf(drafts, isBeyond).map(({ draft, at }) => ({
    draft,
    after: join(drafts.filter((_, index) => index < at && !isBeyond[index])).length - 1,
  }));
  const untooled = tasks.filter((task) => task.tool === undefined);
  if (beyond.length === 0 && untooled.length === 0) return { tasks, beyond, why };
  const served = tasks.filter((task) => task.tool !== undefined);
  // A part that no tool takes leaves the rest its sense only where each part is a wish of its own.
  if (!untooled.every(standsAlone) || !served.some(isWorthDoing)) return whole(why);
  if (served.some((task, index) => index > 0 && task.piece.refers && comesBehind(task, untooled, tasks)))
    return whole(why);
  const left = untooled.map((draft) => ({ draft, after: served.indexOf(tasks[tasks.indexOf(draft) - 1] ?? draft) }));
  return { tasks: served, beyond: [...beyond, ...left], why };
}

/**
 * What needs a model; what works on that ("write a poem and save it to poem.txt"); what such a tail belongs to ("who is
 * our most loyal customer and why"); and everything that is to be done in a role.
 */
function beyondMarks(drafts: readonly Draft[]): readonly boolean[] {
  const marks: boolean[] = [];
  let inRole = false;
  drafts.forEach(({ ranking, piece }, index) => {
    inRole ||= ranking.needsLanguageModel && role.test(piece.skeleton);
    const follows = marks.at(-1) === true && (piece.refers || piece.refersToAll) && !piece.namesTable;
    marks.push(inRole || ranking.needsLanguageModel || follows);
    const isTail = piece.tokens.filter((token) => token.kind !== "mark").length <= 1;
    if (ranking.needsLanguageModel && isTail && index > 0) marks[index - 1] = true;
  });
  return marks;
}

const role =
  /\b(?:act as|pretend|imagine|role-?play|as (?:if|though)|you are (?:an?|the|my)|in the (?:style|voice) of)\b/;

/** Neighbours that are beyond rules and lean on one another are one part. */
function groupsOf(
  drafts: readonly Draft[],
  isBeyond: readonly boolean[],
): readonly { readonly draft: Draft; readonly at: number }[] {
  const groups: { draft: Draft; at: number }[] = [];
  drafts.forEach((draft, index) => {
    if (!isBeyond[index]) return;
    const before = groups.at(-1);
    if (before === undefined || !isBeyond[index - 1] || !draft.piece.refers) {
      groups.push({ draft, at: index });
      return;
    }
    const text = `${before.draft.piece.text}, ${draft.piece.text}`;
    const piece = { ...pieceOf(text, before.draft.piece.joint, []), refers: before.draft.piece.refers };
    groups[groups.length - 1] = { ...before, draft: { ...before.draft, piece } };
  });
  return groups;
}

function standsAlone({ piece }: Draft): boolean {
  const opener = openerAt(piece.skeleton.split(" "), 0, piece.joint);
  return opener === "verb" || opener === "question" || opener === "want";
}

/** Only opening a file or page serves nobody when what was wanted of it cannot be done. */
function isWorthDoing({ affordance, piece }: Draft): boolean {
  const opens =
    /^(?:(?:please|can|could|you|first|now) )*(?:take|use|open|load|look at|have a look at|read|get|fetch|consider|go to|visit|import|check|go through)\b/.test(
      piece.skeleton,
    );
  if (!opens) return true;
  // "get the total of sales.csv" is a question, "take sales.csv" only a beginning.
  if (affordance === "query") return piece.columns > 0 || piece.skeleton.split(" ").length > 5;
  return affordance !== "read" && affordance !== "fetch" && affordance !== "document";
}

function comesBehind(task: Draft, untooled: readonly Draft[], tasks: readonly Draft[]): boolean {
  const before = tasks[tasks.indexOf(task) - 1];
  return before !== undefined && untooled.includes(before);
}
