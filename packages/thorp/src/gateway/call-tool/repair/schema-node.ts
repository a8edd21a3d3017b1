/** The few keywords of a JSON schema that a repair looks at. Whatever else a schema says is left to validation. */

/** A schema or a part of one. Other keywords may stand beside these. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly minLength?: number;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** An object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object; neither a list nor null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The one type of a node, `null` beside it not counted; undefined where there are several or none. */
export function typeOf(node: SchemaNode): string | undefined {
  if (typeof node.type === "string") return node.type;
  const named = node.type?.filter((type) => type !== "null") ?? [];
  if (named.length === 1) return named[0];
  return node.properties === undefined ? undefined : "object";
}

/** Whether an object of this schema needs the key. */
export function isRequired(node: SchemaNode, key: string): boolean {
  return node.required?.includes(key) ?? false;
}
