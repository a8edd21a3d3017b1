/** What OpenAI clients get back. */
import { z } from "zod";

const usage = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
  prompt_tokens_details: z.object({ cached_tokens: z.number() }),
  completion_tokens_details: z.object({ reasoning_tokens: z.number() }),
});

/** A whole answer. */
export const chatCompletionSchema = z
  .object({
    id: z.string(),
    object: z.literal("chat.completion"),
    created: z.number(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.number(),
        message: z.object({
          role: z.literal("assistant"),
          content: z.string().nullable(),
          refusal: z.null(),
          /** What the team did meanwhile. */
          reasoning_content: z.string().optional(),
          /** Of the tools that the request brought; their results come with the next request. */
          tool_calls: z
            .array(
              z.object({
                id: z.string(),
                type: z.literal("function"),
                function: z.object({ name: z.string(), arguments: z.string() }),
              }),
            )
            .optional(),
        }),
        logprobs: z.null(),
        finish_reason: z.enum(["stop", "length", "content_filter", "tool_calls"]),
      }),
    ),
    usage,
  })
  .meta({ id: "ChatCompletion", description: "An answer in the shape of OpenAI's chat completions." });

/** One entry of the list of models. */
export const modelObjectSchema = z
  .object({ id: z.string(), object: z.literal("model"), created: z.number(), owned_by: z.string() })
  .meta({ id: "OpenAiModel", description: "A team in the shape of an OpenAI model." });
