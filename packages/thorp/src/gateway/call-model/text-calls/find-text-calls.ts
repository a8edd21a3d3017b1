/**
 * Tool calls that a model wrote into its text instead of making them: found, and taken out of what is shown.
 *
 * Words about a tool are no call. A call stands on a line of its own or behind the mark that its model was trained on,
 * never in a quotation, in the code of an answer or behind "for example".
 */
import { stableStringify } from "../../../base/json.ts";
import { parseArguments } from "../../call-tool/parse-arguments.ts";
import { CALL_MARKS } from "./call-marks.ts";
import { readCallsAt } from "./read-calls.ts";
import { matchAt, type ReadCalls, type WrittenCall } from "./written-call.ts";

/** What was found in a text, and how far it can be relied on. */
export interface TextCalls {
  readonly calls: readonly WrittenCall[];
  /** What may be shown: the words before the calls. */
  readonly rest: string;
  /** Words stand around the call that do not just announce it: too little to change something by. */
  readonly isAmid: boolean;
  readonly isCut: boolean;
}

/** `tools`: names of the tools that were offered. Undefined when the text is an answer. */
export function findTextCalls(text: string, tools: readonly string[]): TextCalls | undefined {
  if (tools.length === 0) return undefined;
  const coded = allInCode(text, tools);
  if (coded !== undefined) return coded;
  for (const { at, isMarked } of startsIn(text)) {
    const read = isQuoted(text, at) ? undefined : readFrom(text, { at, isMarked, tools });
    if (read === undefined) continue;
    const lead = text.slice(0, at);
    const tail = text.slice(read.end).replace(CLOSERS, "").trim();
    if (isHypothetical(lead, tail)) continue;
    const hasTail = tail !== "" && !/^(?:observation|result|output|final answer|pause)\b/i.test(tail);
    return {
      calls: withoutDoubles(read.calls),
      rest: wordsOf(lead),
      isAmid:
        read.isProgram === true ||
        isAmid(wordsOf(lead), { isMarked, hasTail, isInLine: /[^\s.!?:>\]|][ \t]*$/.test(lead) }),
      isCut: read.isCut,
    };
  }
  return undefined;
}

const ANNOUNCED =
  /^(?:(?:sure|okay|ok|certainly|now|first|next|then|so|done|great)[,!.:]?\s+)*(?:i(?:'ll|’ll| will| am going to|'m going to| need to| have to| must)|let me|let's|saving|writing|creating|making|removing|deleting|sending|booking|moving|storing)\b/i;
/** Of another time, of a question, or about how such a thing is done. */
const TOLD =
  /^\w+ing\b[^:]*\b(?:is|are|takes?|needs?|requires?|works?|can|may|means?)\b|\b(?:earlier|yesterday|before|sent|made|said|wrote|was|were|wrong|failed|documentation|log)\b|\?\s*$/i;

interface Surroundings {
  readonly isMarked: boolean;
  readonly hasTail: boolean;
  /** The call goes on with a sentence. */
  readonly isInLine: boolean;
}

/** Whoever is about to do something says so in one sentence, and nothing behind it. */
function isAmid(words: string, { isMarked, hasTail, isInLine }: Surroundings): boolean {
  if (words === "") return hasTail && !isMarked;
  const sentence = words.split(/(?<=[.!?:])\s+|\n+/).at(-1) ?? "";
  if (TOLD.test(sentence) || isInLine) return true;
  return !isMarked && (hasTail || !ANNOUNCED.test(sentence));
}

const CLOSERS = /^(?:\s|<\/?[|｜]?\/?[\w▁]{1,24}[|｜]?>|\[(?:\/|END_)\w{1,12}\]|\[\w{1,12}_END\]|[)\]}]|```)+/;

interface Start {
  readonly at: number;
  readonly isMarked: boolean;
}

const MARK = new RegExp(CALL_MARKS.source, "g");
const LINE = /^[ \t]*(?=[{[`]|<[A-Za-z_][\w-]*>|print\(|[A-Za-z_*][\w.-]*(?:[({:]|[ \t]*\{|\*\*|\s{0,3}<arg_key>))/gm;

function startsIn(text: string): readonly Start[] {
  const marks = [...text.matchAll(MARK)].map((match) => ({ at: match.index, isMarked: true }));
  const lines = [...text.matchAll(LINE)].map((match) => ({ at: match.index + match[0].length, isMarked: false }));
  return [...marks, ...lines].sort((a, b) => a.at - b.at || Number(b.isMarked) - Number(a.isMarked));
}

function readFrom(
  text: string,
  { at, isMarked, tools }: Start & { readonly tools: readonly string[] },
): ReadCalls | undefined {
  const fenced = readFence(text, at, tools);
  if (fenced !== undefined || text.startsWith("```", at)) return fenced;
  const read = readRow(text, at, (start) => readFence(text, start, tools) ?? readCallsAt(text, start, tools));
  // An unmarked call has its line for itself.
  const isAlone = read !== undefined && /^[ \t]*(?:$|\n|<\/|<[|｜]|\[\/)/.test(text.slice(read.end));
  return isMarked || isAlone ? read : undefined;
}

/** Calls one behind the other, with nothing but marks between them. */
function readRow(text: string, at: number, read: (start: number) => ReadCalls | undefined): ReadCalls | undefined {
  const calls: WrittenCall[] = [];
  let end = at;
  let isCut = false;
  let isProgram = false;
  for (;;) {
    const next = read(end + marksAt(text, end));
    if (next === undefined) break;
    calls.push(...next.calls);
    end = next.end;
    isCut ||= next.isCut;
    isProgram ||= next.isProgram ?? false;
  }
  return calls.length === 0 ? undefined : { calls, end, isCut, isProgram };
}

const MARKS_AT = new RegExp(
  `(?:\\s*(?:${CALL_MARKS.source}|</?[|｜]?tool_calls?[|｜]?>|</?function(?:_?calls?)?>|[,;]))*\\s*`,
  "y",
);

function marksAt(text: string, at: number): number {
  return matchAt(MARKS_AT, text, at)?.[0].length ?? 0;
}

/** A fence that holds calls and nothing else. */
function readFence(text: string, at: number, tools: readonly string[]): ReadCalls | undefined {
  const head = matchAt(/\s*```[\w-]*[ \t]*\n?/y, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const close = text.indexOf("```", start);
  const content = text.slice(start, close < 0 ? text.length : close);
  const read = readRow(content, 0, (from) => readCallsAt(content, from, tools));
  if (read === undefined || content.slice(read.end).replace(CLOSERS, "").trim() !== "") return undefined;
  return { ...read, end: close < 0 ? text.length : close + 3 };
}

/** The whole text is one call in inline code. It may be there to be read, so nothing is changed by it. */
function allInCode(text: string, tools: readonly string[]): TextCalls | undefined {
  const inner = /^\s*`([^`\n]+)`\s*$/.exec(text)?.[1];
  const read = inner === undefined ? undefined : readCallsAt(inner, 0, tools);
  if (read === undefined || read.end < (inner ?? "").trimEnd().length) return undefined;
  return { calls: read.calls, rest: "", isAmid: true, isCut: read.isCut };
}

/** In inline code, in a block quotation, or inside the fence of an answer. */
function isQuoted(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (/^\s*(?:>|\|)/.test(line)) return true;
  if (!text.startsWith("```", at) && (line.split("`").length - 1) % 2 === 1) return true;
  const fences = text.slice(0, at).match(/^[ \t]*```/gm)?.length ?? 0;
  return fences % 2 === 1;
}

const HYPOTHETICAL =
  /\b(?:for example|for instance|e\.g\.|an? example|such as|(?:you|one|i|we) (?:can|could|may|might|would)|how (?:you|one|it|to)|looks? like|like this|the (?:syntax|format|form|notation|template)|would (?:be|look|call)|instead of|never|(?:do|does|did|would|should|must|need) ?n[o']t|don't|was called|were called|the log)\b/i;
const AFTERTHOUGHT =
  /^(?:[^\n]{0,80}\b(?:is|are) optional\b|shall i\b|should i\b|would you like|do you want|this is (?:only )?an example|replace )/i;

function isHypothetical(lead: string, tail: string): boolean {
  const paragraph =
    lead
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  return HYPOTHETICAL.test(paragraph.slice(-240)) || AFTERTHOUGHT.test(tail);
}

/** The words before a call, without the thoughts that belong to it. */
function wordsOf(lead: string): string {
  return lead
    .split("\n")
    .filter((line) => !/^\s*(?:\*\*)?(?:Thought|Action)(?:\*\*)?:/i.test(line))
    .join("\n")
    .trim();
}

function withoutDoubles(calls: readonly WrittenCall[]): readonly WrittenCall[] {
  if (calls.length < 2) return calls;
  const seen = new Map(
    calls.map((call) => [`${call.tool} ${stableStringify(parseArguments(call.input) ?? call.input)}`, call]),
  );
  return [...seen.values()];
}
