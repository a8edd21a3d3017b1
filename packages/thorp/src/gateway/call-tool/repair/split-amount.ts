/** `"70 kg"` for a number, while the text that would say the unit is missing. */
import type { RepairNotes } from "./repair-notes.ts";
import { type Fields, isRequired, type SchemaNode, typeOf } from "./schema-node.ts";

const AMOUNT = /^\s*([+-]?\d+(?:\.\d+)?)\s*([^\d\s.,:/-][^\d,;:]{0,30})$/;

/** The number and its unit in a key each, where one required text is missing and one number has a word behind it. */
export function splitAmount(node: SchemaNode, fields: Fields, notes: RepairNotes): Fields {
  const missing = (node.required ?? []).filter((key) => !Object.hasOwn(fields, key));
  const [unitKey] = missing;
  if (unitKey === undefined || missing.length > 1 || typeOf(node.properties?.[unitKey] ?? {}) !== "string")
    return fields;
  const amounts = Object.entries(fields).flatMap(([key, value]) => {
    const type = typeOf(node.properties?.[key] ?? {});
    const parts = typeof value === "string" && isRequired(node, key) ? AMOUNT.exec(value) : null;
    return parts !== null && (type === "number" || type === "integer") ? [{ key, parts }] : [];
  });
  const [amount] = amounts;
  if (amount === undefined || amounts.length > 1) return fields;
  notes.guessed(`${amount.key} held ${unitKey} too`);
  return { ...fields, [amount.key]: amount.parts[1], [unitKey]: amount.parts[2]?.trim() };
}
