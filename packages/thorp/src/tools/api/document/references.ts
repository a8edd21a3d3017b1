/** `$ref` inside one document. Files and addresses of others are never fetched: a description must stand by itself. */
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { ProblemList } from "./document-problems.ts";

/** A plain object of the document. */
export type Node = Readonly<Record<string, unknown>>;

/** Undefined for everything that is no plain object. */
export function nodeOf(value: unknown): Node | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : undefined;
}

/** The elements, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Text, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A text, number or yes and no as text; anything else as nothing. */
export function plainText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Follows references of one document. */
export interface References {
  /** What stands there, through at most 16 references; undefined, with a problem, for one that leads nowhere. */
  follow(value: unknown, path: KeyPath): Node | undefined;
}

const LONGEST_CHAIN = 16;

/** Over the whole document. */
export function createReferences(root: unknown, problems: ProblemList): References {
  return {
    follow(value, path) {
      let node = nodeOf(value);
      for (let step = 0; node !== undefined && typeof node["$ref"] === "string"; step++) {
        const target: string = node["$ref"];
        if (step >= LONGEST_CHAIN) {
          problems.error([...path, "$ref"], `\`${shortened(target)}\` refers to itself`);
          return undefined;
        }
        const found = target.startsWith("#") ? nodeOf(lookUp(root, target)) : undefined;
        if (found === undefined) {
          const why = target.startsWith("#") ? "leads nowhere" : "is another file; put what it holds into this one";
          problems.error([...path, "$ref"], `the reference \`${shortened(target)}\` ${why}`);
          return undefined;
        }
        // What stands beside a reference counts before what it refers to.
        const { $ref: _, ...beside } = node;
        node = Object.keys(beside).length === 0 ? found : { ...found, ...beside };
      }
      return node;
    },
  };
}

function lookUp(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.slice(1).split("/").slice(1)) {
    const key = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
