/** Prompts of the seam as the messages of a chat completion. */

import { base64OfFile, type FileContent, isImage, refuseFile, textOfFile, urlOfFile } from "../file-content.ts";
import type { LanguageModelV4Message, LanguageModelV4Prompt } from "../language-model.ts";
import { filesOfOutput, textOfOutput } from "../tool-output.ts";
import type { Dialect } from "./dialects.ts";

type Message = Readonly<Record<string, unknown>>;
type ContentPiece = Readonly<Record<string, unknown>>;
type MessageOf<Role> = Extract<LanguageModelV4Message, { role: Role }>;

/** Throws `input-invalid` for files that the protocol cannot carry. `server` names the model in that error. */
export function messagesBody(prompt: LanguageModelV4Prompt, dialect: Dialect, server: string): readonly Message[] {
  const messages: Message[] = [];
  for (const message of prompt) {
    switch (message.role) {
      case "system":
        messages.push({ role: "system", content: message.content });
        break;
      case "user":
        messages.push({ role: "user", content: userContent(message.content, server) });
        break;
      case "assistant":
        messages.push(assistantMessage(message, dialect));
        break;
      case "tool":
        pushToolMessages(messages, message, server);
        break;
    }
  }
  return messages;
}

function userContent(parts: MessageOf<"user">["content"], server: string): string | readonly ContentPiece[] {
  const only = parts[0];
  if (parts.length === 1 && only?.type === "text") return only.text;
  return parts.map((part) => (part.type === "text" ? { type: "text", text: part.text } : filePiece(part, server)));
}

function filePiece(file: FileContent, server: string): ContentPiece {
  const text = textOfFile(file);
  if (text !== undefined) return { type: "text", text };
  if (isImage(file)) return { type: "image_url", image_url: { url: urlOfFile(file) ?? refuseFile(file, server) } };
  if (file.mediaType.startsWith("audio/")) {
    const format = file.mediaType === "audio/wav" || file.mediaType === "audio/x-wav" ? "wav" : "mp3";
    return { type: "input_audio", input_audio: { data: base64OfFile(file) ?? refuseFile(file, server), format } };
  }
  if (file.mediaType === "application/pdf") {
    const file_data = urlOfFile(file) ?? refuseFile(file, server);
    return { type: "file", file: { filename: file.filename ?? "document.pdf", file_data } };
  }
  return refuseFile(file, server);
}

function assistantMessage({ content }: MessageOf<"assistant">, dialect: Dialect): Message {
  let text = "";
  let reasoning = "";
  const calls: ContentPiece[] = [];
  for (const part of content) {
    if (part.type === "text") text += part.text;
    else if (part.type === "reasoning") reasoning += part.text;
    else if (part.type === "tool-call") {
      calls.push({
        id: part.toolCallId,
        type: "function",
        function: { name: part.toolName, arguments: argumentsText(part.input) },
      });
    }
  }
  return {
    role: "assistant",
    // Some servers refuse an empty text beside tool calls, others a missing field.
    content: text === "" && calls.length > 0 ? null : text,
    ...(reasoning !== "" && dialect.reasoningBack && { [dialect.reasoningBack]: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** Always the text of a JSON object: anything else makes strict servers and chat templates fail on the next call. */
function argumentsText(input: unknown): string {
  if (typeof input === "string" && /^\s*\{/.test(input)) {
    try {
      JSON.parse(input);
      return input;
    } catch {
      // A call that was never valid goes back as what it was, wrapped.
    }
  }
  if (input === undefined || input === null || input === "") return "{}";
  return JSON.stringify(typeof input === "object" && !Array.isArray(input) ? input : { input });
}

function pushToolMessages(messages: Message[], { content }: MessageOf<"tool">, server: string): void {
  const pictures: ContentPiece[] = [];
  for (const part of content) {
    if (part.type !== "tool-result") continue;
    messages.push({ role: "tool", tool_call_id: part.toolCallId, content: textOfOutput(part.output) });
    for (const file of filesOfOutput(part.output)) {
      pictures.push({ type: "text", text: `From the result of ${part.toolName}:` }, filePiece(file, server));
    }
  }
  // Tool messages carry text only; files follow in a message of their own, after all results of the turn.
  if (pictures.length > 0) messages.push({ role: "user", content: pictures });
}
