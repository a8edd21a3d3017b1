/** Call options of the seam as the body of Ollama's /api/chat. */
import { parseJson } from "../../base/json.ts";
import { base64OfFile, type FileContent, isImage, refuseFile, textOfFile } from "../file-content.ts";
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4StreamPart,
} from "../language-model.ts";
import { filesOfOutput, textOfOutput } from "../tool-output.ts";

/** What could not be sent as wished. */
export type CallWarning = Extract<LanguageModelV4StreamPart, { type: "stream-start" }>["warnings"][number];
type Message = Readonly<Record<string, unknown>>;
type MessageOf<Role> = Extract<LanguageModelV4Message, { role: Role }>;

/** What a request says beside the call. `contextSize` is in tokens. */
export interface ChatBodyOptions {
  readonly provider: string;
  readonly model: string;
  readonly contextSize: number;
  readonly keepAlive?: string | number | undefined;
  readonly minP?: number | undefined;
}

/**
 * `providerOptions[provider]` goes into the body word for word, its `options` into Ollama's options; those of others
 * never reach the wire. Throws `input-invalid` for files other than text and pictures.
 */
export function chatBody(
  call: LanguageModelV4CallOptions,
  { provider, model, contextSize, keepAlive, minP }: ChatBodyOptions,
): { readonly body: Message; readonly warnings: CallWarning[] } {
  const warnings: CallWarning[] = [];
  const { options: ownOptions, ...own } = call.providerOptions?.[provider] ?? {};
  const tools = toolsBody(call, warnings);
  return {
    warnings,
    body: {
      model,
      messages: call.prompt.flatMap((message) => messageBody(message, `${provider}/${model}`)),
      stream: true,
      // Rather an error than an answer to half a prompt. Servers that do not know the two fields pass over them.
      truncate: false,
      shift: false,
      tools,
      format: formatBody(call.responseFormat),
      think: thinkOf(call.reasoning),
      keep_alive: keepAlive,
      options: {
        num_ctx: contextSize,
        num_predict: call.maxOutputTokens,
        temperature: call.temperature,
        top_p: call.topP,
        top_k: call.topK,
        min_p: minP,
        seed: call.seed,
        stop: call.stopSequences?.length ? call.stopSequences : undefined,
        presence_penalty: call.presencePenalty,
        frequency_penalty: call.frequencyPenalty,
        ...(ownOptions as Readonly<Record<string, unknown>> | undefined),
      },
      ...own,
    },
  };
}

function messageBody(message: LanguageModelV4Message, server: string): readonly Message[] {
  switch (message.role) {
    case "system":
      return [{ role: "system", content: message.content }];
    case "user":
      return [userMessage(message.content, server)];
    case "assistant":
      return [assistantMessage(message)];
    case "tool":
      return message.content
        .filter((part) => part.type === "tool-result")
        .map((part) => {
          const files = filesOfOutput(part.output);
          const images = files.length > 0 && { images: files.map((file) => pictureOf(file, server)) };
          return {
            role: "tool",
            tool_name: part.toolName,
            tool_call_id: part.toolCallId,
            content: textOfOutput(part.output),
            ...images,
          };
        });
  }
}

function userMessage(parts: MessageOf<"user">["content"], server: string): Message {
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of parts) {
    const text = part.type === "text" ? part.text : textOfFile(part);
    if (text !== undefined) texts.push(text);
    else if (part.type === "file") images.push(pictureOf(part, server));
  }
  return { role: "user", content: texts.join("\n\n"), ...(images.length > 0 && { images }) };
}

/** Ollama takes pictures as base64 only: it fetches nothing. */
function pictureOf(file: FileContent, server: string): string {
  return (isImage(file) ? base64OfFile(file) : undefined) ?? refuseFile(file, server);
}

function assistantMessage({ content }: MessageOf<"assistant">): Message {
  let text = "";
  let thinking = "";
  const calls: Message[] = [];
  for (const part of content) {
    if (part.type === "text") text += part.text;
    else if (part.type === "reasoning") thinking += part.text;
    else if (part.type === "tool-call") {
      calls.push({ id: part.toolCallId, function: { name: part.toolName, arguments: argumentsObject(part.input) } });
    }
  }
  return {
    role: "assistant",
    content: text,
    ...(thinking !== "" && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** Always an object: the server refuses the whole history otherwise. */
function argumentsObject(input: unknown): unknown {
  const value = typeof input === "string" ? (parseJson(input) ?? (input === "" ? {} : input)) : (input ?? {});
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : { input: value };
}

function toolsBody(
  { tools, toolChoice }: LanguageModelV4CallOptions,
  warnings: CallWarning[],
): readonly Message[] | undefined {
  if (toolChoice?.type === "none") return undefined;
  if (toolChoice?.type === "required") {
    warnings.push({ type: "unsupported", feature: "toolChoice required", details: "Ollama lets the model decide" });
  }
  const offered: Message[] = [];
  for (const tool of tools ?? []) {
    if (tool.type === "provider") {
      warnings.push({ type: "unsupported", feature: `tool ${tool.id}`, details: "only function tools are sent" });
    } else if (toolChoice?.type !== "tool" || toolChoice.toolName === tool.name) {
      // The nearest to a forced choice: nothing else is offered.
      const { name, description, inputSchema: parameters } = tool;
      offered.push({ type: "function", function: { name, description, parameters } });
    }
  }
  return offered.length > 0 ? offered : undefined;
}

function formatBody(format: LanguageModelV4CallOptions["responseFormat"]): unknown {
  return format?.type === "json" ? (format.schema ?? "json") : undefined;
}

/** Levels are known to few models; the others take them for "on". */
function thinkOf(effort: LanguageModelV4CallOptions["reasoning"]): boolean | string | undefined {
  switch (effort) {
    case undefined:
    case "provider-default":
      return undefined;
    case "none":
      return false;
    case "minimal":
    case "low":
      return "low";
    case "medium":
      return "medium";
    case "high":
    case "xhigh":
    case "max":
      return "high";
  }
}
