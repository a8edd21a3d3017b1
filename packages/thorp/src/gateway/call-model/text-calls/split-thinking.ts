/**
 * Thoughts that a model writes into its text, told from the answer while they stream.
 *
 * An opening mark counts at the beginning of the text and of a line, outside of code; there it is never part of an
 * answer. What could be the beginning of a mark is held back until the next characters decide.
 */
import { LONE_CLOSINGS, TEMPLATE_MARKS, THINKING_TAGS, type ThinkingTag } from "./thinking-tags.ts";

/** One piece of a stream, told apart. */
export interface SplitText {
  readonly text: string;
  readonly thought: string;
  /** All text before this was a thought: only its closing mark was there. What came with it is in `thought`. */
  readonly retracts: boolean;
}

/** Of one stream. What it says and thinks in all is the whole text without its marks. */
export interface ThinkingSplitter {
  push(delta: string): SplitText;
  /** What was held back. */
  flush(): SplitText;
}

const NOTHING: SplitText = { text: "", thought: "", retracts: false };

interface State {
  pending: string;
  tag: ThinkingTag | undefined;
  /** Nothing but space was said since the text or the last thought began. */
  isAtStart: boolean;
  isLineStart: boolean;
  inFence: boolean;
  hasThought: boolean;
}

/** For one answer, from its first character. */
export function createThinkingSplitter(): ThinkingSplitter {
  const state: State = {
    pending: "",
    tag: undefined,
    isAtStart: true,
    isLineStart: true,
    inFence: false,
    hasThought: false,
  };
  return {
    push(delta) {
      if (delta === "") return NOTHING;
      state.pending += delta;
      return take(state, false);
    },
    flush: () => (state.pending === "" ? NOTHING : take(state, true)),
  };
}

function take(state: State, isLast: boolean): SplitText {
  let text = "";
  let thought = "";
  let retracts = false;
  for (;;) {
    const before = state.pending.length;
    if (state.tag !== undefined) thought += takeThought(state, state.tag, isLast);
    else {
      const said = takeText(state, isLast);
      text += said.text;
      if (said.retracts) {
        retracts = true;
        thought += text;
        text = "";
      }
    }
    if (state.pending === "" || state.pending.length === before) return { text, thought, retracts };
  }
}

/** Up to the closing mark; what could be its beginning stays. */
function takeThought(state: State, tag: ThinkingTag, isLast: boolean): string {
  const { pending } = state;
  const found = tag.close
    .map((mark) => ({ mark, at: pending.indexOf(mark) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  if (found !== undefined) {
    state.pending = pending.slice(found.at + found.mark.length);
    state.tag = undefined;
    state.isAtStart = true;
    state.isLineStart = true;
    state.hasThought = true;
    return pending.slice(0, found.at);
  }
  const kept = isLast ? 0 : heldEnd(pending, tag.close);
  state.pending = pending.slice(pending.length - kept);
  return pending.slice(0, pending.length - kept);
}

/** How many characters at the end could begin one of the marks. */
function heldEnd(text: string, marks: readonly string[]): number {
  const longest = Math.min(text.length, Math.max(...marks.map((mark) => mark.length)) - 1);
  for (let length = longest; length > 0; length--) {
    const end = text.slice(text.length - length);
    if (marks.some((mark) => mark.startsWith(end))) return length;
  }
  return 0;
}

/** Text up to the next mark, or all but what could begin one. */
function takeText(state: State, isLast: boolean): { readonly text: string; readonly retracts: boolean } {
  const { pending } = state;
  // Most pieces of a stream: a word in the middle of a line.
  if (!state.isAtStart && !state.isLineStart && !/[\n<[◁]/.test(pending)) {
    state.pending = "";
    return { text: pending, retracts: false };
  }
  let shown = "";
  let at = 0;
  for (; at < pending.length; at++) {
    const sign = pending[at] ?? "";
    if (state.isAtStart && /\s/.test(sign)) continue;
    if (sign === "`" && state.isLineStart && !isLast && "```".startsWith(pending.slice(at)) && pending.length - at < 3)
      break;
    if (state.isLineStart && pending.startsWith("```", at)) state.inFence = !state.inFence;
    const mark = isMarkSign(sign) && !state.inFence ? markAt(state, pending.slice(at), isLast) : undefined;
    if (mark === "undecided") break;
    if (mark !== undefined) {
      state.pending = pending.slice(at + mark.length);
      state.tag = mark.tag;
      state.isAtStart = true;
      state.isLineStart = true;
      state.hasThought ||= mark.retracts;
      return { text: shown, retracts: mark.retracts };
    }
    shown += sign;
    state.isAtStart = false;
    state.isLineStart = sign === "\n" || (state.isLineStart && (sign === " " || sign === "\t"));
  }
  // Space at the start waits for what comes, and is nobody's answer when nothing does.
  const isSpace = state.isAtStart && shown === "" && at === pending.length;
  state.pending = isSpace && !isLast ? pending : pending.slice(at);
  return { text: isSpace ? "" : shown, retracts: false };
}

interface Mark {
  readonly length: number;
  readonly tag: ThinkingTag | undefined;
  readonly retracts: boolean;
}

function isMarkSign(sign: string): boolean {
  return sign === "<" || sign === "[" || sign === "◁";
}

function markAt(state: State, rest: string, isLast: boolean): Mark | "undecided" | undefined {
  const openings = state.isLineStart ? THINKING_TAGS : [];
  const tag = openings.find(({ open }) => rest.startsWith(open));
  if (tag !== undefined) return { length: tag.open.length, tag, retracts: false };
  const template = TEMPLATE_MARKS.find((mark) => rest.startsWith(mark));
  if (template !== undefined) return { length: template.length, tag: undefined, retracts: false };
  const closing = LONE_CLOSINGS.find((mark) => rest.startsWith(mark));
  if (closing !== undefined) {
    // In a sentence about the mark more words follow on its line.
    const after = rest.slice(closing.length);
    if (/^[ \t]*$/.test(after) && !isLast) return "undecided";
    const isAlone = state.isLineStart || /^[ \t]*(?:\n|$)/.test(after);
    return isAlone ? { length: closing.length, tag: undefined, retracts: !state.hasThought } : undefined;
  }
  if (isLast) return undefined;
  const possible = [...openings.map(({ open }) => open), ...TEMPLATE_MARKS, ...LONE_CLOSINGS];
  return possible.some((mark) => mark.startsWith(rest)) ? "undecided" : undefined;
}
