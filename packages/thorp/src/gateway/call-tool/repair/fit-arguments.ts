/**
 * Arguments made to fit a tool's schema: wrappers taken off, keys by their right names, values of the right kind,
 * blanks for "not given" left out. What is missing stays missing: validation says so to the model.
 */
import { parseJson } from "../../../base/json.ts";
import { readLenientJson } from "../lenient-json.ts";
import { coerceValue } from "./coerce-value.ts";
import { isSpelling, keysMeant, plainKey, relatedKeys } from "./key-names.ts";
import { fieldsInOrder, loneField } from "./nameless-values.ts";
import type { RepairNotes } from "./repair-notes.ts";
import { type Fields, isFields, isRequired, type SchemaNode, typeOf } from "./schema-node.ts";
import { splitAmount } from "./split-amount.ts";
import { unfit } from "./unfit.ts";

/** `conflict`: two values for one key, or a call of another tool inside; undefined when it is no object at all. */
export type Fitted = { readonly ok: true; readonly value: Fields } | { readonly ok: false; readonly conflict?: string };

/** Whose arguments they are, and who hears of what is done. */
export interface FitOptions {
  /** The tool's name: a wrapper may bear it. */
  readonly tool: string;
  readonly notes: RepairNotes;
}

const WRAPPERS = new Set(
  "input inputs arguments args parameters params param properties kwargs toolinput actioninput toolarguments request data json payload options".split(
    " ",
  ),
);
const NAME_KEYS = new Set(["name", "tool", "toolname", "function", "functionname", "action"]);
/** Says something about the call, changes nothing about what it does. */
const REMARKS = new Set(
  "type id name tool toolname function functionname action description reason reasoning thought thoughts explanation comment note encoding callid title required additionalproperties".split(
    " ",
  ),
);
const BARE_KEYS = new Set(
  "arg arg1 argument input value query request text param parameter string toolinput actioninput args".split(" "),
);

/** `node`: the schema of the tool's input. What comes out has keys of the schema only; whether it is valid, validation says. */
export function fitArguments(node: SchemaNode, value: unknown, options: FitOptions): Fitted {
  const { notes } = options;
  const unwrapped = unwrap(node, value, options);
  if ("conflict" in unwrapped) return { ok: false, conflict: unwrapped.conflict };
  const { inner } = unwrapped;
  if (!isFields(inner)) {
    const fields = Array.isArray(inner) ? fieldsInOrder(node, inner, notes) : loneField(node, inner, notes);
    return fields === undefined ? { ok: false } : { ok: true, value: coerceFields(node, fields, options) };
  }
  const named = nameKeys(node, inner, notes);
  if ("conflict" in named) return { ok: false, conflict: named.conflict };
  const fields = splitAmount(node, withoutDoubledQuotes(named.fields, notes), notes);
  return { ok: true, value: coerceFields(node, fields, options) };
}

type Unwrapped = { readonly inner: unknown } | { readonly conflict: string };

/** Takes off `{"input": {…}}`, `{"name": …, "arguments": {…}}`, `{"read_file": {…}}`, one after the other. */
function unwrap(node: SchemaNode, value: unknown, { tool, notes }: FitOptions): Unwrapped {
  let inner = value;
  for (let depth = 0; depth < 4; depth++) {
    if (Array.isArray(inner) && inner.length === 1 && isFields(inner[0])) inner = inner[0];
    if (!isFields(inner)) return { inner };
    const fields: Fields = inner;
    const keys = Object.keys(fields);
    const own = keys.filter((key) => node.properties !== undefined && Object.hasOwn(node.properties, key));
    const wrapper = keys.find(
      (key) => !own.includes(key) && isWrapper(key, fields[key], { node, tool, lone: keys.length === 1 }),
    );
    if (wrapper === undefined) return { inner };
    const others = keys.filter((key) => key !== wrapper);
    const namedTool = others.find((key) => NAME_KEYS.has(plainKey(key)) && typeof fields[key] === "string");
    if (namedTool !== undefined && !own.includes(namedTool) && plainKey(String(fields[namedTool])) !== plainKey(tool))
      return { conflict: `the arguments hold a call of ${String(fields[namedTool]).slice(0, 60)}` };
    const content = contentOf(fields[wrapper]);
    if (own.length > 0 || others.some((key) => !REMARKS.has(plainKey(key)))) {
      // Beside other arguments a wrapper only groups some of them.
      if (!isFields(content)) return { inner };
      const { [wrapper]: _, ...rest } = fields;
      notes.mended(`${wrapper} was taken apart`);
      return { inner: { ...content, ...rest } };
    }
    notes.mended(`taken out of ${wrapper}`);
    inner = content;
  }
  return { inner };
}

function isWrapper(
  key: string,
  value: unknown,
  { node, tool, lone }: { readonly node: SchemaNode; readonly tool: string; readonly lone: boolean },
): boolean {
  const plain = plainKey(key);
  const content = contentOf(value);
  if (plain === plainKey(tool) && isFields(content)) return true;
  if (isFields(content) && "arguments" in content && typeof content["name"] === "string") return true;
  if (WRAPPERS.has(plain)) {
    if (isFields(content)) return true;
    const arity = node.required?.length ?? 0;
    return (
      (plain === "args" || plain === "actioninput" || plain === "toolinput") && (Array.isArray(content) || arity === 1)
    );
  }
  if (!isFields(content)) return false;
  const inside = Object.keys(content);
  const known = Object.keys(node.properties ?? {});
  return lone && inside.length > 0 && inside.every((name) => known.some((own) => isSpelling(name, own)));
}

function contentOf(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  return parseJson(value) ?? readLenientJson(value)?.value ?? value;
}

function nameKeys(
  node: SchemaNode,
  given: Fields,
  notes: RepairNotes,
): { readonly fields: Fields } | { readonly conflict: string } {
  const known = Object.keys(node.properties ?? {});
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(given)) if (known.includes(key)) fields[key] = given[key];
  const strange = Object.keys(given).filter((key) => !known.includes(key));
  for (const key of strange) {
    const value = given[key];
    const target = meantKey(node, key, { value, taken: fields, strange });
    if (target !== undefined && !isTaken(fields, target)) {
      fields[target] = value;
      if (isGuessedKey(key) || keysMeant(key, [target]).length === 0) notes.guessed(`${key} was taken for ${target}`);
      else notes.mended(`${key} means ${target}`);
    } else if (!isBlank(value)) {
      const rival = keysMeant(key, known).find((name) => isTaken(fields, name) && fields[name] !== value);
      if (rival !== undefined && keysMeant(key, known).length === 1)
        return { conflict: `${rival} was given twice, the second time as ${key}` };
      leaveOut(key, value, notes);
    }
  }
  return { fields };
}

/** Numbered and nameless ones: the meaning comes from the tool, not from the word. */
function isGuessedKey(key: string): boolean {
  return BARE_KEYS.has(plainKey(key)) && !/^(?:query|text|value)$/.test(plainKey(key));
}

function leaveOut(key: string, value: unknown, notes: RepairNotes): void {
  const isRemark = REMARKS.has(plainKey(key)) && typeof value !== "boolean";
  if (isRemark) notes.mended(`${key} was left out`);
  else notes.guessed(`${key} was left out`);
}

interface KeyPlace {
  readonly value: unknown;
  readonly taken: Fields;
  readonly strange: readonly string[];
}

/** One key of the schema, or undefined: where two could be meant, the one that is needed. */
function meantKey(node: SchemaNode, key: string, { value, taken, strange }: KeyPlace): string | undefined {
  const open = Object.keys(node.properties ?? {}).filter((name) => !isTaken(taken, name));
  const meant = keysMeant(key, open);
  if (meant.length === 1) return meant[0];
  const needed = (meant.length > 1 ? meant : []).filter((name) => isRequired(node, name));
  if (needed.length === 1) return needed[0];
  if (meant.length > 1) return undefined;
  const missing = (node.required ?? []).filter((name) => !isTaken(taken, name));
  const only = missing.length === 1 && strange.length === 1 && typeof value !== "object" ? missing[0] : undefined;
  if (only !== undefined && BARE_KEYS.has(plainKey(key))) return only;
  const related = REMARKS.has(plainKey(key)) ? [] : relatedKeys(key, open);
  return related.length === 1 ? related[0] : undefined;
}

function isTaken(fields: Fields, key: string): boolean {
  return Object.hasOwn(fields, key) && !isBlank(fields[key]);
}

function isBlank(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (typeof value === "string" && /^\s*(?:null|none|undefined|n\/a)?\s*$/i.test(value))
  );
}

/** `"\"bar\""`: every text quoted a second time. */
function withoutDoubledQuotes(fields: Fields, notes: RepairNotes): Fields {
  const texts = Object.values(fields).filter((value): value is string => typeof value === "string");
  const isDoubled = texts.length > 1 && texts.every((text) => /^"[^"]*"$/.test(text));
  if (!isDoubled) return fields;
  notes.mended("texts were quoted twice");
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? value.slice(1, -1) : value]),
  );
}

function coerceFields(node: SchemaNode, fields: Fields, options: FitOptions): Fields {
  const { notes } = options;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    const schema = node.properties?.[key];
    if (schema === undefined) continue;
    const optional = !isRequired(node, key);
    if (optional && isBlank(value)) {
      notes.mended(`${key} was blank`);
      continue;
    }
    const made = coerceValue(schema, value, {
      key,
      beside: Object.values(fields),
      notes,
      fit: (inner, object) => fitInner(inner, object, options),
    });
    if (optional && isSentinel(schema, made)) {
      notes.guessed(`${key} ${String(made)} was taken for not given`);
      continue;
    }
    out[key] = made === unfit ? value : made;
  }
  return out;
}

/** 0 and -1 where counting begins at 1: how many languages say "from the start" and "to the end". */
function isSentinel(schema: SchemaNode, value: unknown): boolean {
  return (value === 0 || value === -1) && typeOf(schema) === "integer" && value < (schema.minimum ?? -Infinity);
}

function fitInner(node: SchemaNode, value: unknown, options: FitOptions): unknown {
  if (!isFields(value)) return unfit;
  const named = nameKeys(node, value, options.notes);
  return "conflict" in named ? unfit : coerceFields(node, named.fields, options);
}
