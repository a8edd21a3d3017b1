/**
 * A run as one growing text, for protocols that cannot take a word back.
 *
 * Words of the top agent are passed on as they come. A step that is tried again, and a plan after a preamble, begin a
 * new paragraph; what the final message has beyond all that was passed on comes at the end. What the team does
 * meanwhile is told as reasoning, which clients show apart. A run that waits for tools of the client ends the text.
 */
import type { Failure } from "../../base/errors.ts";
import type { RunUpdate } from "../../engine/thorp.ts";
import type { ClientCall } from "../../events/client-terms.ts";
import type { Usage } from "../../events/event.ts";

/** Tokens of all calls. */
export type AnswerUsage = Required<Usage>;

/** What comes next; `calls` and `end` are the last. */
export type AnswerDelta =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  /** The client is asked to carry these out. */
  | { readonly kind: "calls"; readonly calls: readonly ClientCall[]; readonly usage: AnswerUsage }
  | AnswerEnd;

/** How it ended. */
export interface AnswerEnd {
  readonly kind: "end";
  readonly state: "done" | "partial" | "failed" | "cancelled";
  readonly usage: AnswerUsage;
  readonly failure?: Failure;
  /** The whole answer, without what was said on the way to it; undefined when not a word was said. */
  readonly answer?: string;
  readonly finish: "stop" | "length" | "content-filter";
}

/** How the text is told. */
export interface DeltaOptions {
  /** False: nothing of the answer before all of it is there, because it may still be put into another form. */
  readonly streams?: boolean;
  /** Steps whose words belong to an earlier answer of the same run. */
  readonly said?: ReadonlySet<string>;
  /** Where a person can look at the run: what was not allowed is told with it. */
  readonly link?: string;
}

interface Told {
  shown: string;
  /** The step and attempt whose text comes in, and that text. */
  writing: { readonly key: string; readonly text: string };
  usage: AnswerUsage;
  finish: AnswerEnd["finish"];
  answer: string | undefined;
  /** Steps whose words are told to the end: a frame of them that comes late says nothing new. */
  readonly toldSteps: Set<string>;
  readonly denied: string[];
}

/** Ends with the run, or when it waits for the client. */
export async function* answerDeltas(
  updates: AsyncIterable<RunUpdate>,
  { streams = true, said, link }: DeltaOptions = {},
): AsyncGenerator<AnswerDelta> {
  const told: Told = {
    shown: "",
    writing: { key: "", text: "" },
    usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 },
    finish: "stop",
    answer: undefined,
    toldSteps: new Set(said),
    denied: [],
  };
  for await (const update of updates) {
    if (update.kind === "frame") {
      const text = streams ? frameText(told, update.frame) : undefined;
      if (text !== undefined) yield { kind: "text", text };
      continue;
    }
    const { event } = update;
    noteStep(told, event);
    const before = streams ? wordsBeforeCalls(told, event) : "";
    if (before !== "") yield { kind: "text", text: before };
    const progress = progressOf(event);
    if (progress !== undefined) yield { kind: "reasoning", text: `${progress}\n` };
    if (event.type === "client-call-ask") {
      yield { kind: "calls", calls: event.calls, usage: told.usage };
      return;
    }
    if (event.type === "message-add" && event.role === "team") {
      const rest = lastWords(told, event.text, streams ? link : undefined);
      if (rest !== "") yield { kind: "text", text: rest };
    }
    if (event.type === "run-end") {
      const { state, failure } = event;
      const { usage, answer, finish } = told;
      yield {
        ...{ kind: "end", state, usage, finish },
        ...(failure === undefined ? {} : { failure }),
        ...(answer === undefined ? {} : { answer }),
      };
      return;
    }
  }
}

type RunEvent = Extract<RunUpdate, { kind: "event" }>["event"];
type Frame = Extract<RunUpdate, { kind: "frame" }>["frame"];

function frameText(told: Told, { path, step, attempt, kind, delta }: Frame): string | undefined {
  if (path !== "" || kind !== "text" || told.toldSteps.has(step)) return undefined;
  return write(told, `${step}@${attempt}`, delta);
}

function write(told: Told, key: string, delta: string): string {
  const gap = key !== told.writing.key && told.shown !== "" ? "\n\n" : "";
  told.writing = { key, text: (key === told.writing.key ? told.writing.text : "") + delta };
  told.shown += gap + delta;
  return gap + delta;
}

/** What was said before tools were called, as far as it has not been streamed: frames may come after the event. */
function wordsBeforeCalls(told: Told, event: RunEvent): string {
  if (event.type !== "step-end" || event.path !== "" || told.toldSteps.has(event.step)) return "";
  const { text, toolCalls } = (event.result ?? {}) as { text?: unknown; toolCalls?: unknown };
  if (typeof text !== "string" || !Array.isArray(toolCalls) || toolCalls.length === 0) return "";
  told.toldSteps.add(event.step);
  const key = `${event.step}@${event.attempt}`;
  const said = told.writing.key === key ? told.writing.text : "";
  const rest = text.startsWith(said) ? text.slice(said.length) : "";
  return rest === "" ? "" : write(told, key, rest);
}

/** What the final message has beyond what was passed on: for whoever came late, or an answer that was never streamed. */
function lastWords(told: Told, text: string, link: string | undefined): string {
  const { writing, shown } = told;
  const isGoneOn = writing.text !== "" && text.startsWith(writing.text);
  const gap = shown === "" || isGoneOn ? "" : "\n\n";
  const denied = link === undefined || told.denied.length === 0 ? "" : `\n\n${deniedWords(told.denied, link)}`;
  const rest = `${gap}${isGoneOn ? text.slice(writing.text.length) : text}${denied}`;
  told.shown += rest;
  told.answer = `${text}${denied}`;
  return rest;
}

function deniedWords(denied: readonly string[], link: string): string {
  return `Not done, because nobody could be asked here: ${[...new Set(denied)].join("; ")}. Where you can allow it: ${link}`;
}

/** What the events of a step say about use, the end of the text, and what was not allowed. */
function noteStep(told: Told, event: RunEvent): void {
  if (event.type === "policy-deny") told.denied.push(event.why);
  if (event.type !== "step-end" || typeof event.result !== "object" || event.result === null) return;
  const { usage, finish } = event.result as { usage?: Partial<Usage>; finish?: string };
  if (usage === undefined) return;
  told.usage = {
    inputTokens: told.usage.inputTokens + (usage.inputTokens ?? 0),
    outputTokens: told.usage.outputTokens + (usage.outputTokens ?? 0),
    cachedTokens: told.usage.cachedTokens + (usage.cachedTokens ?? 0),
    reasoningTokens: told.usage.reasoningTokens + (usage.reasoningTokens ?? 0),
  };
  if (event.path === "") told.finish = finish === "length" || finish === "content-filter" ? finish : "stop";
}

function progressOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case "plan-accept":
      return event.path === "" ? "The plan runs." : undefined;
    case "plan-propose":
    case "plan-revise":
      return event.path === "" ? `Plan: ${event.plan.tasks.map((task) => task.goal).join("; ")}` : undefined;
    case "task-start":
      return `${event.path}: ${event.task.agent} begins`;
    case "task-end":
      return `${event.path}: ${event.state}${event.failure === undefined ? "" : ` (${event.failure.message})`}`;
    default:
      return undefined;
  }
}
