/** Puts pieces together that are one task: a scene and its question, "open X and tell me Y", two totals of one table. */
import type { Affordance } from "./affordance.ts";
import { type Draft, type DraftContext, draftOf, joinedDraft, withAffordance } from "./draft.ts";
import { openerAt } from "./openers.ts";
import { pieceOf } from "./piece.ts";

const textSources: ReadonlySet<Affordance> = new Set<Affordance>(["fetch", "document", "read"]);

/** Drafts in order, each one task. */
export function mergeDrafts(drafts: readonly Draft[], context: DraftContext): readonly Draft[] {
  const merged: Draft[] = [];
  let pending: Draft | undefined;
  for (const next of drafts) {
    const draft: Draft = pending === undefined ? next : withScene(pending, next, context);
    pending = undefined;
    const before = merged.at(-1);
    if (draft.tool === undefined) {
      // What fits no tool says more about its neighbour.
      if (stands(draft, before)) return [...merged, draft];
      if (before !== undefined && belongsBehind(before, draft))
        merged[merged.length - 1] = extended(before, draft, context);
      else pending = draft;
      continue;
    }
    const listed = asListed(merged, draft, context);
    if (listed !== undefined) {
      merged.length = listed.from;
      merged.push(listed.draft);
      continue;
    }
    const one = before === undefined ? undefined : oneTask(before, draft, context);
    if (one === undefined) merged.push(draft);
    else merged[merged.length - 1] = one;
  }
  if (pending === undefined) return merged;
  const last = merged.at(-1);
  return last === undefined ? [pending] : [...merged.slice(0, -1), extended(last, pending, context)];
}

// A question or command of its own that nothing can serve: better no plan than one that leaves it out.
function stands({ piece }: Draft, before: Draft | undefined): boolean {
  if (
    before === undefined ||
    piece.refers ||
    openerAt(before.piece.skeleton.split(" "), 0, "start") === undefined ||
    (before.affordance !== undefined && textSources.has(before.affordance))
  )
    return false;
  const opener = openerAt(piece.skeleton.split(" "), 0, piece.joint);
  if (opener !== "question" && opener !== "verb") return false;
  return !/^(?:(?:and|then|also|please|just|now) )*(?:show|tell|give|let|sort|order|round|limit|label|title|name|call|use|include|add|keep|make sure|start|leave|skip|ignore|only|do|colou?r|thank|answer|print|list|return|state|mention|format)\b/.test(
    piece.skeleton,
  );
}

/** "total revenue, number of orders, in a table": the list before is what the table shows. */
function asListed(
  merged: readonly Draft[],
  draft: Draft,
  context: DraftContext,
): { readonly from: number; readonly draft: Draft } | undefined {
  const bare = /^(?:all )?(?:as|in|into) (?:an? )?(?:[a-z#-]+ ){0,2}(?:tables?|charts?|graphs?)[.!?]*$/.test(
    draft.piece.skeleton,
  );
  if (!bare || draft.affordance === undefined) return undefined;
  let from = merged.length;
  let joint = draft.piece.joint;
  while (from > 0 && merged[from - 1]?.affordance === "query" && (joint === "comma" || joint === "and")) {
    from--;
    joint = merged[from]?.piece.joint ?? "start";
  }
  const [first, ...others] = merged.slice(from);
  if (first === undefined) return undefined;
  const whole = [...others, draft].reduce((sofar, next) => joinedDraft(sofar, next, context), first);
  return { from, draft: withAffordance(whole, draft.affordance) };
}

function belongsBehind(before: Draft, draft: Draft): boolean {
  if (before.affordance !== undefined && textSources.has(before.affordance)) return true;
  return draft.piece.joint === "comma" || draft.piece.joint === "and" || !startsStatement(draft.piece.skeleton);
}

function startsStatement(skeleton: string): boolean {
  return /^(?:i|we|my|the|our|there|it|this|here)\b/.test(skeleton);
}

// Both together, unless the scene only clouds what was clear without it.
function withScene(scene: Draft, draft: Draft, context: DraftContext): Draft {
  const joined = joinedDraft(scene, draft, context);
  if (joined.ranking.needsLanguageModel && !draft.ranking.needsLanguageModel && !scene.ranking.needsLanguageModel)
    return draft;
  if (joined.tool === undefined && draft.tool !== undefined) return draft;
  return joined;
}

function extended(before: Draft, draft: Draft, context: DraftContext): Draft {
  const joined = joinedDraft(before, draft, context);
  if (before.affordance === undefined) return { ...joined, tool: before.tool, affordance: before.affordance };
  const kept = before.affordance === "read" && joined.affordance === "document" ? "document" : before.affordance;
  return withAffordance(joined, kept);
}

function oneTask(before: Draft, draft: Draft, context: DraftContext): Draft | undefined {
  const opener = openerAt(draft.piece.skeleton.split(" "), 0, draft.piece.joint);
  const ownTable = draft.piece.namesTable && draft.piece.tables[0]?.path !== before.piece.tables[0]?.path;
  // "It is dated 18 March, payable in 30 days: when is it due?"
  if (
    before.affordance === draft.affordance &&
    startsStatement(before.piece.skeleton) &&
    openerAt(before.piece.skeleton.split(" "), 0, "start") === undefined
  ) {
    return joinedDraft(before, draft, context);
  }
  if (draft.affordance === "query" && !ownTable) {
    // "total planned, total actual too": one question in two breaths.
    const [first, second] = [before, draft].map((each) => each.piece.skeleton.split(" ").slice(0, 3).join(" "));
    // "sum of units in North, sum of units in South": the same measure twice is two questions.
    const twice = first === second;
    if (before.affordance === "query" && opener === undefined && !twice && !/ (?:by|per) /.test(draft.piece.skeleton))
      return joinedDraft(before, draft, context);
    if (
      before.affordance === "query" &&
      /^(?:and )?(?:sort|order|round|limit|only|group|filter|rank|show|list) (?:them|it|these|those|by)\b/.test(
        draft.piece.skeleton,
      )
    )
      return joinedDraft(before, draft, context);
    if (opensOnly(before)) return withAffordance(joinedDraft(before, draft, context), "query");
  }
  const ownSource = draft.piece.readables.some((path) => !before.piece.readables.includes(path));
  if (
    draft.affordance === "document" &&
    !ownSource &&
    (before.affordance === "document" || before.affordance === "read") &&
    (draft.piece.refers || draft.piece.readables.length === 0)
  ) {
    return withAffordance(joinedDraft(before, draft, context), "document");
  }
  return undefined;
}

// "take sales.csv", "open the staff file": getting at the table is part of asking it.
function opensOnly(before: Draft): boolean {
  const opens =
    /^(?:(?:please|can|could|you|first|now) )*(?:take|use|open|load|look at|have a look at|read|get|consider|go to|import|check)\b/.test(
      before.piece.skeleton,
    );
  return (
    opens &&
    before.piece.namesTable &&
    (before.affordance === "read" || before.affordance === "query" || before.affordance === undefined) &&
    before.piece.skeleton.split(" ").length <= 7
  );
}

/** Reports and files that are to hold what another tool has to find first: the finding becomes a task of its own. */
export function withFindings(drafts: readonly Draft[], context: DraftContext): readonly Draft[] {
  return drafts.flatMap((draft, index) => {
    const source = sourceOf(draft, drafts.slice(0, index));
    if (source === undefined) return [draft];
    const finding = withAffordance(
      draftOf(pieceOf(findingText(draft), draft.piece.joint, context.files), context),
      source,
    );
    return finding.affordance === source ? [finding, draft] : [draft];
  });
}

/** What is to be found, without the wish to write it down. */
function findingText({ affordance, piece }: Draft): string {
  if (affordance === "write") {
    const paths = piece.tokens.filter((token) => token.kind === "path");
    const target = paths.at(-1)?.text ?? "";
    const text = piece.text.replace(target, "").replace(/\s*(?:to|in|into|as|under|at)(?: the)?(?: file)?\s*$/i, "");
    return text.replace(/^(?:please )?(?:save|write|store|put|append|export|record|keep)(?: down)?\s+/i, "");
  }
  const topic =
    /\breports? (?:on|about|of|for|with|that (?:summari[sz]es|shows|contains|covers|says)|summari[sz]ing|showing|containing|covering|from) (.+)$/i.exec(
      piece.text,
    )?.[1];
  const verb = /\bsummari[sz]/i.test(piece.text) ? "summarise " : "";
  return topic === undefined ? piece.text : `${verb}${topic}`;
}

function sourceOf({ affordance, piece, ranking }: Draft, before: readonly Draft[]): Affordance | undefined {
  if (affordance !== "report" && affordance !== "write") return undefined;
  const used = new Set(
    before.flatMap((draft) => [
      ...draft.piece.readables,
      ...draft.piece.urls,
      ...(draft.piece.tables[0] === undefined ? [] : [draft.piece.tables[0].path]),
    ]),
  );
  const writesTo =
    affordance === "write" ? piece.tokens.filter((token) => token.kind === "path").at(-1)?.value : undefined;
  const fresh = (path: string) => path !== writesTo && !used.has(path);
  const queried = (path: string) =>
    before.some((draft) => draft.affordance === "query" && draft.piece.tables[0]?.path === path);
  if (
    affordance === "write" &&
    /\b(?:today's|current|today) date\b|\btoday's\b/.test(piece.skeleton) &&
    !before.some((draft) => draft.affordance === "calendar")
  )
    return "calendar";
  if (/ : | #qt\b/.test(piece.skeleton) && affordance === "write") return undefined;
  if (piece.urls.some((url) => !used.has(url))) return "fetch";
  if (piece.readables.some(fresh)) return "document";
  const table = piece.tables[0];
  const asked = ranking.features.evidence.query >= 2.5 || (affordance === "report" && piece.namesTable);
  return table !== undefined && table.path !== writesTo && !queried(table.path) && asked && !piece.refers
    ? "query"
    : undefined;
}
