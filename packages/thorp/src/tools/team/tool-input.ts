/** The arguments of a declared tool: as JSON Schema for models, as a check, and as values with defaults. */
import { z } from "zod";
import type { Json } from "../../base/json.ts";
import type { ToolFile, ToolParameter } from "../tool-file-schema.ts";

/** Arguments by name, as the check let them through. */
export type ToolArguments = Readonly<Record<string, Json>>;

/** What models are told. */
export function inputSchemaOf(input: ToolFile["input"]): Readonly<Record<string, Json>> {
  const properties = Object.fromEntries(Object.entries(input).map(([name, each]) => [name, propertyOf(each)]));
  const required = Object.entries(input).flatMap(([name, { optional, default: standard }]) =>
    optional || standard !== undefined ? [] : [name],
  );
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function propertyOf({ optional: _optional, items, enum: values, ...parameter }: ToolParameter): Record<string, Json> {
  return {
    ...(parameter as Record<string, Json>),
    ...(values === undefined ? {} : { enum: values }),
    ...(parameter.type === "array" ? { items: { type: items ?? "string" } } : {}),
  };
}

/** The same schema as a check. */
export function validatorOf(schema: Readonly<Record<string, Json>>): z.ZodType<ToolArguments> {
  return z.fromJSONSchema(schema as never) as unknown as z.ZodType<ToolArguments>;
}

/** Every argument that the file names, null where neither call nor file give a value. */
export function valuesOf(given: ToolArguments, input: ToolFile["input"]): ToolArguments {
  return Object.fromEntries(
    Object.entries(input).map(([name, { default: standard }]) => [name, given[name] ?? standard ?? null]),
  );
}
