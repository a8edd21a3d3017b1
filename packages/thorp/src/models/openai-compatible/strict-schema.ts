/** Which schemas a server's strict mode takes: it refuses a request whose schema leaves anything open. */

/** True when every object in the schema closes its properties and requires them all. */
export function isStrictSchema(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema);
  if (typeof schema !== "object" || schema === null) return true;
  const node = schema as Record<string, unknown>;
  const properties = node["properties"];
  const isObject = node["type"] === "object" || properties !== undefined;
  if (isObject) {
    const required: readonly unknown[] = Array.isArray(node["required"]) ? node["required"] : [];
    if (node["additionalProperties"] !== false) return false;
    if (!Object.keys(properties ?? {}).every((key) => required.includes(key))) return false;
  }
  // Names of properties are not keywords: look at their schemas, not at them.
  return Object.entries(node).every(([keyword, value]) => {
    if (keyword === "properties" || keyword === "$defs" || keyword === "definitions") {
      return Object.values(value as Record<string, unknown>).every(isStrictSchema);
    }
    return (
      keyword === "enum" ||
      keyword === "const" ||
      keyword === "default" ||
      keyword === "examples" ||
      isStrictSchema(value)
    );
  });
}
