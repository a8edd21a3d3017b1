/**
 * One sentence for two findings and what is worked out from them: "total in A minus total in B", "the difference between
 * the average salary in Finance and the average salary in Sales", "take 20 % off the total of amount".
 */
import type { FileNote } from "../../brief.ts";
import { type Piece, pieceOf } from "./piece.ts";

const head = "(?:(?:please|can you|could you|what is|what's|what was|how much is|calculate|compute|work out|give me|tell me|find|show me) )*";
const measure =
  "(?:(?:the|our|all) )*(?:total|sum|average|mean|median|highest|lowest|maximum|minimum|max|min|number of|count of)\\b";
const rank = /^(?:(?:the|our|all) )*(?:total|sum|average|mean|median|highest|lowest|maximum|minimum|max|min|number of|count of)\b/i;

interface Form {
  readonly form: RegExp;
  /** What is to be done with the two, first named first. */
  readonly then: string;
  /** True where the second named is what the first is taken from. */
  readonly turned?: boolean;
}

const pairs: readonly Form[] = [
  { form: joined("(?:minus|less)"), then: "calculate the difference between them" },
  { form: joined("(?:plus|added to|together with)"), then: "calculate the sum of them" },
  { form: joined("(?:times|multiplied by)"), then: "multiply them" },
  { form: joined("(?:divided by|over)"), then: "calculate the ratio of them" },
  { form: between("(?:difference|gap) between", "and"), then: "calculate the difference between them" },
  { form: between("(?:sum|total) of", "and"), then: "calculate the sum of them" },
  { form: between("ratio (?:of|between)", "(?:to|and)"), then: "calculate the ratio of them" },
  { form: between("divide", "by"), then: "calculate the ratio of them" },
  { form: between("multiply", "(?:by|with)"), then: "multiply them" },
  { form: between("add", "(?:to|and)"), then: "calculate the sum of them" },
  { form: between("(?:subtract|take|deduct)", "from"), then: "calculate the difference between them", turned: true },
];

/** The two questions and the calculation, or a question and what is applied to it; undefined for everything else. */
export function combinedFindings(piece: Piece, files: readonly FileNote[]): readonly Piece[] | undefined {
  const text = piece.text.replace(/[?.!\s]+$/, "");
  for (const { form, then, turned } of pairs) {
    const found = form.exec(text);
    if (found === null) continue;
    const [left = "", right = ""] = turned === true ? [found[2], found[1]] : [found[1], found[2]];
    if (!isFinding(left, files) || !isFinding(right, files)) continue;
    return [
      pieceOf(`What is ${left}`, piece.joint, files),
      pieceOf(`What is ${right}`, "and", files),
      pieceOf(then, "then", files),
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
  const less = new RegExp(`^${head}(?:take|subtract|deduct|knock|remove) ${share} (?:off|from) (${measure}.+)$`, "i").exec(text);
  const more = new RegExp(`^${head}add ${share} (?:to|on top of|onto) (${measure}.+)$`, "i").exec(text);
  const [, amount, finding] = less ?? more ?? [];
  if (amount === undefined || finding === undefined || !isFinding(finding, files)) return undefined;
  const verb = less === null ? `add ${amount} to that` : `subtract ${amount} from that`;
  return [pieceOf(`What is ${finding}`, piece.joint, files), pieceOf(verb, "then", files)];
}
