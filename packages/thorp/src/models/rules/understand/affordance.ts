/**
 * What a tool can be used for, read from its input schema, so that a team's own tool gets the same evidence as a
 * built-in one of the same shape.
 */
import type { Json } from "../../../base/json.ts";
import type { BriefTool } from "../../brief.ts";

export const affordances = [
  "calculate",
  "convert",
  "calendar",
  "list",
  "read",
  "search",
  "write",
  "document",
  "query",
  "table",
  "chart",
  "report",
  "fetch",
  "knowledge",
] as const;
/** What a tool is good for, whatever it is called. */
export type Affordance = (typeof affordances)[number];

/** A property of an input schema, as far as slots need it. */
export interface SlotSchema {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly items?: Json;
}

/** The properties of a JSON schema in order; a schema that is none has none. */
export function slotsOf(schema: Json): readonly SlotSchema[] {
  const root = asRecord(schema);
  const properties = asRecord(root?.["properties"]);
  if (properties === undefined) return [];
  const required = Array.isArray(root?.["required"]) ? root["required"] : [];
  return Object.entries(properties).map(([name, value]) => {
    const property = asRecord(value) ?? {};
    const options = (
      Array.isArray(property["enum"]) ? property["enum"] : property["const"] === undefined ? [] : [property["const"]]
    ).map(String);
    const type = Array.isArray(property["type"]) ? property["type"].find((kind) => kind !== "null") : property["type"];
    return {
      name,
      type: typeof type === "string" ? type : options.length > 0 ? "string" : "unknown",
      required: required.includes(name),
      options,
      ...(typeof property["format"] === "string" ? { format: property["format"] } : {}),
      ...(typeof property["pattern"] === "string" ? { pattern: property["pattern"] } : {}),
      ...(typeof property["description"] === "string" ? { description: property["description"] } : {}),
      ...(property["items"] === undefined ? {} : { items: property["items"] }),
    };
  });
}

/** The affordance of a tool, or undefined for a tool of a shape of its own. */
export function affordanceOf(tool: BriefTool): Affordance | undefined {
  const slots = slotsOf(tool.input);
  const has = (...names: string[]) => names.every((name) => slots.some((slot) => slot.name === name));
  const needs = (...names: string[]) =>
    names.every((name) => slots.some((slot) => slot.name === name && slot.required));
  if (slots.some((slot) => slot.options.includes("bar") && slot.options.includes("line")) && has("x", "y"))
    return "chart";
  if (needs("sections")) return "report";
  if (needs("expression")) return "calculate";
  if (needs("value", "from", "to")) return "convert";
  if (slots.some((slot) => slot.options.includes("weekday")) && has("date")) return "calendar";
  if (needs("sql")) return "query";
  if (has("sql", "rows") && !needs("sql")) return "table";
  if (needs("url") && slots.every((slot) => slot.name === "url" || !slot.required)) return "fetch";
  if (needs("query") && has("document")) return "knowledge";
  if (needs("path", "text")) return "write";
  if (needs("path") && (has("pages") || has("question"))) return "document";
  if (needs("path") && has("fromLine")) return "read";
  if (needs("text") && has("folder")) return "search";
  if (has("folder") && slots.every((slot) => !slot.required)) return "list";
  return undefined;
}

function asRecord(value: unknown): Readonly<Record<string, Json>> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, Json>)
    : undefined;
}
