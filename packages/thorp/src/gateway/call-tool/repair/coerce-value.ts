/** One value made to fit its schema, where there is one way to do so. Never a value that was not written. */
import { parseJson } from "../../../base/json.ts";
import { readJsonAt } from "../lenient-json.ts";
import { plainKey } from "./key-names.ts";
import type { RepairNotes } from "./repair-notes.ts";
import { isFields, type SchemaNode, typeOf } from "./schema-node.ts";

/** What no repair can make of a value. */
export const unfit = Symbol("unfit");

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
function unframed(value: unknown, node: SchemaNode, { key, notes }: CoerceContext): unknown {
  const type = typeOf(node);
  if (type === "array" || type === "object" || type === undefined) return value;
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

const ENUM_TAILS = ["", "s", "chart", "graph", "plot", "mode", "format", "unit", "operation", "file"];

function enumValue(allowed: readonly unknown[], value: unknown, { key, notes }: CoerceContext): unknown {
  if (allowed.includes(value)) return value;
  if (typeof value !== "string") return unfit;
  const plain = plainKey(value);
  const meant = allowed.filter((option) => {
    const word = plainKey(String(option));
    return ENUM_TAILS.some((tail) => plain === word + tail) || word === `${plain}s`;
  });
  if (meant.length !== 1 || plain === "") return unfit;
  notes.mended(`${key} was written ${value.slice(0, 40)}`);
  return meant[0];
}

function textValue(value: unknown, { key, notes }: CoerceContext): unknown {
  if (typeof value === "string") return value;
  if ((typeof value === "number" && Number.isFinite(value)) || typeof value === "boolean") {
    notes.mended(`${key} was no text`);
    return String(value);
  }
  return unfit;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Commas are thousands only where nothing else can be meant: several, or a decimal point behind. */
const THOUSANDS = /^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$/;

function numberValue(value: unknown, { key, notes, beside }: CoerceContext): unknown {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return unfit;
  const text = value.trim();
  const unit = /^([+-]?[\d.]+)\s*([^\d\s.,].*)$/.exec(text);
  const isRepeatedUnit = unit !== null && beside.some((other) => sameWord(other, unit[2] ?? ""));
  const digits = isRepeatedUnit ? (unit[1] ?? "") : THOUSANDS.test(text) ? text.replaceAll(",", "") : text;
  if (!NUMBER.test(digits)) return unfit;
  notes.mended(`${key} was a text`);
  return Number(digits);
}

function sameWord(other: unknown, word: string): boolean {
  return typeof other === "string" && other.toLowerCase() === word.toLowerCase();
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
