/**
 * Schemas of a document as models and validators take them: references put in place, OpenAPI 3.0 turned into 3.1, and
 * nothing left that does not say what an argument may be. A schema that contains itself ends where it would begin again.
 */
import { oneLine } from "../../../base/clean-text.ts";
import type { Json } from "../../../base/json.ts";
import type { KeyPath } from "../../../base/yaml-source.ts";
import { listOf, type Node, nodeOf, type References, textOf } from "./references.ts";

/** One schema in its final form. */
export type Schema = Readonly<Record<string, Json>>;

/** Turns schemas into their final form. */
export interface SchemaReader {
  read(value: unknown, path: KeyPath): Schema;
}

const DEEPEST = 8;
/** Of one operation; a description that spells out more is too much for any model. */
const MOST_NODES = 600;

const plainKeys = [
  ..."type enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split(" "),
  ..."minLength maxLength pattern minItems maxItems uniqueItems default format contentMediaType contentEncoding".split(
    " ",
  ),
];
const listKeys = ["anyOf", "oneOf", "allOf", "prefixItems"];

/** One for each operation: it counts what it reads. */
export function createSchemaReader(references: References): SchemaReader {
  let nodes = 0;
  const open = new Set<unknown>();
  const read = (value: unknown, path: KeyPath, depth: number): Schema => {
    const identity = nodeOf(value)?.["$ref"] ?? value;
    if (depth > DEEPEST || nodes++ > MOST_NODES || open.has(identity)) return {};
    const node = references.follow(value, path);
    if (node === undefined) return {};
    open.add(identity);
    try {
      return shaped(node, (inner, ...more) => read(inner, [...path, ...more], depth + 1));
    } finally {
      open.delete(identity);
    }
  };
  return { read: (value, path) => read(value, path, 0) };
}

type ReadInner = (value: unknown, ...more: KeyPath) => Schema;

function shaped(node: Node, inner: ReadInner): Schema {
  const schema: Record<string, Json> = {};
  const description = textOf(node["description"]) ?? textOf(node["title"]);
  if (description !== undefined) schema["description"] = shortLine(description, 400);
  for (const key of plainKeys) if (node[key] !== undefined) schema[key] = node[key] as Json;
  const { properties, items, additionalProperties } = node;
  if (nodeOf(properties) !== undefined) Object.assign(schema, objectOf(node, inner));
  if (items !== undefined) schema["items"] = inner(items, "items");
  if (typeof additionalProperties === "boolean") schema["additionalProperties"] = additionalProperties;
  else if (additionalProperties !== undefined)
    schema["additionalProperties"] = inner(additionalProperties, "additionalProperties");
  for (const key of listKeys)
    if (node[key] !== undefined) schema[key] = listOf(node[key]).map((each, at) => inner(each, key, at));
  return upgraded(node, schema);
}

/** Without what only answers have. */
function objectOf(node: Node, inner: ReadInner): Record<string, Json> {
  const given = Object.entries(nodeOf(node["properties"]) ?? {});
  const properties = given.filter(([, value]) => nodeOf(value)?.["readOnly"] !== true);
  const names = new Set(properties.map(([name]) => name));
  const required = listOf(node["required"]).filter((name): name is string => names.has(String(name)));
  return {
    properties: Object.fromEntries(properties.map(([name, value]) => [name, inner(value, "properties", name)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** What OpenAPI 3.0 said otherwise; see "Migrating from OpenAPI 3.0 to 3.1.0" of the OpenAPI Initiative. */
function upgraded(node: Node, schema: Record<string, Json>): Schema {
  for (const [limit, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (typeof schema[exclusive] !== "boolean") continue;
    const isExclusive = schema[exclusive];
    delete schema[exclusive];
    if (isExclusive && schema[limit] !== undefined) {
      schema[exclusive] = schema[limit];
      delete schema[limit];
    }
  }
  if (node["nullable"] === true) {
    if (typeof schema["type"] === "string") schema["type"] = [schema["type"], "null"];
    if (Array.isArray(schema["enum"]) && !schema["enum"].includes(null)) schema["enum"] = [...schema["enum"], null];
  }
  return schema;
}

/** Descriptions of vendors hold whole pages of Markdown; a small model reads a sentence. Characters. */
export function shortLine(text: string, most: number): string {
  const line = oneLine(text.replace(/<[^<>]{1,200}>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
