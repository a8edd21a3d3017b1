/** The arguments that a tool takes, by name: what a model needs to hear that used other names. */
import { z } from "zod";
import type { SchemaNode } from "./schema-node.ts";

/** `a, b`; `a, b; or c` where a tool takes one of several shapes; undefined where its schema names none. */
export function argumentNames(input: z.ZodType): string | undefined {
  const shapes = shapesOf(input).map((keys) => keys.join(", "));
  const distinct = [...new Set(shapes)].filter((names) => names !== "");
  return distinct.length === 0 ? undefined : distinct.join("; or ");
}

type Root = SchemaNode & { readonly allOf?: readonly Root[]; readonly $ref?: string; readonly $defs?: Definitions };
type Definitions = Readonly<Record<string, Root>>;

function shapesOf(input: z.ZodType): readonly (readonly string[])[] {
  const given = schemaOf(input, "input");
  const shapes = shapesIn(given, given.$defs ?? {}, 0);
  if (shapes.some((keys) => keys.length > 0)) return shapes;
  // What is read from anything at all has names only on its other side.
  const made = schemaOf(input, "output");
  return shapesIn(made, made.$defs ?? {}, 0);
}

function schemaOf(input: z.ZodType, io: "input" | "output"): Root {
  return z.toJSONSchema(input, { io, unrepresentable: "any" }) as Root;
}

const DEEPEST = 8;

/** One list of names for each shape. */
function shapesIn(node: Root, definitions: Definitions, depth: number): readonly (readonly string[])[] {
  if (depth > DEEPEST) return [];
  const below = (inner: Root) => shapesIn(inner, definitions, depth + 1);
  const own = Object.keys(node.properties ?? {});
  const referred = node.$ref === undefined ? undefined : definitions[node.$ref.split("/").at(-1) ?? ""];
  const parts = [...(node.allOf ?? []), ...(referred === undefined ? [] : [referred])].map(below);
  const alternatives = node.anyOf ?? node.oneOf;
  const choices = alternatives === undefined ? [] : [(alternatives as readonly Root[]).flatMap(below)];
  return [...parts, ...choices].reduce<readonly (readonly string[])[]>(
    (shapes, more) =>
      more.length === 0 ? shapes : shapes.flatMap((keys) => more.map((added) => [...new Set([...keys, ...added])])),
    [own],
  );
}
