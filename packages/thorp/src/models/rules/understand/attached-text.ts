/** What is handed over with a request is what the request is about, when it names no file of its own. */
import type { FileNote } from "../../brief.ts";
import { evidenceOf } from "./evidence.ts";
import { fileClassOf } from "./mentions.ts";
import { type Piece, pieceOf } from "./piece.ts";

/**
 * The pieces with the attached texts named in the first one that can be about them. Attached tables need no name: their
 * columns are known, and no other table is at hand.
 */
export function aboutAttached(pieces: readonly Piece[], files: readonly FileNote[]): readonly Piece[] {
  const attached = files.filter((file) => file.path.startsWith("attachment:"));
  const texts = attached.filter((file) => ["text", "document", "other"].includes(fileClassOf(file.path, files)));
  if (texts.length === 0 || texts.length < attached.length || pieces.some(namesSource)) return pieces;
  const at = pieces.findIndex((piece) => !isWhole(piece));
  const piece = pieces[at];
  if (piece === undefined) return pieces;
  const names = texts.map(({ path }) => path).join(" and ");
  return pieces.with(at, pieceOf(withName(piece.text, names), piece.joint, files));
}

/** A file that is only written to is no source. */
function namesSource(piece: Piece): boolean {
  const { namesTable, readables, urls } = piece;
  return (namesTable || readables.length > 0 || urls.length > 0) && evidenceOf(piece).write < 3.5;
}

/** Sums, conversions, dates, lists of files and what brings its own text are about nothing that was handed over. */
function isWhole(piece: Piece): boolean {
  const { calculate, convert, calendar, list, write } = evidenceOf(piece);
  return Math.max(calculate, convert, calendar, write) >= 5 || list >= 4.5;
}

const pointer =
  /\b(?:(?:the|this|that|my) (?:attached |following |above |piped )?(?:document|file|text|page|attachment|article|input|letter|mail|e-?mail|message|notes|minutes|log)|stdin|standard input|the above|these|those|them|this|that|it)\b(?! (?:is|was|possible|true|mean|means)\b)/i;
const bareVerb =
  /^(?:please |can you |could you )*(?:summari[sz]e|sum up|read|show|print|display|outline|condense|describe|open)$/i;

// Searching goes through the workspace; a text that was handed over is asked.
const search =
  /^(?:please |can you |could you )*(?:find|search for|search|look for|grep|locate)(?: all| any| every| the| lines?| mentions?| occurrences?| of| with| word| phrase| term)* (\S.*)$/i;

function withName(text: string, names: string): string {
  const plain = text.replace(/[?.!\s]+$/, "");
  const sought = search.exec(plain)?.[1];
  if (sought !== undefined) return `What does ${names} say about ${sought}`;
  if (pointer.test(plain)) return plain.replace(pointer, names);
  if (bareVerb.test(plain)) return `${plain} ${names}`;
  return `${plain} ${/\b(?:lines?|summary|gist|points|content|contents)$/i.test(plain) ? "of" : "in"} ${names}`;
}
