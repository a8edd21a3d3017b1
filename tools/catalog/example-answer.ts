/** The example answers that stand in the descriptions. */
import type { ApiOperation } from "../../packages/thorp/src/tools/api/api.ts";
import { readDocumentText } from "../../packages/thorp/src/tools/api/document/document-text.ts";
import { descriptionText } from "./compile-apis.ts";

/** As the service would send it. Throws where the description has none. */
export function exampleAnswer(
  api: string,
  { path, method }: Pick<ApiOperation, "path" | "method">,
): { readonly mediaType: string; readonly text: string } {
  const document = readDocumentText(descriptionText(`${api}.yaml`), api).value as Document;
  const content = document.paths[path]?.[method.toLowerCase()]?.responses?.["200"]?.content ?? {};
  const [found] = Object.entries(content);
  if (found?.[1].example === undefined) throw new Error(`${api}: ${method} ${path} has no example answer`);
  const [mediaType, { example }] = found;
  return { mediaType, text: typeof example === "string" ? example : JSON.stringify(example) };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { example?: unknown }>> }>>;
}
