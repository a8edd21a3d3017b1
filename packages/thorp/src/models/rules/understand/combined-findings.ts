/**
 * One sentence for two findings and what is worked out from them: "total in A minus total in B", "the difference between
 * the average salary in Finance and the average salary in Sales", "take 20 % off the total of amount".
 */
import type { FileNote } from "../../brief.ts";
import { type Piece, pieceOf } from "./piece.ts";

const head =
  "(?:(?:please|also|and|then|now|next|finally|can you|could you|what is|what's|what was|how much is|calculate|compute|work out|give me|tell me|find|show me) )*";
const measure =
  "(?:(?:the|our|all) )*(?:total|sum|average|mean|median|highest|lowest|maximum|minimum|max|min|number of|count of)\\b";
const rank =
  /^(?:(?:the|our|all) )*(?:total|sum|average|mean|median|highest|lowest|maximum|minimum|max|min|number of|count of)\b/i;

interface Form {
  readonly form: RegExp;
  /** What is to be done with the two, first named first. */
  readonly work: string;
  /** True where the second named is what the first is taken from. */
  readonly turned?: boolean;
}

const pairs: readonly Form[] = [
  { form: joined("(?:minus|less)"), work: "calculate the difference between them" },
  { form: joined("(?:plus|added to|together with)"), work: "calculate the sum of them" },
  { form: joined("(?:times|multiplied by)"), work: "multiply them" },
  { form: joined("(?:divided by|over)"), work: "calculate the ratio of them" },
  { form: between("(?:difference|gap) between", "and"), work: "calculate the difference between them" },
  { form: between("(?:sum|total) of", "and"), work: "calculate the sum of them" },
  { form: between("ratio (?:of|between)", "(?:to|and)"), work: "calculate the ratio of them" },
  { form: between("divide", "by"), work: "calculate the ratio of them" },
  { form: between("multiply", "(?:by|with)"), work: "multiply them" },
  { form: between("add", "(?:to|and)"), work: "calculate the sum of them" },
  { form: between("(?:subtract|take|deduct)", "from"), work: "calculate the difference between them", turned: true },
];

/** The two questions and the calculation, or a question and what is applied to it; undefined for everything else. */
export function combinedFindings(piece: Piece, files: readonly FileNote[]): readonly Piece[] | undefined {
  const text = piece.text.replace(/[?.!\s]+$/, "");
  for (const { form, work, turned } of pairs) {
    const found = form.exec(text);
    if (found === null) continue;
    const [left = "", right = ""] = turned === true ? [found[2], found[1]] : [found[1], found[2]];
    if (!isFinding(left, files) || !isFinding(right, files)) continue;
    return [
      pieceOf(`What is ${left}`, piece.joint, files),
      pieceOf(`What is ${right}`, "and", files),
      pieceOf(work, "then", files),
    ];
  }
  return appliedTo(piece, text, files);
}

function joined(operator: string): RegExp {
  return new RegExp(`^${head}(${measure}.+?),? ${operator} (${measure}.+)$`, "i");
}

function between(before: string, middle: string): RegExp {
  return new RegExp(`^${head}(?:the )?${before} (${measure}.+?),? ${middle} (${measure}.+)$`, "i");
}

function isFinding(text: string, files: readonly FileNote[]): boolean {
  const piece = pieceOf(text, "start", files);
  return rank.test(text) && (piece.columns > 0 || piece.namesTable);
}

function appliedTo(piece: Piece, text: string, files: readonly FileNote[]): readonly Piece[] | undefined {
  const share = String.raw`(\d+(?:\.\d+)? ?(?:%|percent|per cent)(?: (?:vat|tax|discount|tip))?)`;
  const less = new RegExp(
    `^${head}(?:take|subtract|deduct|knock|remove) ${share} (?:off|from) (${measure}.+)$`,
    "i",
  ).exec(text);
  const more = new RegExp(`^${head}add ${share} (?:to|on top of|onto) (${measure}.+)$`, "i").exec(text);
  const [, amount, finding] = less ?? more ?? [];
  if (amount === undefined || finding === undefined || !isFinding(finding, files)) return undefined;
  const verb = less === null ? `add ${amount} to that` : `subtract ${amount} from that`;
  return [pieceOf(`What is ${finding}`, piece.joint, files), pieceOf(verb, "then", files)];
}
