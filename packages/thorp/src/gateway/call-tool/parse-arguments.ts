/**
 * Arguments as small models write them, made into JSON: code fences, trailing commas, single quotes, bare keys, Python
 * words, a missing end, JSON inside a JSON string. Repair comes before validation; what was broken is never stored.
 */
import { parseJson } from "../../base/json.ts";

/** Longer arguments than this are refused unread. Characters. */
export const MAX_ARGUMENTS_LENGTH = 1_000_000;

/** The value, or undefined when nothing sensible can be made of the text. */
export function parseArguments(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return {};
  const parsed = parseJson(trimmed);
  if (parsed !== undefined) return unwrap(parsed);
  const inner = /```(?:json)?\s*([\s\S]*?)```/.exec(trimmed)?.[1]?.trim() ?? trimmed;
  const start = inner.search(/[{[]/);
  if (start < 0) return undefined;
  return unwrap(parseJson(repair(inner.slice(start))));
}

/** Some models encode the object a second time, as a string. */
function unwrap(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const again = parseJson(value);
  return typeof again === "object" ? again : value;
}

const WORDS: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null", undefined: "null", NaN: "null" };

/** Rewrites relaxed JSON as JSON in one pass over its tokens. */
function repair(text: string): string {
  const token = /"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?|[{}[\],:]|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[^\s{}[\],:"']+|\s+/g;
  const closers: string[] = [];
  let out = "";
  let last = "";
  const emit = (piece: string): void => {
    out += piece;
    last = piece;
  };
  for (const [piece] of text.matchAll(token)) {
    if (/^\s+$/.test(piece) || piece.startsWith("//") || piece.startsWith("/*")) continue;
    if (piece === "{" || piece === "[") {
      closers.push(piece === "{" ? "}" : "]");
      emit(piece);
    } else if (piece === "}" || piece === "]") {
      if (closers.pop() === undefined) break;
      out = dropComma(out, last);
      emit(piece);
      if (closers.length === 0) break;
    } else if (piece === "," || piece === ":") {
      if (last !== "," && last !== "{" && last !== "[") emit(piece);
    } else emit(scalar(piece));
  }
  out = last === ":" ? `${out}null` : dropComma(out, last);
  return out + closers.reverse().join("");
}

function dropComma(out: string, last: string): string {
  return last === "," ? out.slice(0, -1) : out;
}

function scalar(piece: string): string {
  const quote = piece[0];
  if (quote === '"' || quote === "'") {
    const closed = piece.length > 1 && piece.endsWith(quote) ? piece.slice(1, -1) : piece.slice(1);
    const body = quote === "'" ? closed.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"') : closed;
    return `"${body.replace(/\n/g, "\\n").replace(/\t/g, "\\t").replace(/\\$/, "")}"`;
  }
  if (WORDS[piece] !== undefined) return WORDS[piece];
  return /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(piece) ? piece : JSON.stringify(piece);
}
