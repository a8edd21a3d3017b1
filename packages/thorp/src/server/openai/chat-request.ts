/** A chat completion request as OpenAI clients send it; what we do not know is left alone. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { AskRequest } from "../../engine/thorp.ts";

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const otherPart = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(z.union([textPart, otherPart])), z.null()]).optional();

const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content,
});

export const chatRequestSchema = z.looseObject({
  model: z.string().min(1).max(300),
  messages: z.array(message).min(1).max(2000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
});
/** A request with as much of it as counts here. */
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** Model names that mean the default team. */
export const DEFAULT_MODELS: ReadonlySet<string> = new Set(["auto", "thorp"]);

/**
 * The last words of the user are the request; what came before is its history. Nobody sits at the other end, so
 * approvals are denied. Throws `input-invalid` when there is nothing to answer.
 */
export function askFromChat({ model, messages }: ChatRequest): AskRequest {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const text = last < 0 ? "" : textOf(messages[last]?.content);
  if (text.trim() === "")
    throw new ThorpError("input-invalid", "messages holds no text of a user to answer.", {
      hint: "End the list with a message of role user.",
    });
  const history = messages.slice(0, last).flatMap(({ role, content: said }) => {
    const words = textOf(said);
    if (words.trim() === "" || role === "tool" || role === "function") return [];
    return [{ role: role === "assistant" ? ("team" as const) : ("person" as const), text: words }];
  });
  return {
    text,
    ...(history.length > 0 ? { history } : {}),
    ...(DEFAULT_MODELS.has(model) ? {} : { team: model }),
    interactive: false,
  };
}

function textOf(said: z.infer<typeof content>): string {
  if (typeof said === "string") return said;
  return (said ?? [])
    .flatMap((part) => (part.type === "text" && typeof part.text === "string" ? [part.text] : []))
    .join("\n");
}
