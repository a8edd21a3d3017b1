/**
 * Answers under a schema: which servers can hold a model to one, and what is done about the others.
 *
 * Whoever refuses a schema is asked again with the schema in words, and not asked for it again in this process. What
 * comes is read leniently either way: servers that accept a schema do not all keep to it.
 */
import type { ThorpError } from "../../base/errors.ts";
import { parseArguments } from "../call-tool/parse-arguments.ts";
import { isFields } from "../call-tool/repair/schema-node.ts";

/** Which models are asked in words; for one process, by the id of the model. */
export interface SchemaSupport {
  describes(model: string): boolean;
  noteRefusal(model: string): void;
}

/** Knows nothing yet: every model is asked for the schema first. */
export function createSchemaSupport(): SchemaSupport {
  const without = new Set<string>();
  return { describes: (model) => without.has(model), noteRefusal: (model) => void without.add(model) };
}

const SCHEMA_WORDS =
  /response_?format|json_?schema|json_object|structured.{0,12}output|\bgrammar\b|unmarshal.{0,80}format|guided|\bschema\b|"?format"?.{0,30}(?:support|invalid|unknown|unmarshal)|(?:unsupported|unknown|unrecognized|invalid).{0,40}\bformat\b/i;

/** The server refused the request, and by its words for the schema. */
export function refusesSchema(error: ThorpError): boolean {
  return (error.code === "model-refused" || error.code === "model-unavailable") && SCHEMA_WORDS.test(error.message);
}

/** The JSON in an answer, without what stands around it; the text itself when there is none. */
export function jsonIn(text: string): string {
  const parsed = /[{[]/.test(text) ? parseArguments(text) : undefined;
  return isFields(parsed) || Array.isArray(parsed) ? JSON.stringify(parsed) : text;
}
