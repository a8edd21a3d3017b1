/** What is wrong with a document, collected with places while it is read. */

import { nearest } from "../../../base/nearest.ts";
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { DocumentText } from "./document-text.ts";

/** `error`: the document or the named operation cannot be used. `note`: it can, and this was left out or is doubtful. */
export interface DocumentProblem {
  readonly severity: "error" | "note";
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Where readers put what they find. */
export interface ProblemList {
  readonly all: readonly DocumentProblem[];
  error(path: KeyPath, message: string, part?: "key" | "value"): void;
  note(path: KeyPath, message: string, part?: "key" | "value"): void;
}

// A hostile document can be wrong in every byte.
const MOST_PROBLEMS = 200;

/** In the order found; what comes after the first two hundred is not kept. */
export function createProblemList({ locate }: Pick<DocumentText, "locate">): ProblemList {
  const all: DocumentProblem[] = [];
  const add = (severity: DocumentProblem["severity"]) => (path: KeyPath, message: string, part?: "key" | "value") => {
    if (all.length < MOST_PROBLEMS) all.push({ severity, ...locate(path, part), message });
  };
  return { all, error: add("error"), note: add("note") };
}

/** The end of a sentence about an unknown key. */
export function meant(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}
