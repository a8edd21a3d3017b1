/**
 * One sentence for several tasks: "convert 180 cm to feet and 75 kg to pounds", "for a.csv and b.csv each, a chart",
 * "a table and a chart of revenue by region", "2% of the total revenue in sales.csv".
 */
import type { FileNote } from "../../brief.ts";
import { expressionFrom } from "../slots/expression.ts";
import { conversionFrom } from "../slots/quantity.ts";
import { unitNamed } from "../slots/unit-names.ts";
import { lex, type Token } from "../text/lex.ts";
import { combinedFindings } from "./combined-findings.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { fileClassOf, namedInWords } from "./mentions.ts";
import { groupedHalves, outputHalves } from "./output-halves.ts";
import { type Piece, pieceOf } from "./piece.ts";

/** Longer pieces are texts, not lists of tasks. */
const MOST_TOKENS = 70;

/** The pieces that a piece stands for, itself where it is one task. */
export function distribute(piece: Piece, files: readonly FileNote[]): readonly Piece[] {
  const evidence = evidenceOf(piece);
  return (
    overFiles(piece, evidence, files) ??
    combinedFindings(piece, files) ??
    shareOfFinding(piece, files) ??
    inOtherUnit(piece, files) ??
    conjuncts(piece, files) ??
    overTargets(piece, evidence, files) ?? [piece]
  );
}

// "for a.csv and b.csv each, …", "for each of a and b: …", "… for both a.csv and b.csv".
function overFiles(piece: Piece, evidence: Evidence, files: readonly FileNote[]): readonly Piece[] | undefined {
  const form =
    /^for (?:each of |both |each file |all of )?(.+? and .+?)(?: each)?[,:] (.+)$/i.exec(piece.text) ??
    swapped(/^(.+?),? (?:for|of|from) (?:each of|both|each file in) (.+? and .+)$/i.exec(piece.text));
  const eachMeant = /\beach\b|\bboth\b/i.test(piece.text);
  if (form === null || !eachMeant) return undefined;
  const named = lex(form[1] ?? "", files);
  const subjects = form[1]?.split(/,? and |, /).filter((part) => part.trim() !== "") ?? [];
  const meansFile = (part: string) =>
    pieceOf(part, "start", files).namesTable || pieceOf(part, "start", files).readables.length > 0;
  if (named.length === 0 || subjects.length < 2 || !subjects.every(meansFile)) return undefined;
  const makes =
    Math.max(evidence.chart, evidence.table, evidence.query, evidence.document, evidence.read, evidence.report) > 0;
  if (!makes) return undefined;
  const task = (form[2] ?? "").replace(/\b(?:a |one )?(table|chart|summary|graph) each\b/i, "a $1");
  return subjects.map((subject, index) =>
    pieceOf(`${task} (${subject.trim()})`, index === 0 ? piece.joint : "and", files),
  );
}

function swapped(found: RegExpExecArray | null): RegExpExecArray | null {
  if (found === null) return null;
  const [whole, task = "", subjects = ""] = found;
  return Object.assign([whole, subjects, task], {
    index: found.index,
    input: found.input,
  }) as unknown as RegExpExecArray;
}

// "2% of the total revenue in sales.csv": the total first, then the share of it.
function shareOfFinding(piece: Piece, files: readonly FileNote[]): readonly Piece[] | undefined {
  if (expressionFrom(piece.plain) !== undefined || piece.columns === 0) return undefined;
  const found =
    /^(?:(?:what is|what's|calculate|compute|how much is|work out|give me|tell me) )?((?:\d+(?:\.\d+)?) ?(?:%|percent|per cent)|half|a (?:third|quarter|tenth|fifth)|twice|double|three times) (?:of )?((?:the|our|my|all) .+)$/i.exec(
      piece.text,
    );
  if (found === null) return undefined;
  const [, share = "", finding = ""] = found;
  return [pieceOf(`What is ${finding}`, piece.joint, files), pieceOf(`${share} of that`, "then", files)];
}

// "average temperature in weather.csv in fahrenheit": the finding first, then its conversion.
function inOtherUnit(piece: Piece, files: readonly FileNote[]): readonly Piece[] | undefined {
  const found = /^(.+?),? (?:in|into|as|converted to) ((?:degrees )?[a-z/]{3,}(?: [a-z]+)?)$/i.exec(piece.text);
  const unit = found === null ? undefined : unitNamed(found[2] ?? "");
  if (
    found === null ||
    unit === undefined ||
    !["temperature", "length", "mass", "speed", "volume", "area"].includes(unit.dimension) ||
    piece.columns === 0
  )
    return undefined;
  const stored = (piece.tables[0]?.columns ?? []).some((column) =>
    column.name.split(/[_ ]/).some((part) => unitNamed(part)?.name === unit.name),
  );
  const words = (piece.tables[0]?.columns ?? []).some((column) =>
    column.name.toLowerCase().includes((found[2] ?? "").toLowerCase()),
  );
  if (stored || words) return undefined;
  return [pieceOf(found[1] ?? "", piece.joint, files), pieceOf(`convert that to ${found[2]}`, "then", files)];
}

// "… and …" where both halves are whole: two conversions, two sums, two outputs.
function conjuncts(piece: Piece, files: readonly FileNote[]): readonly Piece[] | undefined {
  if (piece.tokens.length > MOST_TOKENS) return undefined;
  for (const cut of piece.tokens.flatMap((token, index) =>
    token.lower === "and" || token.lower === "," ? [index] : [],
  )) {
    const left = piece.tokens.slice(0, cut);
    const right = piece.tokens
      .slice(cut + 1)
      .filter((token, index) => !(index === 0 && /^(?:and|also)$/.test(token.lower)));
    const made = halves(piece, { left, right, files });
    if (made !== undefined) return made.flatMap((half) => (half === piece ? [half] : distribute(half, files)));
  }
  return undefined;
}

interface Halves {
  readonly left: readonly Token[];
  readonly right: readonly Token[];
  readonly files: readonly FileNote[];
}

function halves(piece: Piece, { left, right, files }: Halves): readonly Piece[] | undefined {
  const before = textOf(left, piece);
  const after = textOf(right, piece);
  if (before === "" || after === "") return undefined;
  const two = () => [pieceOf(before, piece.joint, files), pieceOf(after, "and", files)];
  if (isConversion(before) && isConversion(after)) return two();
  if (
    expressionFrom(before) !== undefined &&
    expressionFrom(after) !== undefined &&
    expressionFrom(piece.plain)?.includes(",") !== true &&
    !/\b(?:sum|add|average|mean|product|total|between|difference)\b/i.test(before)
  )
    return two();
  const grouped = groupedHalves(piece, { before, after, files });
  if (grouped !== undefined) return grouped;
  const outputs = outputHalves(piece, { before, after, files });
  if (outputs !== undefined) return outputs;
  const reads =
    /\b(?:write|save|append|add|store|put)\b/i.test(before) &&
    left.some(isPath) &&
    right.some(isPath) &&
    right.some((token) => token.kind === "quoted");
  if (reads)
    return [pieceOf(before, piece.joint, files), pieceOf(`${left[0]?.text ?? "write"} ${after}`, "and", files)];
  const lines = /\blines?\b/i.test(before) && /\blines?\b/i.test(after) && left.some(isPath) && right.some(isPath);
  return lines ? [pieceOf(before, piece.joint, files), pieceOf(`show ${after}`, "and", files)] : undefined;
}

// A tool with one path, and several paths or files named in words: once for each.
function overTargets(piece: Piece, evidence: Evidence, files: readonly FileNote[]): readonly Piece[] | undefined {
  const many = evidence.fetch > 0 ? urlsOf(piece) : readablesOf(piece, files);
  const strongest = Math.max(evidence.read, evidence.document, evidence.fetch);
  if (
    many.length < 2 ||
    strongest < 3.5 ||
    Math.max(evidence.write, evidence.search, evidence.list, evidence.report) >= strongest
  )
    return undefined;
  const adjacent = many.every(
    (target, index) =>
      index === 0 ||
      /^(?:\s|,|and|&|also|the|my|our|then|both|as well as|files?|documents?)*$/i.test(
        piece.text.slice((many[index - 1]?.end ?? 0) - offset(piece), target.start - offset(piece)),
      ),
  );
  const [first] = many;
  const last = many.at(-1);
  if (!adjacent || first === undefined || last === undefined) return undefined;
  const head = piece.text.slice(0, first.start - offset(piece)).replace(/\bboth\s*$/i, "");
  const tail = piece.text.slice(last.end - offset(piece));
  return many.map((target, index) => pieceOf(`${head}${target.name}${tail}`, index === 0 ? piece.joint : "and", files));
}

interface Target {
  /** As it stands in the words. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function urlsOf({ tokens }: Piece): readonly Target[] {
  return tokens.flatMap(({ kind, text, start, end }) => (kind === "url" ? [{ name: text, start, end }] : []));
}

function readablesOf({ tokens }: Piece, files: readonly FileNote[]): readonly Target[] {
  const reads = (path: string) => ["document", "text", "other"].includes(fileClassOf(path, files));
  const paths = tokens.flatMap((token) =>
    isPath(token) && reads(token.value) ? [{ name: token.text, start: token.start, end: token.end }] : [],
  );
  const inWords = namedInWords(tokens, files).flatMap(({ file, from, at }) => {
    const [start, end] = [tokens[from]?.start, tokens[at]?.end];
    return start === undefined || end === undefined || !reads(file.path)
      ? []
      : [
          {
            name: tokens
              .slice(from, at + 1)
              .map(({ text }) => text)
              .join(" "),
            start,
            end,
          },
        ];
  });
  return [...paths, ...inWords].sort((a, b) => a.start - b.start);
}

function isPath(token: Token): boolean {
  return token.kind === "path";
}

function isConversion(text: string): boolean {
  const { quantity, to } = conversionFrom(text);
  return quantity !== undefined && to !== undefined && quantity.unit !== to.name;
}

function offset(piece: Piece): number {
  return piece.tokens[0]?.start ?? 0;
}

function textOf(tokens: readonly Token[], piece: Piece): string {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return "";
  return piece.text.slice(first.start - offset(piece), last.end - offset(piece));
}
