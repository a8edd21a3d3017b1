/** Inputs that a route's shapes accept, for tests that call every route. Product code never imports it. */
import { z } from "zod";

interface JsonShape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonShape>>;
  readonly required?: readonly string[];
  readonly items?: JsonShape;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly exclusiveMinimum?: number;
  readonly minimum?: number;
  readonly oneOf?: readonly JsonShape[];
  readonly anyOf?: readonly JsonShape[];
  readonly $ref?: string;
}

/** `known` gives values by the name of a member, and puts in optional ones of that name too. */
export function sampleInput(schema: z.ZodType, known: Readonly<Record<string, unknown>>): unknown {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonShape & {
    $defs?: Record<string, JsonShape>;
  };
  const sample = (shape: JsonShape): unknown => {
    if (shape.$ref !== undefined) return sample(json.$defs?.[shape.$ref.split("/").at(-1) ?? ""] ?? {});
    if (shape.const !== undefined) return shape.const;
    if (shape.enum !== undefined) return shape.enum[0];
    const [first] = shape.oneOf ?? shape.anyOf ?? [];
    if (first !== undefined) return sample(first);
    switch (shape.type) {
      case "object": {
        const names = new Set([
          ...(shape.required ?? []),
          ...Object.keys(shape.properties ?? {}).filter((k) => k in known),
        ]);
        return Object.fromEntries(
          [...names].map((name) => [name, name in known ? known[name] : sample(shape.properties?.[name] ?? {})]),
        );
      }
      case "array":
        return Array.from({ length: shape.minItems ?? 0 }, () => sample(shape.items ?? {}));
      case "number":
      case "integer":
        return Math.max(shape.minimum ?? 0, (shape.exclusiveMinimum ?? -1) + 1);
      case "boolean":
        return false;
      default:
        // The names of variables are the only pattern that routes demand of what is no id.
        if (shape.pattern?.includes("[A-Z]")) return "OTHER_API_KEY";
        if (shape.format === "uri") return "https://service.example/";
        return "x".repeat(Math.max(1, shape.minLength ?? 1));
    }
  };
  return sample(json);
}
