/**
 * What was said in a conversation as data to train models with: only what nobody forbids, by where each text came from.
 *
 * Taken are exchanges that ended well and that nobody took back, each way through a conversation as one example, and on
 * demand the tasks of its runs. What terms forbid is left out whole, question and answer, and everything that was made
 * of it with it: the labels of a text know. What was left out is told, with the reason and without the text.
 */
import type { Labels } from "../../base/label.ts";
import type { Credit, TrainingObstacle } from "../../events/held-terms.ts";
import type { TrainingRule } from "../../guard/training-rule.ts";
import type { FeedbackRow, LineageRow, MessageRow, RunRow } from "../../storage/store.ts";
import type { DetailedReads } from "../collect-conversation.ts";
import { runsOf } from "../conversations.ts";
import { parentOf } from "../lineage.ts";

/** What is read of the record. */
export interface TrainingReads extends Omit<DetailedReads, "modelCalls"> {
  lineage(conversation: string): Promise<readonly LineageRow[]>;
  feedback(run: string): Promise<readonly FeedbackRow[]>;
}

/** Which data is wanted. */
export interface TrainingWish {
  readonly conversation: string;
  /** Also what tasks were given and brought. */
  readonly tasks?: boolean;
  /** Also answers of providers who say nothing about training. What is forbidden stays out. */
  readonly takesUnknown?: boolean;
}

/** One example: what was said in turn, with where it stands in the record. */
export interface TrainingExample {
  readonly kind: "conversation" | "task";
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  readonly conversation: string;
  /** The run of each answer, in order; of a task its only one. */
  readonly runs: readonly string[];
  readonly task?: { readonly path: string; readonly agent: string };
  /** Who is to be named beside what is made of it. */
  readonly credits: readonly Credit[];
  /** What persons thought of the answers; the newest of each person counts. */
  readonly feedback: readonly Pick<FeedbackRow, "run" | "rating" | "reason" | "edited">[];
}

/** Something that may not train models. */
export interface LeftOut {
  readonly kind: TrainingExample["kind"];
  readonly run: string;
  /** Of a task. */
  readonly path?: string;
  readonly because: readonly TrainingObstacle[];
}

/** What may be given away, and what may not. */
export interface TrainingData {
  readonly examples: readonly TrainingExample[];
  readonly leftOut: readonly LeftOut[];
}

interface Taken {
  readonly run: string;
  readonly request: string;
  readonly answer: string;
  readonly credits: readonly Credit[];
}

/** Empty for a conversation that is not there. */
export async function collectTrainingData(
  reads: TrainingReads,
  rule: TrainingRule,
  { conversation, tasks = false }: Omit<TrainingWish, "takesUnknown">,
): Promise<TrainingData> {
  const [runs, messages, lineage] = await Promise.all([
    runsOf(reads, conversation),
    reads.messages(conversation),
    reads.lineage(conversation),
  ]);
  const examples: TrainingExample[] = [];
  const leftOut: LeftOut[] = [];
  const taken = new Map<string, Taken>();
  for (const run of runs.toReversed()) {
    if (run.state !== "done" || run.undoneAfter !== undefined) continue;
    const exchange = exchangeOf(run, messages);
    const because = rule(exchange.labels);
    if (because.length > 0) leftOut.push({ kind: "conversation", run: run.id, because });
    else if (exchange.answer !== "") taken.set(run.id, exchange);
    if (!tasks) continue;
    const parts = await tasksOf(reads, rule, run);
    examples.push(...parts.examples);
    leftOut.push(...parts.leftOut);
  }
  const ways = waysThrough([...taken.keys()], lineage);
  const whole = await Promise.all(
    ways.map((way) =>
      exampleOf(
        reads,
        conversation,
        way.flatMap((run) => taken.get(run) ?? []),
      ),
    ),
  );
  return { examples: [...whole, ...examples], leftOut };
}

/** The request counts too: it may quote what a tool had said, and is then labelled so. */
function exchangeOf(run: RunRow, messages: readonly MessageRow[]): Taken & { readonly labels: Labels } {
  const own = messages.filter((message) => message.run === run.id);
  const said = own.filter(({ role }) => role === "team");
  return {
    run: run.id,
    request: own.find(({ role }) => role === "person")?.text ?? run.text,
    answer: said.map(({ text }) => text.trim()).join("\n\n"),
    credits: uniqueCredits(said),
    labels: own.flatMap(({ labels }) => labels),
  };
}

/** From the beginning to each end: runs that no other taken run follows, over those that were left out. */
function waysThrough(taken: readonly string[], lineage: readonly LineageRow[]): readonly (readonly string[])[] {
  const isTaken = new Set(taken);
  const rows = new Map(lineage.map((row) => [row.run, row]));
  const wayOf = (end: string): readonly string[] => {
    const way: string[] = [];
    const seen = new Set<string>();
    for (let row = rows.get(end); row !== undefined && !seen.has(row.run); row = rows.get(parentOf(row, lineage))) {
      seen.add(row.run);
      if (isTaken.has(row.run)) way.unshift(row.run);
    }
    return way;
  };
  const ways = taken.map((end) => wayOf(end));
  const inner = new Set(ways.flatMap((way) => way.slice(0, -1)));
  return ways.filter((way) => !inner.has(way.at(-1) ?? ""));
}

async function exampleOf(reads: TrainingReads, conversation: string, way: readonly Taken[]): Promise<TrainingExample> {
  const feedback = await Promise.all(way.map(({ run }) => newestFeedback(reads, run)));
  return {
    kind: "conversation",
    messages: way.flatMap(({ request, answer }) => [
      { role: "user" as const, content: request },
      { role: "assistant" as const, content: answer },
    ]),
    conversation,
    runs: way.map(({ run }) => run),
    credits: uniqueCredits(way),
    feedback: feedback.flat(),
  };
}

async function newestFeedback(reads: TrainingReads, run: string): Promise<TrainingExample["feedback"]> {
  const newest = new Map((await reads.feedback(run)).map((row) => [row.by ?? "", row]));
  return [...newest.values()].flatMap(({ rating, reason, edited }) =>
    rating === undefined && edited === undefined
      ? []
      : [
          {
            run,
            ...(rating === undefined ? {} : { rating }),
            ...(reason === undefined ? {} : { reason }),
            ...(edited === undefined ? {} : { edited }),
          },
        ],
  );
}

/** What came of each task that was done. Its goal is as bound as its result: both were read by whoever did it. */
async function tasksOf(reads: TrainingReads, rule: TrainingRule, run: RunRow): Promise<TrainingData> {
  const examples: TrainingExample[] = [];
  const leftOut: LeftOut[] = [];
  const begun = new Map<string, { readonly goal: string; readonly agent: string }>();
  for (const event of await reads.events(run.id)) {
    if (event.type === "task-start") begun.set(event.path, event.task);
    const task = begun.get(event.path);
    if (event.type !== "task-end" || event.state !== "done" || event.result === undefined || task === undefined)
      continue;
    const { path, result } = event;
    const because = rule(result.labels);
    if (because.length > 0) leftOut.push({ kind: "task", run: run.id, path, because });
    else
      examples.push({
        kind: "task",
        messages: [
          { role: "user", content: task.goal },
          { role: "assistant", content: result.text },
        ],
        ...{ conversation: run.conversation, runs: [run.id], task: { path, agent: task.agent } },
        credits: uniqueCredits([{ credits: result.sources.flatMap(({ credit }) => credit ?? []) }]),
        feedback: [],
      });
  }
  return { examples, leftOut };
}

function uniqueCredits(of: readonly { readonly credits?: readonly Credit[] }[]): readonly Credit[] {
  const all = of.flatMap(({ credits = [] }) => credits);
  return [...new Map(all.map((credit) => [`${credit.text} ${credit.url ?? ""}`, credit])).values()];
}
