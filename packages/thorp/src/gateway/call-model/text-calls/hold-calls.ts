/**
 * Holds back the end of a streaming text while it looks like a tool call, so that nobody is shown one as an answer.
 * Ordinary text waits only as long as its next characters could begin a call: a few.
 */
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { MARK_STARTS } from "./call-marks.ts";
import { FRAME_KEYS, LIST_KEYS, NAME_KEYS } from "./call-object.ts";

/** Of one stream. What it shows and holds in all is the whole text. */
export interface CallHold {
  /** Takes text in, gives what may be shown by now. */
  push(text: string): string;
  /** What is held back. */
  held(): string;
  /** The held text is a call as far as it goes: not to be shown even when the stream breaks. */
  isCall(): boolean;
}

type Guess = "no" | "maybe" | "yes";

/** `tools`: names of the tools that were offered; without any nothing is held. */
export function createCallHold(tools: readonly string[]): CallHold {
  let pending = "";
  let guess: Guess = "no";
  let isLineStart = true;
  let inFence = false;
  const firstLetters = new Set(tools.map((name) => name[0] ?? ""));

  const guessAt = (rest: string): Guess => {
    const sign = rest[0] ?? "";
    if (sign === "<" || sign === "[" || sign === "f") {
      const marked = guessMark(rest);
      if (marked !== "no" && (sign !== "f" || isLineStart)) return marked;
      if (sign === "<" && isLineStart) return guessElement(rest, tools);
    }
    if (!isLineStart) return "no";
    if (sign === "{" || sign === "[") return guessJson(rest, tools);
    if (sign === "`") return guessFence(rest, tools);
    if (firstLetters.has(sign) || /[ATFpdc*]/.test(sign)) return guessLine(rest, tools);
    return "no";
  };

  return {
    push(text) {
      if (tools.length === 0) return text;
      // Most pieces of a stream: a word in the middle of a line.
      if (pending === "" && !isLineStart && !/[\n<[]/.test(text)) return text;
      pending += text;
      if (guess === "yes") return "";
      let at = 0;
      for (; at < pending.length; at++) {
        const sign = pending.charCodeAt(at);
        // Only these begin anything; letters do at the start of a line.
        const mayBegin = !inFence && (isLineStart || sign === 60 || sign === 91);
        guess = mayBegin && !isSpace(sign) ? guessAt(pending.slice(at, at + LONGEST_LOOK)) : "no";
        if (guess !== "no") break;
        if (isLineStart && pending.startsWith("```", at)) inFence = !inFence;
        isLineStart = sign === 10 || (isLineStart && isSpace(sign));
      }
      const shown = pending.slice(0, at);
      pending = pending.slice(at);
      return shown;
    },
    held: () => pending,
    isCall: () => guess === "yes",
  };
}

/** Enough to tell a call from an answer; what is held longer has been told. Characters. */
const LONGEST_LOOK = 4000;

function isSpace(sign: number): boolean {
  return sign === 32 || sign === 9;
}

/** `<read_file>` */
function guessElement(rest: string, tools: readonly string[]): Guess {
  const elements = tools.map((name) => `<${name}>`);
  if (elements.some((element) => rest.startsWith(element))) return "yes";
  return elements.some((element) => element.startsWith(rest)) ? "maybe" : "no";
}

function guessMark(rest: string): Guess {
  if (MARK_STARTS.some((mark) => rest.startsWith(mark))) return "yes";
  return MARK_STARTS.some((mark) => mark.startsWith(rest)) ? "maybe" : "no";
}

const LISTS: ReadonlySet<string> = new Set(LIST_KEYS);
const FRAMES: ReadonlySet<string> = new Set(FRAME_KEYS);
const CALL_KEYS: readonly string[] = [...NAME_KEYS, ...LIST_KEYS, ...FRAME_KEYS, "type", "id"];

/** `{"name": "x", …`: by its first key, then by the name. */
function guessJson(rest: string, tools: readonly string[]): Guess {
  const open = /^(?:\[\s*)?\{\s*/.exec(rest)?.[0] ?? (/^\[\s*$/.test(rest) ? rest : undefined);
  if (open === undefined) return guessLine(rest, tools);
  const body = rest.slice(open.length);
  if (body === "") return "maybe";
  const key = /^["'`]?([\w.-]*)/.exec(body)?.[1] ?? "";
  const afterKey = body.slice(key.length + (/^["'`]/.test(body) ? 1 : 0));
  const known = [...CALL_KEYS, ...tools];
  if (afterKey === "") return known.some((name) => name.startsWith(key)) ? "maybe" : "no";
  if (!known.includes(key)) return "no";
  const value = /^["'`]?\s*:\s*/.exec(afterKey);
  if (value === null) return afterKey.length < 10 ? "maybe" : "no";
  return guessValue(key, afterKey.slice(value[0].length), tools);
}

function guessValue(key: string, value: string, tools: readonly string[]): Guess {
  if (value === "") return "maybe";
  if (tools.includes(key) || LISTS.has(key)) return /^[{[]/.test(value) ? "yes" : "no";
  if (value.startsWith("{")) return FRAMES.has(key) ? "yes" : "no";
  const word = /^["'`]([^"'`\n]{0,64})(["'`])?/.exec(value);
  if (word === null) return "no";
  if (word[2] === undefined) return word[1] === value.slice(1) ? "maybe" : "no";
  if (key === "type") return word[1] === "function" || word[1] === "tool_call" ? "yes" : "no";
  if (key === "id") return "no";
  if (toolMeant(word[1] ?? "", tools) !== undefined) return "yes";
  // A tool that nobody has: by whether arguments follow.
  const next = /^\s*,\s*["'`]?(\w*)/.exec(value.slice(word[0].length));
  if (next === null) return value.length - word[0].length < 4 ? "maybe" : "no";
  return ["arguments", "parameters", "args", "input", "tool_input", "action_input"].some((name) =>
    name.startsWith(next[1] ?? ""),
  )
    ? "maybe"
    : "no";
}

const FENCE_LANGUAGES =
  /^(?:json|jsonc|toolcall|tool_call|tool_calls|tool_code|tool|python|py|javascript|js|text|function|xml)?$/;

function guessFence(rest: string, tools: readonly string[]): Guess {
  if ("```".startsWith(rest)) return "maybe";
  if (!rest.startsWith("```")) return /^`[^`]/.test(rest) ? guessCode(rest.slice(1), tools) : "no";
  const line = rest.indexOf("\n");
  const language = rest.slice(3, line < 0 ? undefined : line).trim();
  if (line < 0) return language.length <= 12 ? "maybe" : "no";
  if (!FENCE_LANGUAGES.test(language)) return "no";
  const content = rest.slice(line + 1).trimStart();
  if (content === "") return "maybe";
  if (content.startsWith("<") || content.startsWith("[TOOL")) return guessMark(content);
  if (content.startsWith("{") || content.startsWith("[")) return guessJson(content, tools);
  // `forecast = get_weather(…)`: the name of a variable is none of a tool.
  if (/^[A-Za-z_]\w{0,40}[ \t]*(?:=[ \t]*)?$/.test(content)) return "maybe";
  return guessLine(content.replace(/^[A-Za-z_]\w*[ \t]*=[ \t]*/, ""), tools);
}

/** A line that is one call in inline code; words behind it tell an answer. */
function guessCode(rest: string, tools: readonly string[]): Guess {
  const close = rest.indexOf("`");
  const behind = close < 0 ? "" : rest.slice(close + 1);
  return behind.trim() === "" && guessName(rest.slice(0, close < 0 ? undefined : close), tools) !== "no"
    ? "maybe"
    : "no";
}

const LABELS = ["call:", "Action:", "**Action:**", "Tool:", "Tool name:", "Function:"];
const BEFORE_NAMES = ["print(", "default_api.", "functions.", "print(default_api."];

/** A line that begins with a tool's name, or says that one follows. */
function guessLine(rest: string, tools: readonly string[]): Guess {
  for (const label of LABELS) {
    if (label.startsWith(rest)) return "maybe";
    if (label === "call:" && rest.startsWith(label)) return guessName(rest.slice(label.length), tools);
    if (rest.startsWith(label)) {
      const [, name = "", opening] = /^\s*`?([\w.-]*)[ \t]*([[(])?/.exec(rest.slice(label.length)) ?? [];
      if (opening !== undefined && toolMeant(name, tools)?.isCertain === true) return "maybe";
      if (!rest.slice(label.length).includes("\n")) return rest.length < 80 ? "maybe" : "no";
      return toolMeant(name, tools)?.isCertain === true ? "maybe" : "no";
    }
  }
  const inner = rest.startsWith("[") ? rest.slice(1).trimStart() : rest;
  const before = BEFORE_NAMES.filter((start) => inner.startsWith(start)).sort((a, b) => b.length - a.length)[0] ?? "";
  if (inner !== "" && BEFORE_NAMES.some((start) => start.startsWith(inner))) return "maybe";
  return guessName(inner.slice(before.length), tools);
}

function guessName(rest: string, tools: readonly string[]): Guess {
  if (rest === "") return "maybe";
  const name = /^[\w-]+/.exec(rest)?.[0] ?? "";
  const after = rest.slice(name.length);
  if (after === "") return tools.some((tool) => tool.startsWith(name)) ? "maybe" : "no";
  if (!tools.includes(name)) return "no";
  if (/^\s{0,3}\{/.test(after) || after.startsWith("[ARGS]")) return "yes";
  if (/^\s{0,3}<arg_key>/.test(after)) return "yes";
  if (/^\s{1,3}$/.test(after) || "<arg_key>".startsWith(after.trimStart())) return "maybe";
  if (!after.startsWith("(") && !after.startsWith(".call(")) return "no";
  // A call has its line for itself: words behind the bracket tell an answer.
  const line = after.split("\n")[0] ?? "";
  return /\)[^)\],;]*[A-Za-z=]{2}/.test(line.replace(/"[^"]*"|'[^']*'/g, '""')) ? "no" : "maybe";
}
