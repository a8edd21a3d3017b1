/** A conversation as one piece of data: what was said, with sources, files and what it cost, exchange by exchange. */
import type { Failure } from "../base/errors.ts";
import type { Citation, RunEvent, RunState } from "../events/event.ts";
import type { Credit } from "../events/held-terms.ts";
import type { MessageRow, ModelCallRow, RunRow } from "../storage/store.ts";
import { type ConversationReads, runsOf, summaryOf } from "./conversations.ts";

/** Both the engine and a record that is only read have these. */
export interface DetailedReads extends ConversationReads {
  events(run: string, after?: number): Promise<readonly RunEvent[]>;
  modelCalls(run: string): Promise<readonly ModelCallRow[]>;
}

/** Exchanges oldest first, also those that were taken back. `cost` is that of all, also of those left out. */
export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly lastAt: number;
  /** US dollars. */
  readonly cost: number;
  readonly exchanges: readonly Exchange[];
  /** Exchanges before these that were left out. */
  readonly earlier: number;
}

/** One request and what came of it. */
export interface Exchange {
  readonly run: string;
  /** The run that it follows; absent where an older release did not say. */
  readonly after?: string;
  readonly team: string;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** It was taken back: later requests did not know of it. */
  readonly isUndone: boolean;
  readonly request: string;
  readonly attachments: readonly string[];
  /** Empty when nothing was said. */
  readonly answer: string;
  readonly citations: readonly Citation[];
  /** Who is to be named beside the answer. */
  readonly credits?: readonly Credit[];
  readonly files: readonly { readonly file: string; readonly isNew: boolean }[];
  readonly failure?: Failure;
  /** US dollars. */
  readonly cost: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** `rules` for the rules model. */
  readonly models: readonly string[];
}

/** Undefined when there is no such conversation. `last`: only so many exchanges from its end. */
export async function collectConversation(
  reads: DetailedReads,
  id: string,
  { last = Number.MAX_SAFE_INTEGER }: { readonly last?: number } = {},
): Promise<Conversation | undefined> {
  const runs = await runsOf(reads, id);
  if (runs.length === 0) return undefined;
  const messages = await reads.messages(id);
  const exchanges: Exchange[] = [];
  for (const run of runs.slice(0, last).toReversed()) {
    const own = messages.filter((message) => message.run === run.id);
    const [events, calls] = await Promise.all([reads.events(run.id), reads.modelCalls(run.id)]);
    exchanges.push(exchangeOf(run, { messages: own, events, calls }));
  }
  const { title, team, startedAt, lastAt, cost } = summaryOf(id, runs);
  return { id, title, team, startedAt, lastAt, cost: cost / 1e6, exchanges, earlier: Math.max(0, runs.length - last) };
}

interface RunParts {
  readonly messages: readonly MessageRow[];
  readonly events: readonly RunEvent[];
  readonly calls: readonly ModelCallRow[];
}

function exchangeOf(run: RunRow, { messages, events, calls }: RunParts): Exchange {
  const said = (role: MessageRow["role"]) => messages.filter((message) => message.role === role);
  const start = events.find((event) => event.type === "run-start");
  const answer = events.findLast((event) => event.type === "message-add" && event.role === "team");
  const failure = events.findLast((event) => event.type === "run-end")?.failure;
  // A call of the rules model counts words that nobody pays for.
  const paid = calls.filter(({ tier }) => tier !== "embedded");
  const sum = (of: "inputTokens" | "outputTokens") => paid.reduce((total, call) => total + call[of], 0);
  return {
    run: run.id,
    ...(run.after === undefined ? {} : { after: run.after }),
    team: run.team,
    state: run.state,
    startedAt: run.startedAt,
    ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }),
    isUndone: run.undoneAfter !== undefined,
    request: said("person").at(0)?.text ?? run.text,
    attachments: start?.request.attachments.map(({ name }) => name) ?? [],
    answer: said("team")
      .map(({ text }) => text.trim())
      .join("\n\n"),
    citations: answer?.type === "message-add" ? (answer.citations ?? []) : [],
    ...(answer?.type === "message-add" && answer.credits !== undefined ? { credits: answer.credits } : {}),
    files: changedFiles(events),
    ...(failure === undefined ? {} : { failure }),
    cost: run.cost / 1e6,
    tokens: { input: sum("inputTokens"), output: sum("outputTokens") },
    models: [...new Set(calls.map(({ tier, model }) => (tier === "embedded" ? "rules" : model)))],
  };
}

/** Each file once, as it stood before the first change. */
export function changedFiles(events: readonly RunEvent[]): Exchange["files"] {
  const isNewByFile = new Map<string, boolean>();
  for (const event of events) {
    if (event.type !== "file-change" || isNewByFile.has(event.file)) continue;
    isNewByFile.set(event.file, event.before === undefined);
  }
  return [...isNewByFile].map(([file, isNew]) => ({ file, isNew }));
}
