/** Arguments as Python writes them between the brackets of a call, made into JSON. Nothing is evaluated. */
import { readJsonAt } from "./lenient-json.ts";

/** Named ones as an object, nameless ones as a list; undefined for a mixture, and for anything that would have to be run. */
export function pythonArguments(inner: string): string | undefined {
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
