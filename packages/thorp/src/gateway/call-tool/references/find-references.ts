/**
 * References in arguments: `"@result:ID"` stands for an earlier result, `"@result:ID#/rows/0"` for a part of its data.
 * Only a text that is nothing else is one.
 */
import type { Json } from "../../../base/json.ts";
import { isFields, type SchemaNode, typeOf } from "../repair/schema-node.ts";

/** One reference, where it stands. */
export interface Reference {
  /** The whole text. */
  readonly text: string;
  readonly id: string;
  /** A JSON pointer into the data; empty for all of it. */
  readonly pointer: string;
}

/** What stands for a reference: `type` is what the tool wants in its place, undefined where it does not say. */
export type ValueFor = (reference: Reference, type: string | undefined) => Json;

const FORM = /^@result:([\w.~-]{1,200})(#(?:\/[^#]{0,500})?)?$/;

/** Undefined for any other text. */
export function referenceIn(text: string): Reference | undefined {
  const found = FORM.exec(text.trim());
  if (found === null) return undefined;
  const [, id = "", pointer = ""] = found;
  return { text: text.trim(), id, pointer: pointer.slice(1) };
}

/** Each text once. */
export function findReferences(value: unknown): readonly Reference[] {
  const byText = new Map<string, Reference>();
  const look = (inner: unknown): void => {
    if (typeof inner === "string") {
      const found = referenceIn(inner);
      if (found !== undefined) byText.set(found.text, found);
    } else if (typeof inner === "object" && inner !== null) Object.values(inner).forEach(look);
  };
  look(value);
  return [...byText.values()];
}

/** The same arguments with values in the places of references. */
export function withValues(value: Json, schema: SchemaNode | undefined, valueFor: ValueFor): Json {
  if (typeof value === "string") {
    const found = referenceIn(value);
    return found === undefined ? value : valueFor(found, schema === undefined ? undefined : typeOf(schema));
  }
  if (Array.isArray(value)) return value.map((item: Json) => withValues(item, schema?.items, valueFor));
  if (!isFields(value)) return value;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, withValues(inner, schema?.properties?.[key], valueFor)]),
  );
}

/** What a JSON pointer (RFC 6901) names; undefined where there is nothing. */
export function atPointer(data: Json, pointer: string): Json | undefined {
  let value: Json | undefined = data;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[key];
  }
  return value;
}
