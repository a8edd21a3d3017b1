/** One layer of the catalogue, wherever it came from. Apart from the parser, which a start can mostly do without. */
import { ThorpError } from "../base/errors.ts";
import type { CatalogueFields } from "./catalogue-schema.ts";
import type { YamlPath } from "./yaml-problems.ts";

/** A file with what complaints about it need. */
export interface CatalogueLayer {
  readonly fields: CatalogueFields;
  /** Where it was read; undefined for options of the program. */
  readonly file?: string;
  /** False for a file whose commands must not be run: its providers lose their `start`. */
  readonly mayStart: boolean;
  /** `file:line:column` of a place in it, for complaints that only the merged catalogue can have. */
  positionOf(path: YamlPath, key?: string): string;
}

/** Options of the program as the topmost layer. */
export function layerFromOptions(fields: CatalogueFields): CatalogueLayer {
  return { fields, mayStart: true, positionOf: () => "options" };
}

/** `catalogue-invalid` with all problems, one per line, ten of them at most. */
export function invalid(problems: readonly string[]): ThorpError {
  const shown = problems.slice(0, 10);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  return new ThorpError("catalogue-invalid", shown.join("\n"));
}
