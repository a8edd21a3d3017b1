/** `/v1/embeddings`: models of the catalogue that make embeddings; `auto` is the one without weights. */
import { z } from "zod";
import type { EmbedInput } from "../../engine/thorp.ts";
import { defineRoute, type Route } from "../route.ts";
import { DEFAULT_MODELS, ignoredHeader, ignoredOf } from "./parameters.ts";

const text = z.string().min(1).max(200_000);
/** What a tokenizer on the client's side made of a text. */
const tokens = z.array(z.number().int().min(0).max(10_000_000)).min(1).max(100_000);

const embeddingRequestSchema = z.looseObject({
  model: z.string().min(1).max(300),
  input: z.union([text, z.array(text).min(1).max(2048), tokens, z.array(tokens).min(1).max(2048)]),
  dimensions: z.number().int().min(1).max(65_536).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
});

const embeddingListSchema = z
  .object({
    object: z.literal("list"),
    model: z.string(),
    data: z.array(
      z.object({
        object: z.literal("embedding"),
        index: z.number(),
        /** Numbers, or with `base64` their bytes as 32-bit floats, the lowest byte first. */
        embedding: z.union([z.array(z.number()), z.string()]),
      }),
    ),
    usage: z.object({ prompt_tokens: z.number(), total_tokens: z.number() }),
  })
  .meta({ id: "EmbeddingList", description: "Vectors in the shape of OpenAI's embeddings." });

const USED: ReadonlySet<string> = new Set(Object.keys(embeddingRequestSchema.shape));

/** Calls of many clients share batches. */
export const embeddingsRoute: Route = defineRoute({
  id: "v1.embeddings",
  method: "post",
  path: "/v1/embeddings",
  tag: "openai",
  summary: "Vectors of texts, by an embedding model of the catalogue.",
  access: "member",
  owned: "none",
  body: embeddingRequestSchema,
  reply: { kind: "json", schema: embeddingListSchema },
  errors: "openai",
  async handle({ parts, body, signal }) {
    const { model, dimensions, encoding_format: encoding } = body;
    const {
      vectors,
      tokens,
      model: used,
    } = await parts.thorp.embed({
      inputs: inputsOf(body.input),
      ...(DEFAULT_MODELS.has(model) ? {} : { model }),
      ...(typeof dimensions === "number" ? { dimensions } : {}),
      signal,
    });
    const list = {
      object: "list",
      model: used,
      data: vectors.map((vector, index) => ({
        object: "embedding",
        index,
        embedding: encoding === "base64" ? base64Of(vector) : vector,
      })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
    return Response.json(list, { headers: ignoredHeader(ignoredOf(body, USED)) });
  },
});

/** A bare list of numbers is one input. */
function inputsOf(input: z.infer<typeof embeddingRequestSchema>["input"]): readonly EmbedInput[] {
  if (typeof input === "string") return [input];
  return input.every((each) => typeof each === "number") ? [input] : input;
}

function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [position, value] of vector.entries()) bytes.writeFloatLE(value, position * 4);
  return bytes.toString("base64");
}
