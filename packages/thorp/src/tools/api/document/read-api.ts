/** An OpenAPI document, 3.1 or 3.0, as an API that can be called, with every problem and its line. */
import { ThorpError } from "../../../base/errors.ts";
import type { HttpMethod } from "../../tool.ts";
import type { Api, ApiOperation } from "../api.ts";
import { createProblemList, type DocumentProblem, meant, type ProblemList } from "./document-problems.ts";
import { readDocumentText } from "./document-text.ts";
import { readExtensions } from "./extensions.ts";
import { readOperation } from "./read-operation.ts";
import { createReferences, type Node, nodeOf, plainText, textOf } from "./references.ts";

/** What is known of a document beside its text. */
export interface ReadApiOptions {
  /** Named in messages. */
  readonly file: string;
  /** The address that it came from; relative servers count from it. */
  readonly source?: string;
  /** Counts before `x-id`; without both it is made of the title. */
  readonly id?: string;
  /** Only these operations, by name of their tool. */
  readonly operations?: readonly string[];
  /** True for documents that ship with Thorp or that a person wrote: see `x-effect`. */
  readonly isTrusted?: boolean;
}

/** What came of it; `api` has the operations that can be called, perhaps none. */
export interface ReadApi {
  readonly api: Api;
  readonly problems: readonly DocumentProblem[];
}

const methods = ["get", "post", "put", "patch", "delete", "head"] as const;
const MOST_OPERATIONS = 5000;
const topKeys = ["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs", "webhooks"];

/** Throws `api-invalid` when it is no OpenAPI document at all, with the line; `input-too-large` as its text does. */
export function readApi(text: string, options: ReadApiOptions): ReadApi {
  const { file } = options;
  const source = readDocumentText(text, file);
  const problems = createProblemList(source);
  const root = nodeOf(source.value);
  if (root === undefined) throw invalid(file, [{ line: 1, column: 1, message: "this is no OpenAPI document" }]);
  checkTop(root, problems);
  const wrong = problems.all.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw invalid(file, wrong);
  const defaults = readExtensions(root, [], problems);
  const info = nodeOf(root["info"]) ?? {};
  const title = textOf(info["title"])?.trim() || file;
  const id = options.id ?? defaults["x-id"] ?? idFrom(title);
  const references = createReferences(root, problems);
  const all: ApiOperation[] = [];
  for (const [route, value] of Object.entries(nodeOf(root["paths"]) ?? {})) {
    const item = references.follow(value, ["paths", route]) ?? {};
    for (const each of methods) {
      const operation = nodeOf(item[each]);
      if (operation === undefined || all.length >= MOST_OPERATIONS) continue;
      const method = each.toUpperCase() as HttpMethod;
      const path = ["paths", route, each];
      all.push(
        ...readOperation(operation, {
          ...{ id, root, item, route, method, path, references, problems, defaults },
          source: options.source,
          isTrusted: options.isTrusted ?? false,
        }),
      );
    }
  }
  const operations = distinct(all, problems).filter(({ name }) => options.operations?.includes(name) ?? true);
  const hosts = [...new Set(operations.flatMap((operation) => operation.hosts))].sort();
  const version = plainText(info["version"]);
  return { api: { id, title, version, hosts, operations }, problems: problems.all };
}

function checkTop(root: Node, problems: ProblemList): void {
  const { openapi, swagger, paths } = root;
  if (swagger !== undefined && openapi === undefined)
    return problems.error(["swagger"], "this is Swagger 2; convert it to OpenAPI 3 first (editor.swagger.io does it)");
  if (openapi === undefined) {
    const close = Object.keys(root).find((key) => meant(key, ["openapi"]) !== "");
    const words = close === undefined ? "" : meant(close, ["openapi"]).replace(";", `; \`${close}\` stands there:`);
    return problems.error(
      close === undefined ? [] : [close],
      `there is no \`openapi: 3.1.0\` at the top${words}`,
      "key",
    );
  }
  if (!/^3\.[012]\./.test(`${plainText(openapi)}.`))
    problems.error(["openapi"], `OpenAPI ${plainText(openapi).slice(0, 20)} cannot be read; 3.1 and 3.0 can`);
  if (nodeOf(paths) === undefined) problems.error(["paths"], "there are no `paths`: nothing that could be called");
  for (const key of Object.keys(root)) {
    if (topKeys.includes(key) || key.startsWith("x-") || key === "jsonSchemaDialect" || key === "$self") continue;
    problems.note([key], `\`${key.slice(0, 60)}\` is no field of an OpenAPI document${meant(key, topKeys)}`, "key");
  }
}

/** The first of a name stays. */
function distinct(operations: readonly ApiOperation[], problems: ProblemList): readonly ApiOperation[] {
  const names = new Set<string>();
  return operations.filter(({ name, path, method }) => {
    if (!names.has(name)) return names.add(name);
    problems.error(["paths", path, method.toLowerCase()], `a second tool is called \`${name}\`; give it an \`x-name\``);
    return false;
  });
}

function idFrom(title: string): string {
  const id = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
  return id.replace(/_+$/, "") || "api";
}

function invalid(file: string, problems: readonly Omit<DocumentProblem, "severity">[]): ThorpError {
  const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return new ThorpError("api-invalid", lines.join("\n"));
}
