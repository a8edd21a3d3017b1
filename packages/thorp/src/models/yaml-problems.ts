/** What is wrong in a YAML file, said with file, line and column, and the nearest key for a misspelt one. */
import type { Document, LineCounter } from "yaml";
import { isMap, isNode, isScalar } from "yaml";
import type { z } from "zod";
import { nearest } from "../base/nearest.ts";

/** A YAML file with its places. */
export interface YamlSource {
  /** As the person knows it. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Keys and positions from the top of the file. */
export type YamlPath = readonly PropertyKey[];

/** `file:line:column`, of the key at `path` or of the nearest thing around it that exists. */
export function positionOf({ file, document, lines }: YamlSource, path: YamlPath, key?: string): string {
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(document, path.slice(0, length), length === path.length ? key : undefined);
    if (node === undefined) continue;
    const { line, col } = lines.linePos(node);
    return `${file}:${line}:${col}`;
  }
  return `${file}:1:1`;
}

/** Offset of the value at a path; of a key's name when `key` is given, so that a misspelt key itself is shown. */
function nodeAt(document: Document, path: YamlPath, key: string | undefined): number | undefined {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isNode(node)) return undefined;
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return node.range?.[0];
}

/** One line per problem of a schema check. `knownKeys` gives the keys that may stand at a path. */
export function problemsOf(
  source: YamlSource,
  error: z.ZodError,
  knownKeys: (path: YamlPath) => readonly string[],
): readonly string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [`${positionOf(source, issue.path)}: ${spelled(issue.path)} ${issue.message}`];
    }
    return issue.keys.map((key) => {
      const meant = nearest(key, knownKeys(issue.path));
      const where = issue.path.length === 0 ? "" : ` in ${spelled(issue.path)}`;
      return `${positionOf(source, issue.path, key)}: unknown key "${key}"${where}${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
    });
  });
}

/** `models[2].price.input` */
function spelled(path: YamlPath): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`))
    .join("");
}
