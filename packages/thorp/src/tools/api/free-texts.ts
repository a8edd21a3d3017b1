/** The part of a call's arguments that could carry something away: what was neither chosen from a list nor is small. */
import type { Json } from "../../base/json.ts";
import type { Arguments } from "./call/build-request.ts";

type Schema = Readonly<Record<string, Json>>;

/** A number below says about as much as a choice from a list. */
const SMALL = 1000;

/** Texts and larger numbers, names of unknown keys among them, in the order of the arguments. */
export function freeTextsOf(given: Arguments, schema: Schema): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const known = (schema["properties"] as Readonly<Record<string, Schema>> | undefined)?.[name];
    return known === undefined ? [name, ...textsIn(value, {})] : textsIn(value, known);
  });
}

function textsIn(value: Json, schema: Schema): readonly string[] {
  if (value === null || typeof value === "boolean") return [];
  if (Array.isArray(value)) {
    const items = (schema["items"] ?? {}) as Schema;
    return value.flatMap((each: Json) => textsIn(each, items));
  }
  if (typeof value === "object") return freeTextsOf(value as Arguments, schema);
  const choices = [...((schema["enum"] ?? []) as readonly Json[]), schema["default"], schema["const"]];
  if (choices.includes(value)) return [];
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < SMALL) return [];
  return [String(value)];
}
