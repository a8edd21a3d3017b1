/** Calls that begin at a place in a text, in each of the ways in which models write them. */
import { readJsonAt } from "../../call-tool/lenient-json.ts";
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { callsInObject } from "./call-object.ts";
import type { ReadCalls, WrittenCall } from "./written-call.ts";

interface Place {
  readonly text: string;
  readonly at: number;
  readonly tools: readonly string[];
}

type Reader = (place: Place) => ReadCalls | undefined;

/** The first way that fits. Space before the call is passed over. */
export function readCallsAt(text: string, at: number, tools: readonly string[]): ReadCalls | undefined {
  const place = { text, at: at + (matchAt(/\s*/y, text, at)?.[0].length ?? 0), tools };
  for (const read of readers) {
    const calls = read(place);
    if (calls !== undefined) return calls;
  }
  return undefined;
}

/** The match that begins exactly at `at`; the pattern must be sticky. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const readers: readonly Reader[] = [xmlFunction, invoke, separated, json, called, python, named, spelled];

/** `<function=name>{…}</function>`, or with `<parameter=key>value</parameter>` inside. */
function xmlFunction({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/<function=["']?([\w.:-]+)["']?>\s*/y, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const name = head[1] ?? "";
  if (text[start] === "{") return withJson(text, start, name);
  return withParameters({
    text,
    start,
    name,
    pattern: /\s*<parameter=["']?([\w.-]+)["']?>\n?([\s\S]*?)\n?<\/parameter>/y,
    close: /\s*<\/function>/y,
  });
}

/** `<invoke name="x"><parameter name="y">v</parameter></invoke>` */
function invoke({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/<invoke\s+name=["']([\w.:-]+)["']\s*>/y, text, at);
  if (head === null) return undefined;
  const pattern = /\s*<parameter\s+name=["']([\w.-]+)["']\s*>([\s\S]*?)<\/parameter>/y;
  return withParameters({ text, start: at + head[0].length, name: head[1] ?? "", pattern, close: /\s*<\/invoke>/y });
}

interface Parameters {
  readonly text: string;
  readonly start: number;
  readonly name: string;
  readonly pattern: RegExp;
  readonly close: RegExp;
}

function withParameters({ text, start, name, pattern, close }: Parameters): ReadCalls {
  const input: Record<string, string> = {};
  let end = start;
  for (let found = matchAt(pattern, text, end); found !== null; found = matchAt(pattern, text, end)) {
    input[found[1] ?? ""] = found[2] ?? "";
    end += found[0].length;
  }
  const closed = matchAt(close, text, end);
  return {
    calls: [{ tool: name, input: JSON.stringify(input) }],
    end: end + (closed?.[0].length ?? 0),
    // A parameter that has no end is not among them.
    isCut: closed === null && /<parameter/.test(text.slice(end)),
  };
}

/** DeepSeek: `function<｜tool▁sep｜>name`, then a fence. */
function separated({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/(?:<｜tool▁call▁begin｜>)?(?:function)?<｜tool▁sep｜>([\w.:-]+)\s*(?:```\w*\s*)?/y, text, at);
  if (head === null) return undefined;
  const read = withJson(text, at + head[0].length, head[1] ?? "");
  const tail = matchAt(/\s*(?:```)?\s*(?:<｜tool▁calls?▁end｜>\s*)*/y, text, read.end);
  return { ...read, end: read.end + (tail?.[0].length ?? 0) };
}

/** Objects and lists of them, glued or not. */
function json({ text, at, tools }: Place): ReadCalls | undefined {
  if (text[at] !== "{" && text[at] !== "[") return undefined;
  const calls: WrittenCall[] = [];
  let end = at;
  let isCut = false;
  for (let next = at; ; ) {
    const read = readJsonAt(text, next);
    const found = read === undefined ? undefined : callsInObject(read.value, tools);
    if (read === undefined || found === undefined) break;
    calls.push(...found);
    end = read.end;
    isCut ||= read.cut === "value" || read.cut === "entry";
    const gap = matchAt(/[\s,;]*(?=[{[])/y, text, end);
    if (gap === null) break;
    next = end + gap[0].length;
  }
  return calls.length === 0 ? undefined : { calls, end, isCut };
}

/** `name(key="value")`, `[name(…), name(…)]`, `print(name(…))`, `name.call(…)`; only for tools that there are. */
function python({ text, at, tools }: Place): ReadCalls | undefined {
  const calls: WrittenCall[] = [];
  const open = matchAt(/\[\s*/y, text, at);
  let end = at + (open?.[0].length ?? 0);
  for (;;) {
    const head = matchAt(
      /(print\(\s*)?(?:default_api\.|functions\.|tools\.)?([A-Za-z_][\w-]*)(?:\.call)?\(/y,
      text,
      end,
    );
    const name = head?.[2] ?? "";
    if (head === null || !tools.includes(name)) break;
    const start = end + head[0].length;
    const close = closingParenthesis(text, start);
    if (close === undefined) break;
    const input = pythonArguments(text.slice(start, close));
    if (input === undefined) break;
    calls.push({ tool: name, input });
    end = close + 1 + (head[1] === undefined ? 0 : (matchAt(/\s*\)/y, text, close + 1)?.[0].length ?? 0));
    const gap = matchAt(open === null ? /\s*\n\s*(?=[A-Za-z_])/y : /\s*,\s*/y, text, end);
    if (gap === null) break;
    end += gap[0].length;
  }
  if (calls.length === 0) return undefined;
  if (open !== null) end += matchAt(/\s*\]/y, text, end)?.[0].length ?? 0;
  return { calls, end, isCut: false };
}

function closingParenthesis(text: string, from: number): number | undefined {
  let depth = 1;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(") depth++;
    else if (sign === ")" && --depth === 0) return at;
  }
  return undefined;
}

/** Named ones as an object, nameless ones as a list; undefined for a mixture, and for anything that would have to be run. */
function pythonArguments(inner: string): string | undefined {
  const text = inner.trim();
  if (text === "") return "{}";
  if (!areLiterals(text)) return undefined;
  if (/^\w+\s*=/.test(text)) return textOf(readJsonAt(`{${text}}`, 0)?.value);
  const isMixed = /,\s*\w+\s*=/.test(withoutStrings(text));
  const values = isMixed ? undefined : readJsonAt(`[${text}]`, 0)?.value;
  return Array.isArray(values) ? textOf(values) : undefined;
}

const STRING = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g;

/** Every text is one sign then. */
function withoutStrings(text: string): string {
  return text.replace(STRING, "§");
}

/** Texts, numbers, words like True, and lists and objects of them: no variables, no calls, no sums. */
function areLiterals(text: string): boolean {
  const bare = withoutStrings(text);
  if (/§\s*[§\w.]|[+%*/()"']/.test(bare)) return false;
  const words = bare.matchAll(/[A-Za-z_]\w*(\s*[=:])?/g);
  return [...words].every(([word, isKey]) => isKey !== undefined || /^(?:true|false|none|null)$/i.test(word));
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** Gemma: `call:name{key:<|"|>value<|"|>}`, also with parentheses. */
function called({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/call:([\w.:-]+)\s*([({])/y, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const rest = text.slice(start).replaceAll('<|"|>', '"');
  const close = head[2] === "(" ? closingParenthesis(rest, 0) : undefined;
  const read = readJsonAt(`{${close === undefined ? rest : `${rest.slice(0, close)}}`}`, 0);
  if (read === undefined) return undefined;
  // Counted in the text as it was: its quotation marks were longer.
  const length = close === undefined ? read.end - 1 : close + 1;
  const end = start + lengthBefore(text.slice(start), length);
  return {
    calls: [{ tool: head[1] ?? "", input: JSON.stringify(read.value) }],
    end: end + (matchAt(/\s*(?:<tool_call\|>|<\|tool_call\|>)?/y, text, end)?.[0].length ?? 0),
    isCut: read.cut === "value" || read.cut === "entry",
  };
}

function lengthBefore(text: string, plainLength: number): number {
  let plain = 0;
  let at = 0;
  while (plain < plainLength && at < text.length) {
    at += text.startsWith('<|"|>', at) ? 5 : 1;
    plain++;
  }
  return at;
}

/** `name{…}`, `name[ARGS]{…}`, `name {…}` */
function named({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(
    /(?:functions\.)?([A-Za-z_][\w-]*)\s{0,3}(?:\[ARGS\]|\[CALL_ID\]\w*\[ARGS\]|(?:<\|constrain\|>\w*\s*)?<\|message\|>)?\s{0,3}(?=\{)/y,
    text,
    at,
  );
  if (head === null || toolMeant(head[1] ?? "", tools)?.isCertain !== true) return undefined;
  return withJson(text, at + head[0].length, head[1] ?? "");
}

const SPELLED =
  /(?:\*\*)?(?:Action|Tool|Tool name|Function)(?:\*\*)?:\s*(?:\*\*)?\s*`?([\w.-]+)`?(?:\(\))?[ \t]*\n\s*(?:\*\*)?(?:Action Input|Input|Arguments|Args|Parameters)(?:\*\*)?:[ \t]*/iy;

/** `Action: name`, then `Action Input: …` */
function spelled({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(SPELLED, text, at);
  const name = head?.[1] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const start = at + head[0].length;
  const opening = matchAt(/\s*(?:```\w*\s*)?(?=\{)/y, text, start);
  if (opening !== null) {
    const read = withJson(text, start + opening[0].length, name);
    return { ...read, end: read.end + (matchAt(/\s*```/y, text, read.end)?.[0].length ?? 0) };
  }
  const line = matchAt(/[^\n]*/y, text, start)?.[0] ?? "";
  return { calls: [{ tool: name, input: JSON.stringify(line.trim()) }], end: start + line.length, isCut: false };
}

function withJson(text: string, at: number, name: string): ReadCalls {
  const read = text[at] === "{" ? readJsonAt(text, at) : undefined;
  if (read === undefined) return { calls: [{ tool: name, input: "{}" }], end: at, isCut: at >= text.length };
  return {
    calls: [{ tool: name, input: JSON.stringify(read.value) }],
    end: read.end,
    isCut: read.cut === "value" || read.cut === "entry",
  };
}
