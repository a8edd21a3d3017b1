/** One piece of a request with everything that ranking, slots and dependencies look at. */
import type { FileNote } from "../../brief.ts";
import { withoutIdentifiers } from "../text/identifiers.ts";
import { lex, type Token } from "../text/lex.ts";
import { columnOverlap, fileClassOf, namedInWords, tablesFor } from "./mentions.ts";
import { mendedText, skeletonOf } from "./skeleton.ts";

/** What joins a piece to the one before it. */
export type Joint = "start" | "sentence" | "then" | "and" | "comma";

/** A part of a request that may be a task of its own. */
export interface Piece {
  readonly tokens: readonly Token[];
  readonly text: string;
  /** The text with slips of the keyboard mended; positions of tokens do not hold in it. */
  readonly plain: string;
  readonly skeleton: string;
  readonly joint: Joint;
  /** Tables that it is about, best first; those it only may be about (no name, no column in it) are not among them. */
  readonly tables: readonly FileNote[];
  /** True when it names a table by path or in words. */
  readonly namesTable: boolean;
  /** The only table at hand: what a question without a name may be about. */
  readonly onlyTable: FileNote | undefined;
  /** How many columns and values of the best table it uses. */
  readonly columns: number;
  /** Paths of documents and texts that it means. */
  readonly readables: readonly string[];
  readonly urls: readonly string[];
  /** It points at something said or found before: "it", "the result", "both". */
  readonly refers: boolean;
  /** It points at several things: "both", "all of it", "everything". */
  readonly refersToAll: boolean;
}

const single =
  /\b(?:it|its|that|this|them|they|those|these|their|there|thereof|the same|same|(?:the |this |that |these |those )?(?:results?|findings?|outcomes?|outputs?|answers?|above|former|latter)(?! of (?:#|the (?:#|[a-z]+ (?:in|from|column))))|(?:the|this|that|these|those) (?:numbers?|figures?|totals?|difference|sum|values?|ones?)(?=$| (?:to|into|as|by|and|is|was|would|from|with|on|then|[,.?;:)])))(?![a-z])/;
const relative =
  /\b(?:that|this) (?:is|are|was|were|has|have|had|contains?|mentions?|says?|i|we|you|match|matches|say|cost|start|starts|ends?|costs|year|month|week|quarter|morning|friday|monday|tuesday|wednesday|thursday|saturday|sunday)\b/g;
const plain =
  /\b(?:what|how (?:many|much|long|old)|which [a-z]+|when|who|where) (?:is|was|are|were|will|would|does|did) (?:it|there)\b|\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b|\bis it\b|\blet it\b|\bthe number of\b|\bthe (?:sum|total|value|difference) (?:of|in|for|between)\b|\bone (?:[a-z]+ )?per\b|\b(?:at|on|by) this\b/g;
const several =
  /\b(?:both|all (?:of )?(?:it|them|that|this|these|those|three|four|#n|results?|findings?)|everything|each of (?:them|these|those)|all (?:the )?(?:results|findings|above|answers)|the two|the three|the findings|the results|all together)\b/;

/** A piece of other words; made where a sentence stands for several. */
export function pieceOf(text: string, joint: Joint, files: readonly FileNote[]): Piece {
  return pieceFrom(lex(text, files), text, { files, joint });
}

/** Looks a stretch of tokens over once. */
export function pieceFrom(
  tokens: readonly Token[],
  text: string,
  options: { readonly files: readonly FileNote[]; readonly joint: Joint },
): Piece {
  const { files, joint } = options;
  const skeleton = skeletonOf(tokens, files);
  const tables = tablesFor(tokens, files);
  const paths = tokens.filter((token) => token.kind === "path").map((token) => token.value);
  const readable = (path: string) => ["document", "text", "other"].includes(fileClassOf(path, files));
  const inWords = namedInWords(tokens, files).map(({ file }) => file.path);
  return {
    tokens,
    text,
    plain: withoutIdentifiers(mendedText(tokens, text)),
    skeleton,
    joint,
    tables,
    namesTable: [...paths, ...inWords].some((path) => fileClassOf(path, files) === "table"),
    onlyTable: onlyTableOf(files),
    columns: tables[0] === undefined ? 0 : columnOverlap(tokens, tables[0]),
    readables: [...new Set([...paths.filter(readable), ...inWords.filter(readable)])],
    urls: tokens.filter(({ kind }, at) => kind === "url" && tokens[at - 1]?.text !== "@").map((token) => token.value),
    refers: refersBack(skeleton),
    refersToAll: several.test(skeleton),
  };
}

/** What stands before the first colon: behind it is text to be written or content, not command. */
export function headOf(skeleton: string): string {
  const [head = ""] = skeleton.split(" : ");
  return head.split(" ").length >= 2 ? head : skeleton;
}

function onlyTableOf(files: readonly FileNote[]): FileNote | undefined {
  const tables = files.filter((file) => fileClassOf(file.path, files) === "table");
  return tables.length === 1 ? tables[0] : undefined;
}

function refersBack(skeleton: string): boolean {
  const left = skeleton.replace(relative, " ").replace(plain, " ");
  return (
    single.test(left) ||
    /\b(?:is|was|would|does) it\b.*\b(?:weekday|week)\b|\bis that\b|\bthat is\b|\bthat (?:many|much)\b|\bboth\b/.test(
      skeleton,
    ) ||
    several.test(skeleton)
  );
}
