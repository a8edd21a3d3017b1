/** A conversation page by page: its list, its tree, and the way through it that a chat shows. */
import { ThorpError } from "../base/errors.ts";
import type { FeedbackRow, LineageRow, MessageRow, ModelCallRow, RunRow } from "../storage/store.ts";
import { type ConversationSummary, runsOf, summaryOf } from "./conversations.ts";
import { afterOf, branchesOf, headOf, parentOf, wayTo } from "./lineage.ts";
import type { Thorp } from "./thorp.ts";

/** What is read of the engine. */
export type ConversationShow = Pick<Thorp, "listRuns" | "messages" | "modelCalls" | "lineage" | "feedback">;

/** A part of a list, and where the next begins; without `next` it is the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Where a page begins and how much it holds. */
export interface PageWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A conversation and how its runs follow one another. */
export interface ConversationDetail {
  readonly conversation: ConversationSummary;
  readonly head: string;
  readonly tree: readonly { readonly run: string; readonly after: string; readonly undone: boolean }[];
}

/** One request of a conversation and what came of it. */
export interface ShownExchange {
  readonly run: RunRow;
  readonly messages: readonly MessageRow[];
  readonly branches: readonly string[];
  readonly calls: readonly ModelCallRow[];
  readonly feedback: readonly FeedbackRow[];
}

/** Runs that are looked at in one go. */
const LOOK = 200;

/** Those with the newest runs first; the cursor is the newest run of the last one. */
export async function conversationPage(
  reads: ConversationShow,
  { limit, cursor }: PageWish,
): Promise<Page<ConversationSummary>> {
  const items: ConversationSummary[] = [];
  const seen = new Set<string>();
  let last = cursor;
  for (let before = cursor; ; ) {
    const runs = await reads.listRuns({ limit: LOOK, ...(before === undefined ? {} : { before }) });
    for (const { id, conversation } of runs) {
      if (seen.has(conversation)) continue;
      seen.add(conversation);
      const own = await runsOf(reads, conversation);
      // A newer run of it stood on an earlier page.
      if (own[0]?.id !== id) continue;
      if (items.length === limit) return { items, ...(last === undefined ? {} : { next: last }) };
      items.push(summaryOf(conversation, own));
      last = id;
    }
    if (runs.length < LOOK) return { items };
    before = runs.at(-1)?.id;
  }
}

/** Rejects with `conversation-unknown`. */
export async function showConversation(reads: ConversationShow, id: string): Promise<ConversationDetail> {
  const runs = await runsOf(reads, id);
  if (runs.length === 0) throw new ThorpError("conversation-unknown", `There is no conversation ${id}.`);
  const rows = await reads.lineage(id);
  const tree = rows
    .filter(({ isDeleted }) => !isDeleted)
    .map((row) => ({ run: row.run, after: parentOf(row, rows), undone: row.undoneAfter !== undefined }));
  return { conversation: summaryOf(id, runs), head: headOf(rows), tree };
}

/** `through`: a run whose branch is shown, down to its newest end; else the one that goes on. */
export interface ExchangeWish extends PageWish {
  readonly through?: string | undefined;
}

/**
 * The exchanges of one branch, the oldest first; a page holds the last ones before its cursor, which is a run. A fork
 * begins in another conversation. Rejects with `conversation-unknown`, and `run-unknown` for a run of another one.
 */
export async function exchangePage(
  reads: ConversationShow & { readonly runOf: (run: string) => Promise<RunRow | undefined> },
  id: string,
  { limit, cursor, through }: ExchangeWish,
): Promise<Page<ShownExchange>> {
  const rows = await reads.lineage(id);
  if (!rows.some(({ isDeleted }) => !isDeleted))
    throw new ThorpError("conversation-unknown", `There is no conversation ${id}.`);
  if (through !== undefined && !rows.some(({ run, isDeleted }) => run === through && !isDeleted))
    throw new ThorpError("run-unknown", `Conversation ${id} has no run ${through}.`);
  const store = { lineage: reads.lineage, run: reads.runOf };
  const end = through === undefined ? headOf(rows) : newestEndBelow(through, rows);
  const way = await wayTo(store, { after: end, conversation: id });
  const stop =
    cursor === undefined
      ? way.length
      : Math.max(
          0,
          way.findIndex(({ run }) => run === cursor),
        );
  const shown = way.slice(Math.max(0, stop - limit), stop);
  const rowsById = new Map<string, RunRow>();
  const messagesById = new Map<string, MessageRow[]>();
  const lineageByPlace = new Map<string, readonly LineageRow[]>();
  for (const place of new Set(shown.map(({ conversation }) => conversation))) {
    lineageByPlace.set(place, await reads.lineage(place));
    for (const row of await runsOf(reads, place)) rowsById.set(row.id, row);
    for (const message of await reads.messages(place))
      messagesById.set(message.run, [...(messagesById.get(message.run) ?? []), message]);
  }
  const items: ShownExchange[] = [];
  for (const { run, conversation } of shown) {
    const row = rowsById.get(run);
    if (row === undefined) continue;
    const branches = branchesOf(run, lineageByPlace.get(conversation) ?? []);
    const after = await afterOf(store, row);
    const [calls, feedback] = await Promise.all([reads.modelCalls(run), reads.feedback(run)]);
    items.push({ run: { ...row, after }, messages: messagesById.get(run) ?? [], branches, calls, feedback });
  }
  const first = shown[0]?.run;
  return { items, ...(stop > limit && first !== undefined ? { next: first } : {}) };
}

/** What the newest of each person says; nobody's that was taken back. */
export function currentFeedback(rows: readonly FeedbackRow[]): readonly FeedbackRow[] {
  const byPerson = new Map(rows.map((row) => [row.by ?? "", row]));
  return [...byPerson.values()].filter(
    ({ rating, reason, edited, prefer }) => (rating ?? reason ?? edited ?? prefer) !== undefined,
  );
}

function newestEndBelow(run: string, rows: readonly LineageRow[]): string {
  let end = run;
  for (;;) {
    const next = rows.findLast(
      (row) => !row.isDeleted && row.undoneAfter === undefined && parentOf(row, rows) === end && row.run !== end,
    );
    if (next === undefined) return end;
    end = next.run;
  }
}
