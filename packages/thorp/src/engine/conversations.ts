/**
 * Conversations, read off the runs that they consist of. Nothing is stored about one beside its runs: its name is the
 * newest that a person gave it, else the first words of its first request.
 */
import { type MicroDollars, noMoney } from "../base/money.ts";
import type { MessageRow, RunFilter, RunRow } from "../storage/store.ts";

/** Both the engine and a record that is only read have these. */
export interface ConversationReads {
  listRuns(filter?: RunFilter): Promise<readonly RunRow[]>;
  messages(conversation: string): Promise<readonly MessageRow[]>;
}

/** One row of a list; `cost` is in micro-dollars, the title at most 60 letters, also one that a person gave. */
export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  /** The team that was asked last. */
  readonly team: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When the last run ended or, while it goes on, began. */
  readonly lastAt: number;
  /** Also those that were taken back: they cost money. */
  readonly runs: number;
  readonly cost: MicroDollars;
  /** Runs that have not ended. */
  readonly unfinished: number;
}

const MOST_RUNS = 1_000_000;
const LONGEST_TITLE = 60;

/** Newest first. */
export async function listConversations(
  reads: ConversationReads,
  { limit }: { readonly limit: number },
): Promise<readonly ConversationSummary[]> {
  const ids = await newestConversations(reads, limit);
  const summaries: ConversationSummary[] = [];
  for (const id of ids) summaries.push(summaryOf(id, await runsOf(reads, id)));
  return summaries;
}

/** Newest run first; empty for a conversation that is not there. */
export function runsOf(reads: Pick<ConversationReads, "listRuns">, conversation: string): Promise<readonly RunRow[]> {
  return reads.listRuns({ conversation, limit: MOST_RUNS });
}

/** `runs`: all of the conversation, newest first, at least one. */
export function summaryOf(id: string, runs: readonly RunRow[]): ConversationSummary {
  const [newest] = runs;
  const oldest = runs.at(-1);
  const asked = runs.findLast(({ undoneAfter }) => undoneAfter === undefined) ?? oldest;
  return {
    id,
    title: runs.find(({ title }) => title !== undefined)?.title ?? titleFrom(asked?.text ?? ""),
    team: newest?.team ?? "",
    startedAt: oldest?.startedAt ?? 0,
    lastAt: Math.max(0, ...runs.map(({ startedAt, endedAt }) => endedAt ?? startedAt)),
    runs: runs.length,
    cost: runs.reduce((sum, { cost }) => sum + cost, noMoney as number) as MicroDollars,
    unfinished: runs.filter(({ endedAt }) => endedAt === undefined).length,
  };
}

/** Ids of the conversations with the newest runs; looks only as far back as it must. */
export async function newestConversations(reads: ConversationReads, limit: number): Promise<readonly string[]> {
  for (let size = Math.min(MOST_RUNS, limit * 8); ; size = Math.min(MOST_RUNS, size * 4)) {
    const runs = await reads.listRuns({ limit: size });
    const ids = [...new Set(runs.map(({ conversation }) => conversation))];
    if (ids.length >= limit || runs.length < size || size === MOST_RUNS) return ids.slice(0, limit);
  }
}

/** The first words on one line, without control characters and marks of writing direction; at most 60 letters. */
export function titleFrom(text: string): string {
  const line = text.replace(/[\p{Cc}\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, " ").trim();
  if (line.length <= LONGEST_TITLE) return line;
  // Not through the middle of a letter that takes two.
  const cut = line.slice(0, LONGEST_TITLE - 1).replace(/[\ud800-\udbff]$/, "");
  const lastBlank = cut.lastIndexOf(" ");
  return `${(lastBlank > LONGEST_TITLE / 2 ? cut.slice(0, lastBlank) : cut).trimEnd()}…`;
}
