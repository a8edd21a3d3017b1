/** The text of an OpenAPI document as data, with the line of everything in it. */
import { ThorpError } from "../../../base/errors.ts";
import { type KeyPath, type Place, readYaml } from "../../../base/yaml-source.ts";

/** A document that could be parsed. */
export interface DocumentText {
  readonly value: unknown;
  locate(path: KeyPath, part?: "key" | "value"): Place;
}

/** Vendors ship up to some megabytes of JSON; YAML of that size takes half a minute to parse. Bytes. */
const MOST_BYTES = { json: 24 << 20, yaml: 4 << 20 };

/**
 * Throws `api-invalid` with `file:line:column` for a text that is neither JSON nor YAML, and `input-too-large` for one
 * that is longer than any description worth reading.
 */
export function readDocumentText(text: string, file: string): DocumentText {
  const looksLikeJson = /^\s*[{[]/.test(text);
  const most = looksLikeJson ? MOST_BYTES.json : MOST_BYTES.yaml;
  if (text.length > most)
    throw new ThorpError("input-too-large", `${file} has ${text.length} characters; at most ${most} are read.`, {
      hint: "Take a smaller description of the same API, or cut out the operations that you need.",
    });
  if (looksLikeJson) {
    try {
      const value: unknown = JSON.parse(text);
      // Where something stands is asked for only when something is wrong; JSON is YAML, then.
      let lines: DocumentText | undefined;
      return { value, locate: (path, part) => (lines ??= placesIn(text)).locate(path, part) };
    } catch {
      // Falls through: the YAML reader knows the line of what is wrong.
    }
  }
  const source = readYaml(text);
  if (source.problems.length > 0)
    throw new ThorpError(
      "api-invalid",
      source.problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"),
    );
  return source;
}

function placesIn(text: string): DocumentText {
  return text.length <= MOST_BYTES.yaml ? readYaml(text) : { value: undefined, locate: () => ({ line: 1, column: 1 }) };
}
