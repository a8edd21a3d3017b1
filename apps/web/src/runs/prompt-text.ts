/** Messages of a prompt, in the shape of the AI SDK, as text that one can read. */

export interface PromptMessage {
  readonly role: string;
  readonly content: unknown;
}

/** Text parts as they are; everything else as JSON under its kind. Never throws. */
export function textOfMessage({ content }: PromptMessage): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content, null, 2) ?? "";
  return content.map(textOfPart).join("\n\n");
}

function textOfPart(part: unknown): string {
  if (typeof part !== "object" || part === null) return String(part);
  const { type, text, ...rest } = part as { readonly type?: unknown; readonly text?: unknown };
  if (type === "text" && typeof text === "string") return text;
  return `${String(type)}: ${JSON.stringify(text === undefined ? rest : { text, ...rest }, null, 2)}`;
}
