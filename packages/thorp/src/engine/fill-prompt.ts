/** The arguments that a person types after the name of a prompt: by name (`topic=tea`) or one after the other. */
import { ThorpError } from "../base/errors.ts";
import type { OfferedPrompt } from "../tools/source-texts.ts";

const WORD = /(?:([\w-]+)=)?(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\S+))/g;

/**
 * The last gap takes all words that are left, so that a sentence needs no quotes. Throws `input-invalid` for gaps that
 * have to be filled and are not, and for words that no gap is there for.
 */
export function fillPrompt(
  called: string,
  { arguments: gaps }: Pick<OfferedPrompt, "arguments">,
  typed: string,
): Readonly<Record<string, string>> {
  const names = new Set(gaps.map(({ name }) => name));
  const filled = new Map<string, string>();
  const loose: string[] = [];
  for (const [whole, name, double, single, plain = ""] of typed.matchAll(WORD)) {
    const value = (double ?? single)?.replace(/\\(.)/g, "$1") ?? plain;
    if (name !== undefined && names.has(name)) filled.set(name, value);
    else loose.push(name === undefined ? value : whole);
  }
  const open = gaps.filter(({ name }) => !filled.has(name));
  for (const [at, { name }] of open.entries()) {
    const isLast = at === open.length - 1;
    const value = isLast ? loose.splice(0).join(" ") : loose.shift();
    if (value) filled.set(name, value);
  }
  const missing = gaps.filter(({ name, isRequired }) => isRequired && !filled.has(name));
  if (missing.length === 0 && loose.length === 0) return Object.fromEntries(filled);
  const usage = [called, ...gaps.map(({ name, isRequired }) => (isRequired ? `${name}=…` : `[${name}=…]`))].join(" ");
  const what = missing.length > 0 ? `needs ${missing.map(({ name }) => name).join(", ")}` : "takes no arguments";
  throw new ThorpError("input-invalid", `${called} ${what}.`, { hint: usage });
}
