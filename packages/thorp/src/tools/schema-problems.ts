/** Holds a file's data against its schema and says in plain words, with place and suggestion, what does not fit. */
import { z } from "zod";
import { suggestion } from "../base/nearest.ts";
import type { KeyPath, PlacedMessage, YamlSource } from "../base/yaml-source.ts";

/** The checked data with its defaults, or every complaint about it. */
export type SchemaVerdict<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly PlacedMessage[] };

/** `source` must have been read without problems. */
export function checkAgainst<Value>(schema: z.ZodType<Value>, source: YamlSource): SchemaVerdict<Value> {
  const parsed = schema.safeParse(source.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  // The published schema knows which keys and values are allowed where.
  const published = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => explain(issue, source, published)) };
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
}

function explain(issue: z.core.$ZodIssue, source: YamlSource, published: SchemaNode): PlacedMessage[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(nodeAt(published, path)?.properties ?? {});
    return issue.keys.map((key) => ({
      ...source.locate([...path, key], "key"),
      message: `unknown key \`${key}\`${path.length > 0 ? ` in \`${label(path)}\`` : ""}${suggestion(key, known)}`,
    }));
  }
  if (issue.code === "invalid_key") {
    const detail = issue.issues[0];
    return [
      {
        ...source.locate(path, "key"),
        message: `the key \`${String(path.at(-1))}\` in \`${label(path.slice(0, -1))}\` ${detail ? complaint(detail) : "is not allowed"}`,
      },
    ];
  }
  const value = valueAt(source.value, path);
  if (path.length === 0) return [{ ...source.locate([]), message: rootComplaint(value) }];
  if (value === undefined) {
    const parent = path.slice(0, -1);
    const inside = parent.length > 0 ? ` in \`${label(parent)}\`` : "";
    return [{ ...source.locate(parent), message: `missing key \`${String(path.at(-1))}\`${inside}` }];
  }
  return [{ ...source.locate(path), message: `\`${label(path)}\` ${complaint(issue, value)}` }];
}

/** What follows the name of the key. */
function complaint(issue: z.core.$ZodIssue, value?: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeWords[issue.expected] ?? issue.expected}, not ${valueWords(value)}${writingHint(issue.expected, value)}`;
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (typeof value !== "string") return `must be one of ${allowed.join(", ")}, not ${valueWords(value)}`;
      return `must be one of ${allowed.join(", ")}, not \`${shorten(value)}\`${suggestion(value, allowed).replace(/^; known.*/, "")}`;
    }
    case "too_small":
      if (issue.origin === "string") return "must not be empty";
      return `must be at least ${issue.minimum}${issue.origin === "array" ? " entries long" : ""}`;
    case "too_big":
      return `must be at most ${issue.maximum}${lengthWords[issue.origin] ?? ""}`;
    case "invalid_union":
      return `must not be ${valueWords(value)}`;
    default:
      return issue.message;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
};

const lengthWords: Readonly<Record<string, string>> = { string: " characters long", array: " entries long" };

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return `the text "${shorten(value)}"`;
  if (typeof value === "number") return `the number ${value}`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "keys with values" : JSON.stringify(value);
}

function writingHint(expected: string, value: unknown): string {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean")) return "; put it in quotes";
  if (expected === "array" && typeof value === "string") return `; write [${shorten(value)}]`;
  return "";
}

function rootComplaint(value: unknown): string {
  return value === null || value === undefined
    ? "there are no keys here"
    : `must hold keys with values, not ${valueWords(value)}`;
}

function label(path: KeyPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      inner !== null && typeof inner === "object" ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

function nodeAt(schema: SchemaNode, path: KeyPath): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, step) => {
    if (typeof step === "number") return node?.items;
    const more = node?.additionalProperties;
    return node?.properties?.[String(step)] ?? (typeof more === "object" ? more : undefined);
  }, schema);
}
