/**
 * One catalogue file: providers, models and aliases in YAML. Several files lie on top of one another (the built-in one,
 * the person's, options), so everything is optional here; `catalogue.ts` says what is missing when all are merged.
 */
import { LineCounter, parseDocument } from "yaml";
import { type CatalogueLayer, invalid } from "./catalogue-layer.ts";
import { type CatalogueFields, catalogueFile, knownKeysAt } from "./catalogue-schema.ts";
import { readSyncedText } from "./sync/read-synced.ts";
import { positionOf, problemsOf, type YamlSource } from "./yaml-problems.ts";

/** Throws `catalogue-invalid` that lists every problem of the file, one per line. */
export function parseCatalogueFile(text: string, file: string, mayStart = true): CatalogueLayer {
  return syncedLayer(text, file, mayStart) ?? parsedLayer(text, file, mayStart);
}

/** Undefined unless the file is one that a sync wrote, and right. */
function syncedLayer(text: string, file: string, mayStart: boolean): CatalogueLayer | undefined {
  const read = readSyncedText(text);
  const checked = read && catalogueFile.safeParse({ synced: read.synced, models: read.models });
  if (read === undefined || !checked?.success) return undefined;
  const ids = new Set(checked.data.models?.map(({ id }) => id));
  if (ids.size < read.models.length) return undefined;
  return {
    fields: checked.data,
    file,
    mayStart,
    positionOf: ([, at]) => `${file}:${typeof at === "number" ? read.lines[at] : 1}:1`,
  };
}

function parsedLayer(text: string, file: string, mayStart: boolean): CatalogueLayer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: YamlSource = { file, document, lines };
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}:${line}:${col}: ${error.message}`;
      }),
    );
  }
  const checked = catalogueFile.safeParse(toPlain(document, file) ?? {});
  if (!checked.success) throw invalid(problemsOf(source, checked.error, knownKeysAt));
  const problems = duplicateIds(checked.data, source);
  if (problems.length > 0) throw invalid(problems);
  return { fields: checked.data, file, mayStart, positionOf: (path, key) => positionOf(source, path, key) };
}

function toPlain(document: YamlSource["document"], file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias to nothing, or a file that unfolds into gigabytes.
    throw invalid([`${file}:1:1: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function duplicateIds({ models = [] }: CatalogueFields, source: YamlSource): readonly string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  models.forEach(({ id }, at) => {
    const position = positionOf(source, ["models", at, "id"]);
    const first = seen.get(id);
    if (first === undefined) seen.set(id, position);
    else problems.push(`${position}: model "${id}" is already there, at ${first}`);
  });
  return problems;
}
