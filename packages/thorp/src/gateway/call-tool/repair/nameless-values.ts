/** Values without keys. Which key is meant comes from the schema alone, so each of these is a guess. */
import type { RepairNotes } from "./repair-notes.ts";
import { type Fields, type SchemaNode, typeOf } from "./schema-node.ts";

/** `["Oslo", 3]` in the order of the schema: the required ones, and what follows while the kinds agree. */
export function fieldsInOrder(node: SchemaNode, values: readonly unknown[], notes: RepairNotes): Fields | undefined {
  if (values.length === 0) return {};
  if (values.some((value) => typeof value === "object")) return undefined;
  const required = node.required ?? [];
  const keys = values.length <= required.length ? required : allInOrder(node, values);
  if (keys === undefined) return undefined;
  notes.guessed("values were taken in the order of the schema");
  return Object.fromEntries(values.map((value, position) => [keys[position] ?? "", value]));
}

/** Undefined when the required keys do not come first, or a value is of another kind than the key in its place. */
function allInOrder(
  { properties = {}, required = [] }: SchemaNode,
  values: readonly unknown[],
): readonly string[] | undefined {
  const keys = Object.keys(properties);
  if (required.length === 0 || values.length > keys.length) return undefined;
  if (keys.slice(0, required.length).some((key) => !required.includes(key))) return undefined;
  const fits = values.every((value, position) => isOfKind(value, properties[keys[position] ?? ""] ?? {}));
  return fits ? keys : undefined;
}

function isOfKind(value: unknown, node: SchemaNode): boolean {
  const type = typeOf(node);
  return typeof value === (type === "integer" ? "number" : type);
}

/** One value instead of an object, where the tool needs exactly one. */
export function loneField({ required = [] }: SchemaNode, value: unknown, notes: RepairNotes): Fields | undefined {
  const [key, ...more] = required;
  if (key === undefined || more.length > 0 || value === null || value === undefined) return undefined;
  notes.guessed(`the value was taken for ${key}`);
  return { [key]: value };
}
