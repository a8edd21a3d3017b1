/**
 * Files in the body of a request: which parts of a description mean one, and what a model is asked for instead of their
 * bytes: where the file lies.
 */
import type { Json } from "../../../base/json.ts";
import { type Schema, shortLine } from "./input-schema.ts";
import { type Node, nodeOf, textOf } from "./references.ts";

/** One file, or a list of them. */
export type FileShape = "file" | "files";

const WHERE = "A file: its path in the workspace, or attachment:NAME";
const MOST_FILES = 10;

/** Of a field in `multipart/form-data`; `encoding` is what the description says of its content type. */
export function fileShapeOf(schema: Schema, encoding: unknown): FileShape | undefined {
  if (isBytes(schema)) return "file";
  const items = nodeOf(schema["items"]) as Schema | undefined;
  if (schema["type"] === "array" && items !== undefined && isBytes(items)) return "files";
  const type = textOf((nodeOf(encoding) ?? {})["contentType"]);
  const isText = schema["type"] === undefined || schema["type"] === "string";
  return type !== undefined && isText && isBinaryType(type) ? "file" : undefined;
}

/** OpenAPI 3.0 says `format: binary`, 3.1 names the media type of what is not encoded as text. */
function isBytes({ format, contentMediaType, contentEncoding, type }: Schema): boolean {
  if (format === "binary") return true;
  return contentMediaType !== undefined && contentEncoding === undefined && (type === undefined || type === "string");
}

/** True of a media type, or a list or range of them, that is neither text nor a form of data. */
function isBinaryType(type: string): boolean {
  return !/^(?:text\/|application\/(?:[\w.+-]*(?:json|xml|yaml)|x-www-form-urlencoded|graphql)\b|multipart\/)/i.test(
    type.trim(),
  );
}

/** A body that is one file: its media type among those that can be sent. */
export function fileBodyType(content: Node, schemaOf: (type: string) => Schema): string | undefined {
  return Object.keys(content).find((type) => {
    const schema = schemaOf(type);
    return isBytes(schema) || (isBinaryType(type) && schema["properties"] === undefined);
  });
}

/** What a model fills in. */
export function fileArgument({ description }: Schema, shape: FileShape): Schema {
  const words = typeof description === "string" ? `${description.replace(/([^.!?])$/, "$1.")} ${WHERE}` : WHERE;
  const one: Record<string, Json> = { type: "string", minLength: 1, maxLength: 4096 };
  if (shape === "file") return { ...one, description: shortLine(words, 400) };
  return { type: "array", items: one, minItems: 1, maxItems: MOST_FILES, description: shortLine(words, 400) };
}
