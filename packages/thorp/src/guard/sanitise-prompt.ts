/**
 * The last look at what a model is going to read.
 *
 * Requests, pages, files, results, memory and what other agents wrote all come together here, so this is where none of
 * them can hide a text from people or pretend to be another turn of the conversation.
 */
import { withoutHidden } from "../base/hidden-text.ts";
import type { LanguageModelV4Prompt } from "../models/language-model.ts";
import { withoutChatTokens } from "./chat-tokens.ts";

type Message = LanguageModelV4Prompt[number];

/** One text as a model may read it. */
export function sanitiseText(text: string): string {
  return withoutChatTokens(withoutHidden(text));
}

/** Every text of every message, arguments and results of tools included; ids, names and files stay as they are. */
export function sanitisePrompt(prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  return prompt.map((message) =>
    message.role === "system"
      ? { ...message, content: sanitiseText(message.content) }
      : ({ ...message, content: message.content.map(sanitisePart) } as Message),
  );
}

type Part = Exclude<Message["content"], string>[number];

function sanitisePart(part: Part): Part {
  switch (part.type) {
    case "text":
    case "reasoning":
      return { ...part, text: sanitiseText(part.text) };
    case "tool-call":
      return { ...part, input: sanitiseData(part.input) };
    case "tool-result":
      return "value" in part.output
        ? { ...part, output: { ...part.output, value: sanitiseData(part.output.value) } as typeof part.output }
        : part;
    default:
      return part;
  }
}

/** Texts in data, however deep; names of members too, since models read them as well. */
function sanitiseData(value: unknown): unknown {
  if (typeof value === "string") return sanitiseText(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sanitiseData);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [sanitiseText(name), sanitiseData(inner)]));
}
