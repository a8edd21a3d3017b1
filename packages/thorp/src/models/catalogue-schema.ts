/** The shape of a catalogue file: what may stand in it, and the JSON schema for editors. */
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import { tiers } from "./language-model.ts";
import { dialectNames } from "./openai-compatible/dialects.ts";
import { startSchema } from "./supervise/start-schema.ts";

/** The adapters that there are. */
export const providerKinds = ["ollama", "openai", "package", "rules"] as const;
/** Which adapter speaks to the provider. */
export type ProviderKind = (typeof providerKinds)[number];

/** What a model can be said to do, beside text. */
export const capabilities = ["tools", "json", "vision", "audio", "files", "reasoning", "code", "embedding"] as const;
/** What a model can do beyond text. `json`: answers held to a schema; `files`: reads PDF. */
export type Capability = (typeof capabilities)[number];

/** How hard a model may think, from not at all. */
export const efforts = ["none", "minimal", "low", "medium", "high", "max"] as const;
/** How hard a model may think; each step is the adapter's to translate. */
export type Effort = (typeof efforts)[number];

export const answerFormats = ["text", "json", "json_schema"] as const;
/** `json`: any JSON; `json_schema`: JSON held to a schema by the server. */
export type AnswerFormat = (typeof answerFormats)[number];

/** Parameters that a catalogue can bound, preset or leave out. */
export const parameterNames = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "seed",
  "presence_penalty",
  "frequency_penalty",
] as const;
/** One of `parameterNames`. */
export type ParameterName = (typeof parameterNames)[number];

const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, {
    error: ({ input }) => {
      const meant = typeof input === "string" ? nearest(input, names) : undefined;
      return `must be one of ${names.join(", ")}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
    },
  });

const dollars = z.number().min(0);

/** US dollars: `request` a call, `image` a picture, all others a million tokens. */
const price = z.strictObject({
  input: dollars,
  output: dollars,
  cached_input: dollars.optional(),
  cache_write: dollars.optional(),
  reasoning: dollars.optional(),
  audio: dollars.optional(),
  image: dollars.optional(),
  request: dollars.optional(),
});

const quantizations = ["int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32", "unknown"] as const;
const names = z.array(z.string().min(1)).min(1);

/** OpenRouter's own words, sent as they stand. */
const openRouter = z.strictObject({
  models: names.optional(),
  allowed_models: names.optional(),
  provider: z
    .strictObject({
      order: names.optional(),
      allow_fallbacks: z.boolean().optional(),
      require_parameters: z.boolean().optional(),
      data_collection: oneOf(["allow", "deny"]).optional(),
      zdr: z.boolean().optional(),
      only: names.optional(),
      ignore: names.optional(),
      quantizations: z.array(oneOf(quantizations)).min(1).optional(),
      sort: oneOf(["price", "throughput", "latency"]).optional(),
      max_price: z
        .strictObject({
          prompt: dollars.optional(),
          completion: dollars.optional(),
          request: dollars.optional(),
          image: dollars.optional(),
          audio: dollars.optional(),
        })
        .optional(),
      enforce_distillable_text: z.boolean().optional(),
    })
    .optional(),
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
  app: z.strictObject({ url: z.url().optional(), title: z.string().min(1).optional() }).optional(),
  slots: z.int().min(1).optional(),
  context: z.int().min(256).optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  start: startSchema.optional(),
  openrouter: openRouter.optional(),
  package: z
    .string()
    .regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, "must be the name of an npm package")
    .optional(),
  factory: z
    .string()
    .regex(/^[A-Za-z_$][\w$]*$/, "must be the name of an export of the package")
    .optional(),
  from: oneOf(["config", "workspace"]).optional(),
  options: z.record(z.string(), z.json()).optional(),
});

const range = (least: number, most: number) => {
  const value = z.number().min(least).max(most);
  return z
    .strictObject({ min: value.optional(), max: value.optional(), default: value.optional() })
    .refine(({ min = least, max = most }) => min <= max, "must have a min that is not above its max")
    .optional();
};

const parameters = z.strictObject({
  temperature: range(0, 2),
  top_p: range(0, 1),
  top_k: range(0, 1_000_000),
  min_p: range(0, 1),
  seed: range(0, Number.MAX_SAFE_INTEGER),
  presence_penalty: range(-2, 2),
  frequency_penalty: range(-2, 2),
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
  parameters: parameters.optional(),
  unsupported: z.array(oneOf(parameterNames)).optional(),
  system: z.string().min(1).max(20_000).optional(),
  formats: z.array(oneOf(answerFormats)).min(1).optional(),
  reasoning: oneOf(efforts).optional(),
  openrouter: openRouter.optional(),
  requires_test: z.boolean().optional(),
});

/** A whole file; every part of it may be absent. */
export const catalogueFile = z.strictObject({
  synced: z.strictObject({ from: z.string(), at: z.string() }).optional(),
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
/** US dollars, as a file names them. */
export type PriceFields = z.infer<typeof price>;
/** The `openrouter` block of a provider or model. */
export type OpenRouterFields = z.infer<typeof openRouter>;
/** Ranges and defaults by parameter. */
export type ParameterFields = z.infer<typeof parameters>;

/** The JSON schema for editors, generated from the same source as the check. */
export function catalogueJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(catalogueFile, { io: "input" }), title: "Catalogue of models for Thorp" };
}

/** The keys that may stand at a path of the file; none for what is no object. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let at: z.core.$ZodType | undefined = catalogueFile;
  for (const step of path) at = stepInto(unwrapped(at), step);
  const found = unwrapped(at);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function stepInto(schema: z.core.$ZodType | undefined, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<PropertyKey, z.core.$ZodType>)[step];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function unwrapped(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema;
}
