/** The example arguments that stand in the descriptions, as a tool takes them. */
import type { Json } from "../../packages/thorp/src/base/json.ts";
import type { ApiOperation } from "../../packages/thorp/src/tools/api/api.ts";
import { readDocumentText } from "../../packages/thorp/src/tools/api/document/document-text.ts";
import { descriptionText } from "../catalog/compile-apis.ts";

/** Those of every parameter that has one, and of the body. */
export function exampleArguments(api: string, operation: ApiOperation): Readonly<Record<string, Json>> {
  const { path, method, parameters, body } = operation;
  const document = readDocumentText(descriptionText(`${api}.yaml`), api).value as Document;
  const described = document.paths[path]?.[method.toLowerCase()];
  const found: Record<string, Json> = {};
  for (const parameter of parameters) {
    const example = described?.parameters?.find(({ name }) => name === parameter.name)?.example;
    if (parameter.argument !== undefined && example !== undefined) found[parameter.argument] = example;
  }
  const sent = Object.values(described?.requestBody?.content ?? {})[0]?.example ?? {};
  for (const { name, argument } of body?.fields ?? [])
    if (argument !== undefined && sent[name] !== undefined) found[argument] = sent[name];
  return found;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly example?: Json }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly example?: Readonly<Record<string, Json>> }>>;
  };
}
