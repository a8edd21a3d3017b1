/**
 * When an agent goes round in circles with its tools. Pages of a list, files one after the other, a search that gets
 * narrower and finds something else each time: that is work, however alike the calls look.
 */
import type { BriefToolCall } from "../models/brief.ts";

/** The same call with an answer that changes is polling, up to so many times. */
const MOST_POLLS = 4;
/** Rounds of two or three calls, whatever they bring. */
const MOST_ROUNDS = 3;
/** A call that fails, in whatever words. */
const MOST_FAILURES = 3;
/** Calls in a row of which each only adds to the arguments of the one before. */
const MOST_GROWTH = 4;

type Call = Pick<BriefToolCall, "tool" | "input" | "text" | "ok">;

/** Whether the last calls, in the order in which they were made, bring nothing any more. */
export function goesRound(calls: readonly Call[]): boolean {
  return (
    tellsNothingNew(calls) ||
    failsAgain(calls) ||
    [1, 2, 3].some((length) => isRound(calls, length)) ||
    onlyGrows(calls)
  );
}

/** The same tool, the same arguments in any order and spacing, the same answer. */
function tellsNothingNew(calls: readonly Call[]): boolean {
  const seen = new Set<string>();
  return calls.some((call) => {
    const key = `${keyOf(call)} ${plain(call.text)}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

function failsAgain(calls: readonly Call[]): boolean {
  const failures = new Map<string, number>();
  return calls.some((call) => {
    if (call.ok) return false;
    const times = (failures.get(keyOf(call)) ?? 0) + 1;
    failures.set(keyOf(call), times);
    return times >= MOST_FAILURES;
  });
}

/** The last calls are the same `length` ones over and over: A-B-A-B-A-B. */
function isRound(calls: readonly Call[], length: number): boolean {
  const rounds = length === 1 ? MOST_POLLS + 1 : MOST_ROUNDS;
  const keys = calls.slice(-length * rounds).map(keyOf);
  return keys.length === length * rounds && keys.every((key, at) => key === keys[at % length]);
}

function onlyGrows(calls: readonly Call[]): boolean {
  const last = calls.slice(-MOST_GROWTH);
  if (last.length < MOST_GROWTH) return false;
  const texts = last.map((call) => argumentsOf(call));
  const grows = last.every((call, at) => {
    const before = texts[at - 1];
    return (
      at === 0 ||
      (call.tool === last[at - 1]?.tool && before !== undefined && before !== "" && isLonger(texts[at] ?? "", before))
    );
  });
  if (!grows) return false;
  // Narrower each time is a way to search, as long as what is found changes.
  const found = new Set(last.filter((call) => call.ok).map((call) => plain(call.text)));
  return found.size <= 1 || addsTheSame(texts);
}

function isLonger(text: string, before: string): boolean {
  return text.length > before.length && text.startsWith(before);
}

/** `very`, `very very`, `very very very`. */
function addsTheSame(texts: readonly string[]): boolean {
  const added = texts.slice(1).map((text, at) => text.slice(texts[at]?.length ?? 0).trim());
  return new Set(added).size === 1;
}

/** The texts among the arguments, in a stable order, without the signs around them. */
function argumentsOf({ input }: Call): string {
  return leaves(input)
    .map((leaf) => plain(String(leaf)))
    .join(" ");
}

function leaves(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([, inner]) => leaves(inner));
}

function keyOf({ tool, input }: Call): string {
  return `${tool} ${JSON.stringify(normalized(input))}`;
}

function normalized(value: unknown): unknown {
  if (typeof value === "string") return plain(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(normalized);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, normalized(inner)]);
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
