/** Parameters and bodies of an operation, as one flat set of arguments that a small model can fill in. */
import type { Json } from "../../../base/json.ts";
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { ApiBody, ApiParameter } from "../api.ts";
import type { ProblemList } from "./document-problems.ts";
import { fileArgument, fileBodyType, fileShapeOf } from "./file-arguments.ts";
import { type Schema, type SchemaReader, shortLine } from "./input-schema.ts";
import { listOf, type Node, nodeOf, type References, textOf } from "./references.ts";

/** The arguments of an operation while they are collected. */
export interface Arguments {
  readonly properties: Record<string, Schema>;
  readonly required: string[];
  /** What the description gives as examples. */
  readonly examples: Record<string, Json>;
}

/** What one of several tools on one operation does with its parameters, by their names in the API. */
export interface Variant {
  /** Sent with every call; null: never sent. */
  readonly fixed: Readonly<Record<string, Json>>;
  /** Needed here, though the operation can be called without. */
  readonly required: readonly string[];
}

/** What the reading of parameters needs of a document. */
export interface ParameterParts {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly problems: ProblemList;
  readonly arguments: Arguments;
  readonly variant: Variant;
}

/** Set by the engine itself. */
const reserved: ReadonlySet<string> = new Set(["accept", "content-type", "authorization", "user-agent", "cookie"]);
const styles = ["simple", "form", "spaceDelimited", "pipeDelimited", "deepObject"] as const;

/** Those of the path's item and of the operation, which counts before it. Undefined when it cannot be called. */
export function readParameters(
  lists: readonly { readonly list: unknown; readonly path: KeyPath }[],
  parts: ParameterParts,
): readonly ApiParameter[] | undefined {
  const byKey = new Map<string, { node: Node; path: KeyPath }>();
  for (const { list, path } of lists)
    for (const [at, each] of listOf(list).entries()) {
      const node = parts.references.follow(each, [...path, at]);
      if (node === undefined) return undefined;
      byKey.set(`${String(node["in"])} ${String(node["name"])}`, { node, path: [...path, at] });
    }
  const parameters: ApiParameter[] = [];
  for (const { node, path } of byKey.values()) {
    const read = readParameter(node, path, parts);
    if (read === "refused") return undefined;
    if (read !== undefined) parameters.push(read);
  }
  return parameters;
}

function readParameter(node: Node, path: KeyPath, parts: ParameterParts): ApiParameter | "refused" | undefined {
  const { problems } = parts;
  const name = textOf(node["name"]);
  const place = node["in"];
  if (name === undefined || (place !== "path" && place !== "query" && place !== "header" && place !== "cookie")) {
    problems.error(path, "a parameter needs `name` and `in` (path, query, header or cookie)");
    return "refused";
  }
  if (place === "header" && reserved.has(name.toLowerCase())) return undefined;
  const { fixed, required } = parts.variant;
  if (fixed[name] === null) return undefined;
  const isRequired = node["required"] === true || place === "path" || required.includes(name);
  const content = Object.entries(nodeOf(node["content"]) ?? {})[0];
  const schema = parts.schemas.read(nodeOf(content?.[1])?.["schema"] ?? node["schema"] ?? {}, [...path, "schema"]);
  const style = styles.find((each) => each === node["style"]) ?? (place === "query" ? "form" : "simple");
  const common: ApiParameter = {
    ...{ name, in: place, style },
    explode: typeof node["explode"] === "boolean" ? node["explode"] : style === "form" || style === "deepObject",
    ...(node["x-raw-path"] === true ? { isRaw: true } : {}),
    ...(content !== undefined && content[0].includes("json") ? { isJson: true } : {}),
  };
  const value = fixed[name] ?? fixedValue(node, schema, isRequired);
  if (value !== undefined) return { ...common, value };
  const wish = textOf(node["x-as"]) ?? name;
  const described = textOf(node["description"]);
  const full = described === undefined ? schema : { ...schema, description: shortLine(described, 400) };
  const argument = addArgument(wish, full, { ...parts, isRequired, kind: place });
  noteExample(argument, exampleOf(node) ?? exampleOf(nodeOf(node["schema"])), parts);
  return { ...common, argument };
}

function exampleOf(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  if (node["example"] !== undefined) return node["example"];
  const first = Array.isArray(node["examples"])
    ? listOf(node["examples"])[0]
    : Object.values(nodeOf(node["examples"]) ?? {})[0];
  return nodeOf(first)?.["value"] ?? (nodeOf(first) === undefined ? first : undefined);
}

function noteExample(argument: string, example: unknown, { arguments: all }: ParameterParts): void {
  if (example !== undefined) all.examples[argument] = example as Json;
}

/** What can have one value only is not asked for. */
function fixedValue(node: Node, schema: Schema, isRequired: boolean): Json | undefined {
  if (node["x-fixed"] !== undefined) return node["x-fixed"] as Json;
  if (!isRequired) return undefined;
  if (schema["const"] !== undefined) return schema["const"];
  const choices = schema["enum"];
  return Array.isArray(choices) && choices.length === 1 ? (choices[0] as Json) : undefined;
}

interface NewArgument extends ParameterParts {
  readonly isRequired: boolean;
  /** Put before the name where it is taken. */
  readonly kind: string;
}

/** Returns the name that it got: letters, digits and `_`, no other like it. */
export function addArgument(wish: string, schema: Schema, { arguments: all, isRequired, kind }: NewArgument): string {
  const plain =
    wish
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 60) || kind;
  const free = (name: string) => !Object.hasOwn(all.properties, name);
  let name = free(plain) ? plain : `${kind}_${plain}`;
  for (let more = 2; !free(name); more++) name = `${kind}_${plain}_${more}`;
  all.properties[name] = schema;
  if (isRequired) all.required.push(name);
  return name;
}

const bodyTypes = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
] as const;

/** The fields of an object become arguments; anything else is one argument. */
export function readBody(value: unknown, path: KeyPath, parts: ParameterParts): ApiBody | "refused" | undefined {
  if (value === undefined) return undefined;
  const node = parts.references.follow(value, path);
  if (node === undefined) return "refused";
  const content = nodeOf(node["content"]) ?? {};
  const isRequired = node["required"] === true;
  const types = Object.keys(content);
  const found = bodyTypes.flatMap((mediaType) => {
    const key = types.find((each) => each.split(";")[0]?.trim().toLowerCase() === mediaType);
    return key === undefined ? [] : [{ mediaType, key }];
  })[0];
  const schemaAt = (type: string): Schema =>
    parts.schemas.read(nodeOf(content[type])?.["schema"] ?? {}, [...path, "content", type, "schema"]);
  if (found === undefined) {
    const file = fileBodyType(content, schemaAt);
    if (file !== undefined) {
      const shown = fileArgument({ description: textOf(node["description"]) ?? "", ...schemaAt(file) }, "file");
      const argument = addArgument("file", shown, { ...parts, isRequired, kind: "body" });
      return { mediaType: file.split(";")[0]?.trim().toLowerCase() ?? file, argument, isRequired, isFile: true };
    }
    if (types.length === 0 || !isRequired) return undefined;
    parts.problems.note([...path, "content"], `a body of the type ${types.join(" or ")} cannot be sent`);
    return "refused";
  }
  const { mediaType, key } = found;
  const schema = schemaAt(key);
  const encodings = nodeOf(nodeOf(content[key])?.["encoding"]) ?? {};
  const properties = nodeOf(schema["properties"]);
  if (properties === undefined || mediaType === "text/plain") {
    const argument = addArgument("body", schema, { ...parts, isRequired, kind: "body" });
    noteExample(argument, exampleOf(nodeOf(content[key])), parts);
    return { mediaType, argument, isRequired };
  }
  const { fixed } = parts.variant;
  const example = nodeOf(exampleOf(nodeOf(content[key]))) ?? {};
  const required = new Set<unknown>([...listOf(schema["required"]), ...parts.variant.required]);
  const fields = Object.entries(properties).flatMap(([name, inner]) => {
    if (fixed[name] === null) return [];
    const fieldSchema = inner as Schema;
    const value = fixed[name] ?? (required.has(name) ? fixedValue({}, fieldSchema, true) : undefined);
    if (value !== undefined) return { name, value };
    const isNeeded = isRequired && required.has(name);
    const file = mediaType === "multipart/form-data" ? fileShapeOf(fieldSchema, encodings[name]) : undefined;
    if (file !== undefined) {
      const shown = fileArgument(fieldSchema, file);
      return {
        name,
        argument: addArgument(name, shown, { ...parts, isRequired: isNeeded, kind: "body" }),
        isFile: true,
      };
    }
    const argument = addArgument(name, fieldSchema, { ...parts, isRequired: isNeeded, kind: "body" });
    noteExample(argument, example[name], parts);
    return { name, argument };
  });
  return { mediaType, fields, isRequired };
}
