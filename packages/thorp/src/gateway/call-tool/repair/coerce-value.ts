/** One value made to fit its schema, where there is one way to do so. Never a value that was not written. */
import { parseJson } from "../../../base/json.ts";
import { readJsonAt } from "../lenient-json.ts";
import { enumValue } from "./enum-value.ts";
import { numberValue } from "./number-value.ts";
import type { RepairNotes } from "./repair-notes.ts";
import { isFields, type SchemaNode, typeOf } from "./schema-node.ts";
import { unfit } from "./unfit.ts";

/** Where the value stands. */
export interface CoerceContext {
  readonly key: string;
  /** Other values of the same object: "12 km" beside `from: "km"` is 12. */
  readonly beside: readonly unknown[];
  readonly notes: RepairNotes;
  /** Fits an object into an object schema. */
  readonly fit: (node: SchemaNode, value: unknown) => unknown;
}

/** The value, one that means the same and fits, or `unfit`. Repairs are noted. */
export function coerceValue(node: SchemaNode, value: unknown, context: CoerceContext): unknown {
  const { key, notes } = context;
  const bare = unframed(value, node, context);
  if (node.enum !== undefined) return enumValue(node.enum, bare, context);
  const alternatives = node.anyOf ?? node.oneOf;
  if (alternatives !== undefined) {
    const fitting = alternatives.map((option) => coerceValue(option, bare, context)).filter((made) => made !== unfit);
    return fitting.includes(bare) || fitting.length === 0 ? (fitting.length === 0 ? unfit : bare) : fitting[0];
  }
  switch (typeOf(node)) {
    case "string":
      return textValue(bare, context);
    case "number":
    case "integer":
      return numberValue(bare, context);
    case "boolean":
      return booleanValue(bare, context);
    case "array":
      return listValue(node, bare, context);
    case "object": {
      const object = typeof bare === "string" && /^\s*\{/.test(bare) ? wholeJson(bare) : bare;
      if (!isFields(object)) return unfit;
      if (typeof bare === "string") notes.mended(`${key} was JSON in a text`);
      return node.properties === undefined ? object : context.fit(node, object);
    }
    default:
      return bare;
  }
}

/** `["a.md"]`, `{"value": "a.md"}`, `{"path": "a.md"}` where one plain value is wanted. */
function unframed(value: unknown, node: SchemaNode, { key, notes }: Pick<CoerceContext, "key" | "notes">): unknown {
  const type = typeOf(node);
  if (type === undefined) return value;
  if (type === "array" || type === "object") return withoutValueFrame(value, node, { key, notes });
  if (Array.isArray(value) && value.length === 1) {
    notes.mended(`${key} was a list of one`);
    return value[0];
  }
  if (!isFields(value)) return value;
  const inner = value["value"] ?? value[key];
  // A copy of the schema has no value; an object with more to say is no frame.
  const others = Object.keys(value).filter(
    (name) => !["value", key, "type", "description", "default", "title"].includes(name),
  );
  if (inner === undefined || inner === null || typeof inner === "object" || others.length > 0) return value;
  notes.mended(`${key} was inside an object`);
  return inner;
}

/** `{"value": {…}}` and `{"value": […]}` where the inner one is wanted. */
function withoutValueFrame(
  value: unknown,
  node: SchemaNode,
  { key, notes }: Pick<CoerceContext, "key" | "notes">,
): unknown {
  if (!isFields(value) || Object.keys(value).some((name) => !["value", "type", "description"].includes(name)))
    return value;
  const inner = value["value"];
  const isOwn = node.properties !== undefined && Object.hasOwn(node.properties, "value");
  if (isOwn || typeof inner !== "object" || inner === null) return value;
  notes.mended(`${key} was inside an object`);
  return inner;
}

function textValue(value: unknown, { key, notes }: CoerceContext): unknown {
  if (typeof value === "string") return value;
  if ((typeof value === "number" && Number.isFinite(value)) || typeof value === "boolean") {
    notes.mended(`${key} was no text`);
    return String(value);
  }
  return unfit;
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

function booleanValue(value: unknown, { key, notes }: CoerceContext): unknown {
  if (typeof value === "boolean") return value;
  const word =
    value === 1 ? "true" : value === 0 ? "false" : typeof value === "string" ? value.trim().toLowerCase() : "";
  const made = Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : undefined;
  if (made === undefined) return unfit;
  notes.mended(`${key} was no truth value`);
  return made;
}

/** Broken JSON in a text, unless it was cut off. */
function wholeJson(text: string): unknown {
  const read = readJsonAt(text, text.search(/\S/));
  return read === undefined || read.cut === "value" || read.cut === "entry" ? undefined : read.value;
}

function listValue(node: SchemaNode, value: unknown, context: CoerceContext): unknown {
  const { key, notes } = context;
  const item = node.items ?? {};
  const each = (items: readonly unknown[]): unknown => {
    const made = items.map((one) => coerceValue(item, one, context));
    return made.includes(unfit) ? unfit : made;
  };
  if (Array.isArray(value)) return each(value);
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    const parsed = parseJson(value) ?? wholeJson(value);
    if (typeof parsed !== "object" || parsed === null) return unfit;
    notes.mended(`${key} was JSON in a text`);
    return each(Array.isArray(parsed) ? parsed : [parsed]);
  }
  if (value === null || value === undefined || value === "") return unfit;
  const names = typeof value === "string" ? value.split(/\s*,\s*/) : [];
  const areFiles = names.length > 1 && names.every((name) => /^[^\s,]+\.\w{1,5}$/.test(name));
  // A text for a list of objects would need the rest of the object invented.
  if (typeOf(item) === "object" && !isFields(value)) return unfit;
  notes.mended(`${key} was no list`);
  return each(areFiles ? names : [value]);
}
