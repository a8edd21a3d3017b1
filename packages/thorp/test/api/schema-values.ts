/** Values for a JSON schema, good and bad, by dice: what the fuzz test sends. */
import type { Dice } from "../../src/base/dice.ts";

export type Schema = Readonly<Record<string, unknown>>;

export interface Values {
  /** Mostly fits the schema. */
  good(schema: Schema): unknown;
  /** Anything at all. */
  bad(): unknown;
  pick<Item>(items: readonly Item[]): Item;
}

const TEXTS = [
  "",
  "a",
  "hello world",
  "ünïcödé 🐓",
  "\u0000\u0001",
  "\ud800",
  "../../etc/passwd",
  "%2e%2e%2f",
  "' OR 1=1 --",
  "<script>",
  "x".repeat(5000),
  "__proto__",
  "null",
  "-1",
  "1e999",
  "run_0",
  "con_0",
];
const NUMBERS = [0, 1, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324];

/** `components` are the shapes with a name. */
export function schemaValues(dice: Dice, components: Readonly<Record<string, Schema>>): Values {
  const below = (most: number): number => Math.floor(dice() * most);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

  const bad = (depth = 0): unknown =>
    pick<() => unknown>([
      () => null,
      () => pick([true, false]),
      () => pick(NUMBERS),
      () => pick(TEXTS),
      () => (depth > 3 ? [] : Array.from({ length: below(4) }, () => bad(depth + 1))),
      () => (depth > 3 ? {} : Object.fromEntries(TEXTS.slice(0, below(4)).map((name) => [name, bad(depth + 1)]))),
    ])();

  const good = (schema: Schema, depth = 0): unknown => {
    const { $ref, enum: choices, const: constant, anyOf, oneOf, type } = schema;
    if (typeof $ref === "string") return good(components[$ref.split("/").at(-1) ?? ""] ?? {}, depth + 1);
    if (Array.isArray(choices)) return pick(choices);
    if (constant !== undefined) return constant;
    const either = (anyOf ?? oneOf) as readonly Schema[] | undefined;
    if (either !== undefined) return good(pick(either), depth + 1);
    if (depth > 12) return null;
    switch (type) {
      case "object":
        return goodObject(schema, depth);
      case "array":
        return Array.from({ length: below(3) }, () => good((schema["items"] ?? {}) as Schema, depth + 1));
      case "string":
        return goodText(schema);
      case "integer":
        return Math.max(Number(schema["minimum"] ?? 0), 0) + below(5);
      case "number":
        return Math.max(Number(schema["minimum"] ?? 0), 0) + dice();
      case "boolean":
        return dice() < 0.5;
      case "null":
        return null;
      default:
        return bad(depth);
    }
  };

  const goodObject = (schema: Schema, depth: number): unknown => {
    const members = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
    const required = new Set((schema["required"] ?? []) as readonly string[]);
    const wanted = Object.entries(members).filter(([name]) => required.has(name) || dice() < 0.4);
    return Object.fromEntries(wanted.map(([name, member]) => [name, good(member, depth + 1)]));
  };

  const goodText = ({ pattern, maxLength }: Schema): string => {
    if (typeof pattern === "string") {
      const known = ["run_0000", "a", "t1", "ollama/x", "00000000000000000000000000000000"];
      return known.find((text) => new RegExp(pattern, "u").test(text)) ?? "a";
    }
    return pick(TEXTS.filter((text) => text !== "")).slice(0, Number(maxLength ?? 10_000));
  };

  return { good, bad, pick };
}
