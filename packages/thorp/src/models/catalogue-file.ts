/**
 * One catalogue file: providers, models and aliases in YAML. Several files lie on top of one another (the built-in one,
 * the person's, options), so everything is optional here; `catalogue.ts` says what is missing when all are merged.
 */
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import { type CatalogueLayer, invalid } from "./catalogue-layer.ts";
import { tiers } from "./language-model.ts";
import { dialectNames } from "./openai-compatible/dialects.ts";
import { startSchema } from "./supervise/start-schema.ts";
import { positionOf, problemsOf, type YamlPath, type YamlSource } from "./yaml-problems.ts";

export const providerKinds = ["ollama", "openai", "rules"] as const;
/** Which adapter speaks to the provider. */
export type ProviderKind = (typeof providerKinds)[number];

/** What a model can be said to do, beside text. */
export const capabilities = ["tools", "json", "vision", "audio", "files", "reasoning", "code", "embedding"] as const;
/** What a model can do beyond text. `json`: answers held to a schema; `files`: reads PDF. */
export type Capability = (typeof capabilities)[number];

const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, {
    error: ({ input }) => {
      const meant = typeof input === "string" ? nearest(input, names) : undefined;
      return `must be one of ${names.join(", ")}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
    },
  });

const price = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0),
  cached_input: z.number().min(0).optional(),
});

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

const provider = z.strictObject({
  kind: oneOf(providerKinds).optional(),
  dialect: oneOf(dialectNames).optional(),
  /** Several servers of the same models: a call goes to the least busy one that is well. */
  url: z
    .union([address, z.array(address).min(1)], { error: "must be an http or https address, or a list of them" })
    .optional(),
  key: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, "must be the name of an environment variable, not the key itself")
    .optional(),
  tier: oneOf(tiers).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  slots: z.int().min(1).optional(),
  context: z.int().min(256).optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  start: startSchema.optional(),
});

const model = z.strictObject({
  id: z.string().regex(/^[^/\s]+\/\S+$/, "must look like provider/name-of-the-model"),
  tier: oneOf(tiers).optional(),
  context: z.int().min(256).optional(),
  max_output: z.int().min(1).optional(),
  price: price.optional(),
  capabilities: z.array(oneOf(capabilities)).optional(),
  slots: z.int().min(1).optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
});

const catalogueFile = z.strictObject({
  providers: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "must be a short lower-case name"), provider)
    .optional(),
  models: z.array(model).optional(),
  aliases: z.record(z.string(), z.string()).optional(),
});

/** A provider as a file names it; keys never stand in files. */
export type ProviderFields = z.infer<typeof provider>;
/** A model as a file names it. */
export type ModelFields = z.infer<typeof model>;
/** One file, checked; it may hold a part of the catalogue only. */
export type CatalogueFields = z.infer<typeof catalogueFile>;

/** The JSON schema for editors, generated from the same source as the check. */
export function catalogueJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(catalogueFile, { io: "input" }) as Record<string, unknown>;
}

/** Throws `catalogue-invalid` that lists every problem of the file, one per line. */
export function parseCatalogueFile(text: string, file: string, mayStart = true): CatalogueLayer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: YamlSource = { file, document, lines };
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}:${line}:${col}: ${error.message}`;
      }),
    );
  }
  const checked = catalogueFile.safeParse(toPlain(document, file) ?? {});
  if (!checked.success) throw invalid(problemsOf(source, checked.error, knownKeysAt));
  const problems = duplicateIds(checked.data, source);
  if (problems.length > 0) throw invalid(problems);
  return { fields: checked.data, mayStart, positionOf: (path, key) => positionOf(source, path, key) };
}

function toPlain(document: YamlSource["document"], file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias to nothing, or a file that unfolds into gigabytes.
    throw invalid([`${file}:1:1: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function duplicateIds({ models = [] }: CatalogueFields, source: YamlSource): readonly string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  models.forEach(({ id }, at) => {
    const position = positionOf(source, ["models", at, "id"]);
    const first = seen.get(id);
    if (first === undefined) seen.set(id, position);
    else problems.push(`${position}: model "${id}" is already there, at ${first}`);
  });
  return problems;
}

function knownKeysAt(path: YamlPath): readonly string[] {
  const [section, , field] = path;
  if (section === undefined) return Object.keys(catalogueFile.shape);
  if (section === "providers" && field === "start")
    return Object.keys(path.length === 3 ? startSchema.shape : startSchema.shape.ready.unwrap().shape);
  if (section === "providers") return Object.keys(provider.shape);
  return Object.keys(field === "price" ? price.shape : model.shape);
}
