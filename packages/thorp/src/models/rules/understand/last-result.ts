/** What is to be done with the result before: show it in another form, save it, go on calculating with it. */
import type { FileNote } from "../../brief.ts";
import type { Token } from "../text/lex.ts";
import { daysOf } from "./days-of-period.ts";
import { evidenceOf } from "./evidence.ts";
import { pieceOf } from "./piece.ts";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));
const polite = set(
  "please can could would will you i i'd we have get like to see want need me us now and then also too ok okay but or again instead just let's let so well great thanks thank",
);
const pointers = set(
  "it that this them those these the same result results number numbers figure figures data thing things all everything both above last answer answers finding findings totals values",
);
const around = set("as in into of for from with up on about form format a an one down out using by way");
const making = set(
  "make turn put draw show give write plot chart graph visualise visualize tabulate display present do create build convert change format render print sketch wrap prepare generate produce save plotted charted drawn shown",
);
const manner = set(
  "bar line pie area scatter column point donut doughnut stacked csv html markdown nice simple small short brief quick horizontal proper little good pretty",
);
const nouns = set("chart charts graph graphs plot plots diagram diagrams histogram table tables report reports pie");
const drawing = set("plot chart graph visualise visualize draw sketch plotted charted drawn");
const kinds = set("bar line pie area scatter column point donut doughnut stacked csv html markdown");
const closed = [polite, pointers, around, making, manner, nouns];

/** "and now as a chart", "make that a table", "write it up as a report": only words of form, none of content. */
export function asOutput(tokens: readonly Token[], finding: string): string | undefined {
  const words = tokens.filter((token) => token.kind !== "mark").map((token) => token.lower);
  if (words.length === 0 || !words.every((word) => closed.some((list) => list.has(word)))) return undefined;
  const noun = words.findLast((word) => nouns.has(word));
  const tabulated = words.includes("tabulate");
  if (noun === undefined && !tabulated && !words.some((word) => drawing.has(word))) return undefined;
  const base = bare(finding);
  if (noun?.startsWith("report") === true) return `${base}, and write a report about it`;
  const kind = words.filter((word) => kinds.has(word) && word !== noun).join(" ");
  const named = tabulated && noun === undefined ? "table" : (noun ?? "chart").replace(/s$/, "");
  const output = named === "pie" ? "pie chart" : named;
  return `make a ${kind === "" ? "" : `${kind} `}${output} of ${withoutOutput(base)}`;
}

/** "save that to total.md". */
export function asSaved(tokens: readonly Token[], finding: string): string | undefined {
  const words = tokens.filter((token) => token.kind === "word").map((token) => token.lower);
  const paths = tokens.filter((token) => token.kind === "path");
  const [path] = paths;
  const saves = words.some((word) => /^(?:save|write|store|append|put|export|add|record|note|keep)$/.test(word));
  const points = words.some((word) => /^(?:it|that|this|them|those|these|result|results|answer|numbers?)$/.test(word));
  if (path === undefined || paths.length > 1 || !saves || !points || words.length > 10) return undefined;
  const verb = words.includes("append") || words.includes("add") ? "append" : "save";
  return `${bare(finding)}, and ${verb} it to ${path.text}`;
}

/** "what is 5% of that?", "how many weeks is that": the finding again, and what is done with it. */
export function asContinued(
  text: string,
  { finding, files }: { readonly finding: string; readonly files: readonly FileNote[] },
): string | undefined {
  const plain = text.trim().replace(/^(?:(?:and|so|ok|okay|then|now)\b[\s,]*)+/i, "");
  const share = perPeriod(plain, finding) ?? perGiven(plain);
  if (share !== undefined) return `${bare(finding)}, then ${share}`;
  const piece = pieceOf(plain, "then", files);
  const applied =
    /^(?:add|subtract|take|plus|minus|times|multiply|multiplied|divide|divided|double|halve|half|increase|decrease|reduce|raise|round)\b/.test(
      piece.skeleton,
    );
  if (!(piece.refers || applied) || piece.namesTable || piece.columns >= 1 || piece.readables.length > 0)
    return undefined;
  const { calculate, convert, calendar } = evidenceOf(piece);
  if (Math.max(calculate, convert, calendar) < 3.5) return undefined;
  // Half of what? A verb of sums without an object works on the result.
  const whole = applied && !piece.refers ? `${plain.replace(/[?.!]+$/, "")} to that` : plain;
  return `${bare(finding)}, then ${lowerFirst(piece.refers ? plain : ofThat(plain, whole))}`;
}

function ofThat(plain: string, whole: string): string {
  const found = /^(times|plus|minus|multiplied by|divided by) (.+?)[?.!]*$/i.exec(plain);
  if (found !== null) return `that ${found[1]?.toLowerCase()} ${found[2]}`;
  if (/^(?:multiply|divide|reduce|increase|decrease|raise)\b/i.test(plain)) return plain.replace(/^(\w+)\b/, "$1 that");
  if (/^(?:subtract|take)\b/i.test(plain)) return `${plain.replace(/[?.!]+$/, "")} from that`;
  return whole;
}

const sharing = set(
  "how much many what whats is are was be would will does do did make makes come comes that it this those they to in on average and so then per a an each every by the about",
);

/** "how much is that per month": of a year unless the finding is of a shorter time. */
function perPeriod(plain: string, finding: string): string | undefined {
  const period = /\b(?:per|an?|each|every|by the) (day|week|month|quarter|year)\b/i.exec(plain)?.[1]?.toLowerCase();
  const words = plain.toLowerCase().match(/[a-z]+/g) ?? [];
  const points = words.some((word) => /^(?:that|it|this|those)$/.test(word)) || /^(?:how much|how many)\b/i.test(plain);
  if (period === undefined || !points || !words.every((word) => word === period || sharing.has(word))) return undefined;
  const days = daysOf(finding);
  const parts = {
    day: days,
    week: Math.round(days / 7),
    month: Math.max(1, Math.round(days / 30.44)),
    quarter: Math.max(1, Math.round(days / 91.3)),
    year: 1,
  }[period as "day" | "week" | "month" | "quarter" | "year"];
  return parts === 1 ? undefined : `divide that by ${parts}`;
}

/** "what is that per hour at 1720 hours a year" */
function perGiven(plain: string): string | undefined {
  const found =
    /\bper (hour|day|week|month|person|head|piece|unit)\b.*\b(?:at|with|for|given|of) ([\d.,]*\d) (hour|day|week|month|person|people|piece|unit)s?\b/i.exec(
      plain,
    );
  const [, unit, number, counted] = found ?? [];
  if (unit === undefined || counted === undefined || !/\b(?:that|it|this)\b/i.test(plain)) return undefined;
  const same =
    unit.toLowerCase() === counted.toLowerCase() ||
    (/^(?:person|head)$/i.test(unit) && /^(?:person|people)$/i.test(counted));
  return same ? `divide that by ${number}` : undefined;
}

function bare(request: string): string {
  return request.replace(/[?.!\s]+$/, "").trim();
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}

// "bar chart of revenue by region" -> "revenue by region", "how many orders are there" -> "number of orders"
function withoutOutput(whole: string): string {
  const base = whole.replace(
    /,? (?:as|in|into|in the form of) (?:an? |one )(?:[a-z-]+ ){0,2}?(?:chart|graph|plot|table|diagram|histogram)s?\b/i,
    "",
  );
  return base
    .replace(
      /^(?:please |can you |could you )*(?:(?:make|draw|create|show|give me|plot|build|i need|i want) (?:me )?)?(?:an? |the )?(?:[a-z]+ )?(?:chart|graph|table|plot|diagram) (?:of|with|for|showing) /i,
      "",
    )
    .replace(
      /^(?:please |can you |could you )*(?:what is|what's|what was|what are|show me|show|give me|tell me|plot|chart|draw|compute|calculate|find) (?:the )?/i,
      "",
    )
    .replace(
      /^how many (.+?)(?: (?:are|is|were|was)(?: there)?)?(?= (?:in|per|by|for|of|from|with)\b|$)(.*)$/i,
      asNumber,
    );
}

function asNumber(_: string, things: string, rest: string): string {
  return `number of ${things}${rest.replace(/ (?:are|is|were|was)(?: there)?(?= (?:in|per|by|for|of|from)\b|$)/i, "")}`;
}
