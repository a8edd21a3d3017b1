/** The JSON Schema of thorp.yaml, for editors. */
import { z } from "zod";
import { settingsSchema } from "./settings-schema.ts";

/** Draft 2020-12. */
export function settingsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(settingsSchema, { io: "input" }), title: "Settings of Thorp" };
}
