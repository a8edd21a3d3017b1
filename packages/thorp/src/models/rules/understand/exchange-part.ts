/** One part of a request in the place of its like: a file, a grouping, a period, a value, a measure, a number. */
import type { FileNote } from "../../brief.ts";
import { datesIn } from "../slots/dates.ts";
import { conversionFrom } from "../slots/quantity.ts";
import { unitNamed } from "../slots/unit-names.ts";
import { columnWords } from "../sql/column-words.ts";
import { lex, type Token } from "../text/lex.ts";
import { stem } from "../text/stem.ts";
import { pieceOf } from "./piece.ts";

/** As an alternation. */
export const prepositions =
  "for|in|of|by|per|with|without|from|since|until|between|excluding|except|on|at|to|after|before|during|over|under|above|below|about|sorted|grouped|into|as";
/** A part that begins so says where or when, not what. */
export const startsWithPreposition = new RegExp(`^(?:${prepositions})\\b`, "i");

/** What is exchanged: the old request, the new part, and the tables at hand. */
export interface Change {
  readonly base: string;
  readonly tokens: readonly Token[];
  readonly fresh: string;
  /** `fresh` without its preposition. */
  readonly text: string;
  readonly files: readonly FileNote[];
  /** For a part that is two parts: the first exchanged, the second still to come. */
  readonly again: (base: string, part: string) => string | undefined;
}

/** The old request with the new part in it; undefined where nothing in it is of the same kind. */
export function exchanged(change: Change): string | undefined {
  return exchanges.reduce<string | undefined>((done, exchange) => done ?? exchange(change), undefined);
}

const exchanges: readonly ((change: Change) => string | undefined)[] = [
  otherSource,
  otherTarget,
  otherGrouping,
  otherCount,
  otherOrdinal,
  asShares,
  otherPeriod,
  otherAggregate,
  otherColumn,
  otherValue,
  otherNumber,
  otherTopic,
];

/** Files, addresses and quotations each replace their like. */
function otherSource({ base, tokens, fresh, text, files }: Change): string | undefined {
  const own = lex(fresh, files);
  for (const kind of ["url", "path", "quoted"] as const) {
    const one = own.find((token) => token.kind === kind);
    const other = tokens.find((token) => token.kind === kind);
    if (one === undefined) continue;
    if (other !== undefined) return base.slice(0, other.start) + one.text + base.slice(other.end);
    return kind === "path" ? `${base} in ${text}` : undefined;
  }
  return undefined;
}

/** "and in meters?" after a conversion. */
function otherTarget({ base, text }: Change): string | undefined {
  if (unitNamed(text) === undefined || conversionFrom(base).to === undefined) return undefined;
  const found = /^(.*\b(?:to|into|in|as)\b) [a-z°/ -]+$/i.exec(base);
  return found === null ? undefined : `${found[1]} ${text}`;
}

const grouping =
  /\b(?:(?:are there |broken down |split |grouped )?(?:by|per|for each|for every|in each|in every)|each|every) (?:the )?([a-z_]+)\b/i;

function otherGrouping({ base, fresh, files }: Change): string | undefined {
  const found =
    /^(?:(?:broken down|split|grouped|group(?:ed)? it|break it down|split it) )?(by|per|for each|for every|in each) ([a-z_]+(?: and (?:by )?[a-z_]+)?)$/i.exec(
      fresh,
    );
  if (found === null) return undefined;
  const whole = `${(found[1] ?? "by").toLowerCase() === "in each" ? "per" : found[1]} ${found[2]}`;
  return grouping.test(base) ? base.replace(grouping, whole) : inserted(base, whole, files);
}

/** "make it the top 5". */
function otherCount({ base, fresh, files }: Change): string | undefined {
  const found =
    /^(?:the )?((?:top|bottom|first|last|best|worst) (?:\d+|three|four|five|six|seven|eight|nine|ten|twenty))$/i.exec(
      fresh,
    );
  if (found === null) return undefined;
  const old = /\b(?:top|bottom|first|last|best|worst) (?:\d+|[a-z]+)\b/i;
  return old.test(base) ? base.replace(old, found[1] ?? "") : inserted(base, `, only the ${found[1]}`, files);
}

const named =
  /\b(?:(?:first|second|third|fourth|last) quarter(?: of \d{4})?|q[1-4](?: \d{4})?|(?:first|second) half(?: of \d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?|(?:this|last) (?:year|month|week|quarter)|(?:19|20)\d{2})\b/gi;

function periodsIn(text: string): readonly string[] {
  const dates = datesIn(text);
  const names = [...text.matchAll(named)].map(([period]) => period);
  return names.length === 0
    ? dates
    : dates.length === 0 || names.some((name) => name.length >= (dates[0] ?? "").length)
      ? names
      : dates;
}

/** "and in the second?" after "in the first quarter". */
function otherOrdinal({ base, text }: Change): string | undefined {
  const one = /^(?:the )?(first|second|third|fourth|last)(?: one)?$/i.exec(text)?.[1];
  const old = /\b(?:first|second|third|fourth|last)(?= (?:quarter|half|month|week)\b)/i;
  return one !== undefined && old.test(base) ? base.replace(old, one) : undefined;
}

/** "as percentages": the shares instead of the sums. */
function asShares({ base, fresh }: Change): string | undefined {
  if (!/^(?:as|in) (?:an? )?(?:percentages?|percent|per cent|shares?|proportions?|%)$/i.test(fresh)) return undefined;
  const sums = /\b(?:total|sum of(?: the)?)\b/i;
  return sums.test(base) ? base.replace(sums, "share of") : undefined;
}

function otherPeriod({ base, fresh, text, files }: Change): string | undefined {
  const period = periodsIn(text)[0];
  if (
    period === undefined ||
    text
      .replace(period, "")
      .replace(/\b(?:the|in|of)\b/gi, "")
      .trim() !== ""
  )
    return undefined;
  const old = periodsIn(base).at(-1);
  if (old === undefined) return inserted(base, startsWithPreposition.test(fresh) ? fresh : `in ${fresh}`, files);
  // The year goes on where only the month changes.
  const year = /\b(?:19|20)\d{2}\b/.exec(old)?.[0];
  const whole =
    year === undefined || old === year || /\d{4}/.test(period)
      ? period
      : `${period}${/quarter|half/i.test(period) ? " of" : ""} ${year}`;
  return base.replace(old, whole);
}

const aggregates =
  /\b(?:average|mean|median|total|sum|minimum|maximum|min|max|highest|lowest|largest|smallest|biggest|most|least|best|worst|cheapest|oldest|newest|youngest|earliest|latest|fewest|longest|shortest)\b/i;

function otherAggregate(change: Change): string | undefined {
  const { base, text, again } = change;
  // "the youngest in Berlin": both the word of order and the condition.
  const both = /^(?:the )?([a-z]+) ((?:in|from|of|for|by|per) .+)$/i.exec(text);
  if (both !== null && aggregates.test(both[1] ?? "")) {
    const first = otherAggregate({ ...change, text: both[1] ?? "" });
    return first === undefined ? undefined : again(first, both[2] ?? "");
  }
  const one = /^(?:the )?([a-z]+)(?: one| ones)?$/i.exec(text)?.[1];
  if (one === undefined || !aggregates.test(one) || !aggregates.test(base)) return undefined;
  // "the highest average salary": the outer word of order is the one that changes.
  const order =
    /\b(?:highest|lowest|largest|smallest|biggest|most|least|best|worst|fewest|cheapest|oldest|newest|youngest|earliest|latest|longest|shortest)\b/i;
  const target = order.test(one) && order.test(base) ? order : aggregates;
  // "and the total?" of what was shown by groups: the whole.
  if (/^(?:total|average|mean|median|sum)$/i.test(one) && target.exec(base)?.[0].toLowerCase() === one.toLowerCase())
    return base
      .replace(new RegExp(`,? ${grouping.source}`, "i"), "")
      .replace(/,? (?:sorted|ordered|ranked) by [a-z_]+(?: (?:ascending|descending))?/i, "");
  return base.replace(target, one.toLowerCase());
}

/** "and units?" takes the place of the measure, "and product?" that of the grouping. */
function otherColumn({ base, tokens, text, files }: Change): string | undefined {
  if (/\s/.test(text) && !/^(?:total|average|mean|median|number of) [a-z_]+$/i.test(text)) return undefined;
  const word = text.split(" ").at(-1) ?? "";
  const columns = files.flatMap((file) => file.columns ?? []);
  const nameOf = (lower: string) => columns.find((column) => columnWords(column.name).names.has(stem(lower)));
  const column = nameOf(word.toLowerCase());
  if (column === undefined) return undefined;
  if (column.type !== "number") {
    if (/\s/.test(text)) return undefined;
    return grouping.test(base) ? base.replace(grouping, `by ${text}`) : inserted(base, `by ${text}`, files);
  }
  const old = tokens.find(
    (token) => token.kind === "word" && nameOf(token.lower)?.type === "number" && nameOf(token.lower) !== column,
  );
  if (old === undefined) return undefined;
  const head = /\s/.test(text)
    ? base.slice(0, old.start).replace(/\b(?:total|average|mean|median)\s+$/i, "")
    : base.slice(0, old.start);
  return head + text + base.slice(old.end);
}

/** "and for south?": a value of the same column, else a name that stands where the new one would. */
function otherValue({ base, tokens, text, files }: Change): string | undefined {
  const columns = files.flatMap((file) => file.columns ?? []).filter((column) => column.type === "text");
  const valuesOf = (lower: string) =>
    columns.filter((column) => column.examples.some((example) => example.toLowerCase() === lower));
  const isName = /^\p{Lu}/u.test(text);
  const [known] = valuesOf(text.toLowerCase());
  if (known === undefined && !isName && text.split(" ").length > 1) return undefined;
  const alike = (found: ValueAt) => {
    const own = valuesOf(found.text.toLowerCase());
    return known === undefined || own.length === 0 || own.includes(known);
  };
  const old = valuesAt(base, tokens, { isKnown: (lower) => valuesOf(lower).length > 0, isName }).find(alike);
  return old === undefined ? undefined : base.slice(0, old.start) + text + base.slice(old.end);
}

interface ValueAt {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Known values, and capitalised names behind a preposition or an article that name no file. */
function valuesAt(
  base: string,
  tokens: readonly Token[],
  { isKnown, isName }: { readonly isKnown: (lower: string) => boolean; readonly isName: boolean },
): readonly ValueAt[] {
  const found: ValueAt[] = [];
  tokens.forEach((token, at) => {
    if (token.kind !== "word" || (at > 0 && found.some(({ end }) => end >= token.end))) return;
    const name = isName && at > 0 && /^\p{Lu}/u.test(token.text) && datesIn(token.text).length === 0;
    if (!name && !isKnown(token.lower)) return;
    let end = token.end;
    for (let next = at + 1; name && tokens[next]?.kind === "word" && /^\p{Lu}/u.test(tokens[next]?.text ?? ""); next++)
      end = tokens[next]?.end ?? end;
    // "Espresso beans": a known value of two words goes as a whole.
    const two = `${token.lower} ${tokens[at + 1]?.lower ?? ""}`;
    if (isKnown(two)) end = Math.max(end, tokens[at + 1]?.end ?? end);
    found.push({ text: base.slice(token.start, end), start: token.start, end });
  });
  return found;
}

/** "convert 5 km to miles", "and 10 kg": the unit goes with its number. */
function otherNumber({ base, tokens, fresh, files }: Change): string | undefined {
  const own = lex(fresh, files);
  const number = own.length <= 3 ? own.find((token) => token.kind === "number") : undefined;
  const numbers = tokens.filter((token) => token.kind === "number");
  const [only] = numbers;
  if (number === undefined || numbers.length !== 1 || only === undefined) return undefined;
  const unit = /^\s*(?:[a-z°]+|%)/i.exec(base.slice(only.end))?.[0] ?? "";
  const end = /\d\s*(?:[a-z°]+|%)/i.test(fresh) ? only.end + unit.length : only.end;
  return base.slice(0, only.start) + fresh.replace(/^(?:for|with|and) /i, "") + base.slice(end);
}

/** "and about support?" */
function otherTopic({ base, fresh }: Change): string | undefined {
  return /^about\b/i.test(fresh) && /\babout\b/i.test(base) ? base.replace(/\babout\b.*$/i, fresh) : undefined;
}

/** The old request with the new part added. */
export function appended({ base, fresh, text, files }: Change): string {
  const { readables, urls, namesTable } = pieceOf(base, "start", files);
  const [source] = [...readables, ...urls];
  if (source !== undefined && !namesTable) return `What does ${source} say about ${text}`;
  if (
    /^(?:but |only )?(?:without|excluding|except|sorted|grouped|over|under|above|below|since|until|after|before|between|as|with|about)\b/i.test(
      fresh,
    )
  )
    return inserted(base, fresh, files);
  return inserted(base, startsWithPreposition.test(fresh) ? fresh : `for ${text}`, files);
}

/** Behind the old words, but before the file's name, so that the name ends the request as before. */
function inserted(base: string, part: string, files: readonly FileNote[]): string {
  const [path] = lex(base, files).filter((token) => token.kind === "path" && token.end === base.length);
  const head =
    path === undefined ? null : /^(.*?)(,? (?:in|from|of|using|according to) )$/i.exec(base.slice(0, path.start));
  return head === null
    ? `${base} ${part}`.replace(" ,", ",")
    : `${head[1]} ${part}${head[2]}${path?.text}`.replace(" ,", ",");
}
