/** TypeScript types from JSON Schema 2020-12, as Zod writes it: enough for the shapes of `wire`, and no more. */

import { isDeepStrictEqual } from "node:util";

type Schema = Readonly<Record<string, unknown>>;

export interface NamedSchema {
  readonly name: string;
  readonly schema: Schema;
}

/** One exported type by name for each schema and for each shape under `$defs`, in order of first appearance. */
export function typesFromSchemas(schemas: readonly NamedSchema[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { name, schema } of schemas) {
    const definitions = (schema["$defs"] ?? {}) as Record<string, Schema>;
    // A shape with an id of its own stands under that id, and the whole only points to it.
    types.set(name, declaration(name, definitions[name] ?? schema));
    for (const [inner, definition] of Object.entries(definitions)) {
      if (isAnyJson(inner)) types.set("Json", ANY_JSON);
      else if (!types.has(inner)) types.set(inner, declaration(inner, definition));
    }
  }
  return types;
}

function declaration(name: string, schema: Schema): string {
  const { description } = schema;
  const comment = typeof description === "string" ? `/** ${description} */\n` : "";
  return `${comment}export type ${name} =${spaced(typeOf(schema, ""))};\n`;
}

/** All places are there and nothing comes behind them, as in Zod's tuples. */
function tupleOf(places: readonly Schema[], indent: string): string {
  return `readonly [${places.map((place) => typeOf(place, indent)).join(", ")}]`;
}

/** A union of objects begins on a line of its own. */
function spaced(type: string): string {
  return type.startsWith("\n") ? type : ` ${type}`;
}

function typeOf(schema: Schema, indent: string): string {
  const { $ref, anyOf, oneOf, allOf } = schema as Record<string, unknown>;
  if (typeof $ref === "string") return nameOf($ref);
  if (Array.isArray(anyOf) || Array.isArray(oneOf)) return unionOf((anyOf ?? oneOf) as readonly Schema[], indent);
  if (Array.isArray(allOf)) return (allOf as readonly Schema[]).map((part) => typeOf(part, indent)).join(" & ");
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  switch (schema["type"]) {
    case "string":
      return "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      if (Array.isArray(schema["prefixItems"])) return tupleOf(schema["prefixItems"] as readonly Schema[], indent);
      return `readonly ${bracketed(typeOf((schema["items"] ?? {}) as Schema, indent))}[]`;
    case "object":
      return objectOf(schema, indent);
    case undefined:
      return "unknown";
    default:
      throw new Error(`No type for ${JSON.stringify(schema).slice(0, 200)}`);
  }
}

/** `#/$defs/Run`. */
function nameOf(pointer: string): string {
  const name = /^#\/\$defs\/(\w+)$/.exec(pointer)?.[1] ?? "unknown";
  return isAnyJson(name) ? "Json" : name;
}

/** Zod names what has no id `__schema0`; of our shapes only `z.json()`, which holds itself, has none. */
function isAnyJson(name: string): boolean {
  return name.startsWith("__");
}

const ANY_JSON = `/** Whatever JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
`;

function unionOf(parts: readonly Schema[], indent: string): string {
  const shared = sharedMembers(parts);
  const isOfObjects = parts.length > 1 && parts.every(({ type }) => type === "object");
  const own = [...new Set(parts.map((part) => typeOf(without(part, shared), isOfObjects ? `${indent}  ` : indent)))];
  if (!isOfObjects) return own.join(" | ");
  const union = own.map((type) => `\n${indent}  | ${type}`).join("");
  return shared.length === 0 ? union : `${typeOf(only(parts[0] ?? {}, shared), indent)} & (${union}\n${indent})`;
}

/** One or two members are easier to read where they stand: with fewer alike, nothing is taken out of a union. */
const WORTH_SHARING = 3;

/** Members that stand alike in every object of a union, as the stamp of all events does. */
function sharedMembers(parts: readonly Schema[]): readonly string[] {
  const [first, ...others] = parts.map(({ type, properties }) =>
    type === "object" ? ((properties ?? {}) as Record<string, Schema>) : {},
  );
  if (first === undefined || others.length === 0) return [];
  const isShared = (key: string) => others.every((other) => isDeepStrictEqual(other[key], first[key]));
  const names = Object.keys(first).filter(isShared);
  return names.length < WORTH_SHARING ? [] : names;
}

function only(schema: Schema, names: readonly string[]): Schema {
  return withMembers(schema, (name) => names.includes(name));
}

function without(schema: Schema, names: readonly string[]): Schema {
  return names.length === 0 ? schema : withMembers(schema, (name) => !names.includes(name));
}

function withMembers(schema: Schema, isKept: (name: string) => boolean): Schema {
  const members = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  return { ...schema, properties: Object.fromEntries(members.filter(([name]) => isKept(name))) };
}

function bracketed(type: string): string {
  return /[|&]| /.test(type) && !type.startsWith("{") ? `(${type})` : type;
}

/** Characters; a longer object takes a line for each member. */
const SHORT_OBJECT = 90;

function objectOf(schema: Schema, indent: string): string {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, Schema>;
    required?: readonly string[];
    additionalProperties?: boolean | Schema;
  };
  const entries = Object.entries(properties);
  if (entries.length === 0) {
    const inner = typeof additionalProperties === "object" ? typeOf(additionalProperties, indent) : "unknown";
    return `Readonly<Record<string, ${inner}>>`;
  }
  const deeper = `${indent}  `;
  const lines = entries.map(([key, member]) => {
    const comment = typeof member["description"] === "string" ? `${deeper}/** ${member["description"]} */\n` : "";
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
    return `${comment}${deeper}readonly ${name}${required.includes(key) ? "" : "?"}:${spaced(typeOf(member, deeper))};`;
  });
  const short = `{ ${lines.map((line) => line.trim().replace(/;$/, "")).join("; ")} }`;
  const fits = short.length + indent.length <= SHORT_OBJECT && !/\n|\/\*/.test(short);
  return fits ? short : `{\n${lines.join("\n")}\n${indent}}`;
}
