/** Arguments as OpenAPI writes them into paths, queries and headers (OpenAPI 3.1, "Style Values"). */
import { ThorpError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import type { ApiParameter } from "../api.ts";

type Pair = readonly [name: string, value: string];

/** A part of a path. Throws `tool-input` for what would lead to another path than the one described. */
export function pathValue(parameter: ApiParameter, value: Json): string {
  const text = joined(value, ",");
  const parts = parameter.isRaw ? text.split("/") : [text];
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    throw new ThorpError(
      "tool-input",
      `"${text.slice(0, 100)}" cannot stand for ${parameter.argument ?? parameter.name}.`,
    );
  return parts.map(encodePathPart).join("/");
}

/** What RFC 3986 lets stand in a path stays readable: `PRT;ESP`, `ARXIV:1706.03762`. */
function encodePathPart(part: string): string {
  return encodeURIComponent(part).replace(/%(?:3A|3B|2C|40|24|26|2B|3D)/g, decodeURIComponent);
}

/** Names and values, not yet escaped. */
export function queryPairs({ name, style, explode, isJson }: ApiParameter, value: Json): readonly Pair[] {
  if (value === null) return [];
  if (isJson) return [[name, JSON.stringify(value)]];
  if (typeof value !== "object") return [[name, String(value)]];
  if (Array.isArray(value)) {
    const texts = value.map((each: Json) => joined(each, ","));
    if (explode && style === "form") return texts.map((text) => [name, text]);
    const separator = style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",";
    return texts.length === 0 ? [] : [[name, texts.join(separator)]];
  }
  const entries = Object.entries(value).map(([key, inner]): Pair => [key, joined(inner as Json, ",")]);
  if (style === "deepObject") return entries.map(([key, text]) => [`${name}[${key}]`, text]);
  return explode ? entries : [[name, entries.flat().join(",")]];
}

/** Without what would begin another header. */
export function headerValue(value: Json): string {
  return joined(value, ",").replace(/[^\t\x20-\x7e\x80-\xff]+/g, " ");
}

/** `a=1&b=x%20y` */
export function queryText(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

/** As one text: lists and objects with `separator` between their parts. */
export function joined(value: Json, separator: string): string {
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  const parts = Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.map((each: Json) => (typeof each === "object" ? JSON.stringify(each) : String(each))).join(separator);
}
