/**
 * Conversations are trees: each run follows another one, and sees only what was said on the way to it.
 *
 * A run says whom it follows in its `run-start`. Journals of releases without branches say nothing: there a run follows
 * the newest one before it that had not been taken back by then. A run that was deleted keeps its place, so that those
 * behind it still find what came before. The way may begin in another conversation: that is a fork.
 */
import type { LineageRow, RunRow, Store } from "../storage/store.ts";

/** Where conversations are read. */
export type LineageReads = Pick<Store, "lineage" | "run">;

/** A run on the way to another. */
export interface Ancestor {
  readonly run: string;
  readonly conversation: string;
}

/** Nobody talks that long; a cycle in a damaged record ends here. */
const LONGEST_WAY = 100_000;

/** The run that a row follows; empty for the first of its conversation. `rows`: all of it, in order. */
export function parentOf(row: LineageRow, rows: readonly LineageRow[]): string {
  if (row.after !== undefined) return row.after;
  const place = rows.findIndex(({ run }) => run === row.run);
  return rows.slice(0, place).findLast((earlier) => !isUndoneBefore(earlier, row.run))?.run ?? "";
}

/** Where a conversation goes on when nobody says otherwise: its newest run that counts; empty when there is none. */
export function headOf(rows: readonly LineageRow[]): string {
  return rows.findLast(({ undoneAfter, isDeleted }) => undoneAfter === undefined && !isDeleted)?.run ?? "";
}

/** Runs in the same place, in order, with the run itself; those that were deleted or taken back are left out. */
export function branchesOf(run: string, rows: readonly LineageRow[]): readonly string[] {
  const row = rows.find((other) => other.run === run);
  if (row === undefined) return [run];
  const parent = parentOf(row, rows);
  return rows
    .filter((other) => other.run === run || (!other.isDeleted && other.undoneAfter === undefined))
    .filter((other) => parentOf(other, rows) === parent)
    .map((other) => other.run);
}

/** True when a run that counts follows it. */
export function isBuiltUpon(run: string, rows: readonly LineageRow[]): boolean {
  return rows.some((row) => !row.isDeleted && row.undoneAfter === undefined && parentOf(row, rows) === run);
}

/** The runs that were there before, oldest first, without the deleted ones. `after`: the last of them. */
export async function wayTo(
  store: LineageReads,
  { after, conversation }: { readonly after: string; readonly conversation: string },
): Promise<readonly Ancestor[]> {
  const way: Ancestor[] = [];
  let here = conversation;
  let rows = await store.lineage(here);
  let run = after;
  for (let length = 0; run !== "" && length < LONGEST_WAY; length++) {
    let row = rows.find((known) => known.run === run);
    if (row === undefined) {
      const elsewhere = await store.run(run);
      if (elsewhere === undefined) break;
      here = elsewhere.conversation;
      rows = await store.lineage(here);
      row = rows.find((known) => known.run === run);
      if (row === undefined) break;
    }
    if (!row.isDeleted) way.push({ run, conversation: here });
    run = parentOf(row, rows);
  }
  return way.reverse();
}

/** What a run of any release follows. */
export async function afterOf(
  store: LineageReads,
  { id, conversation, after }: Pick<RunRow, "id" | "conversation" | "after">,
): Promise<string> {
  if (after !== undefined) return after;
  const rows = await store.lineage(conversation);
  const row = rows.find(({ run }) => run === id);
  return row === undefined ? "" : parentOf(row, rows);
}

/** What was taken back before a run was asked for is not in its context; a replay of older runs still has it. */
function isUndoneBefore({ undoneAfter }: LineageRow, run: string): boolean {
  return undoneAfter !== undefined && undoneAfter < run;
}
