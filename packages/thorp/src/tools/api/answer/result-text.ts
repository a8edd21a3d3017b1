/** Data as a small model reads it best: a line for each thing, `name: value`, nothing that only machines want. */
import type { Json } from "../../../base/json.ts";
import { joined } from "../call/serialise.ts";

/** Longer texts of one value are cut; the whole is in the data. Characters. */
const LONGEST_VALUE = 1500;

/** Ends without a line break. */
export function resultText(data: Json): string {
  if (Array.isArray(data)) {
    if (data.length === 0) return "Nothing.";
    return data.map((each: Json, at) => `${at + 1}. ${isPlain(each) ? plain(each) : entry(each)}`).join("\n");
  }
  return isPlain(data) ? plain(data) : objectLines(data, "").join("\n");
}

function entry(value: Json): string {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return inline(value);
  return Object.entries(value)
    .filter(([, each]) => !isEmpty(each as Json))
    .map(([name, each]) => `${name}: ${inline(each as Json)}`)
    .join("; ");
}

function objectLines(value: Json, indent: string): string[] {
  return Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, each]) => {
    if (isEmpty(each)) return [];
    const columns = columnsOf(each);
    if (columns !== undefined) return [`${indent}${name}:`, ...columns.map((row) => `${indent}  ${row}`)];
    if (Array.isArray(each) && each.some((inner: Json) => !isPlain(inner)))
      return [`${indent}${name}:`, ...each.map((inner: Json, at) => `${indent}  ${at + 1}. ${entry(inner)}`)];
    if (!isPlain(each) && !Array.isArray(each) && indent.length < 4)
      return [`${indent}${name}:`, ...objectLines(each, `${indent}  `)];
    return [`${indent}${name}: ${inline(each)}`];
  });
}

/** Lists of one length beside each other are a table that lies on its side: time series come so. */
function columnsOf(value: Json): readonly string[] | undefined {
  if (isPlain(value) || Array.isArray(value)) return undefined;
  const columns = Object.entries(value as Readonly<Record<string, Json>>);
  const length = Array.isArray(columns[0]?.[1]) ? columns[0][1].length : 0;
  const isTable =
    columns.length > 1 &&
    length > 0 &&
    columns.every(
      ([, list]) => Array.isArray(list) && list.length === length && list.every((each: Json) => isPlain(each)),
    );
  if (!isTable) return undefined;
  return Array.from({ length }, (_, at) =>
    columns.map(([name, list]) => `${name}: ${plain((list as readonly Json[])[at] ?? null)}`).join("; "),
  );
}

function inline(value: Json): string {
  if (isPlain(value)) return plain(value);
  if (Array.isArray(value) && value.every((each: Json) => isPlain(each)))
    return value.map((each: Json) => plain(each)).join(", ");
  return cut(JSON.stringify(value));
}

function plain(value: Json): string {
  return cut(value === null ? "none" : joined(value, ", ").replace(/\s+/g, " ").trim());
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

function isPlain(value: Json): boolean {
  return typeof value !== "object" || value === null;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
