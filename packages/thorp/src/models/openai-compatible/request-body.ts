/** Call options of the seam as the body of a chat completion request. */
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from "../language-model.ts";
import type { Dialect, Droppable } from "./dialects.ts";
import { messagesBody } from "./message-body.ts";
import { isStrictSchema } from "./strict-schema.ts";

/** A part of the call that this server cannot take. */
export type CallWarning = Extract<LanguageModelV4StreamPart, { type: "stream-start" }>["warnings"][number];

/** The body, and what was left out of it. */
export interface RequestBody {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: CallWarning[];
}

/** Whom the body is for. */
export interface RequestTarget {
  readonly dialect: Dialect;
  /** The provider's name in the catalogue; its provider options go into the body word for word. */
  readonly provider: string;
  /** The model's name at the provider. */
  readonly model: string;
  /** Fields that every call of this model has. */
  readonly fixed?: Readonly<Record<string, unknown>>;
}

/**
 * Fields that are undefined vanish with `JSON.stringify`. `providerOptions.thorp` and those of other providers never
 * reach the wire: only those under this provider's or this dialect's name are read.
 */
export function requestBody(
  options: LanguageModelV4CallOptions,
  { dialect, provider, model, fixed = {} }: RequestTarget,
): RequestBody {
  const warnings: CallWarning[] = [];
  const { min_p, ...fixedFields } = fixed;
  const keep = (name: Droppable): unknown => {
    const value = name === "minP" ? min_p : options[name];
    if (value === undefined || !dialect.drops.includes(name)) return value;
    warnings.push({ type: "unsupported", feature: name, details: `${provider} does not take it` });
    return undefined;
  };
  return {
    warnings,
    body: {
      model,
      messages: messagesBody(options.prompt, dialect, `${provider}/${model}`),
      stream: true,
      stream_options: dialect.asksForUsage ? { include_usage: true } : undefined,
      [dialect.maxTokensField]: options.maxOutputTokens,
      temperature: options.temperature,
      top_p: options.topP,
      top_k: keep("topK"),
      min_p: keep("minP"),
      presence_penalty: keep("presencePenalty"),
      frequency_penalty: keep("frequencyPenalty"),
      seed: keep("seed"),
      stop: options.stopSequences?.length ? options.stopSequences : undefined,
      response_format: responseFormat(options.responseFormat, dialect),
      ...toolsBody(options, dialect, warnings),
      ...reasoningBody(options.reasoning, dialect),
      ...dialect.body,
      ...fixedFields,
      ...options.providerOptions?.[dialect.name],
      ...(provider === dialect.name ? undefined : options.providerOptions?.[provider]),
    },
  };
}

function responseFormat(format: LanguageModelV4CallOptions["responseFormat"], dialect: Dialect): unknown {
  if (format?.type !== "json") return undefined;
  const { schema, name = "answer", description } = format;
  if (schema === undefined) return { type: "json_object" };
  const strict = dialect.hasStrictSchemas ? isStrictSchema(schema) : undefined;
  return { type: "json_schema", json_schema: { name, description, schema, strict } };
}

function toolsBody(
  { tools, toolChoice }: LanguageModelV4CallOptions,
  dialect: Dialect,
  warnings: CallWarning[],
): { readonly tools?: unknown; readonly tool_choice?: unknown } {
  if (tools === undefined || tools.length === 0) return {};
  const functions: unknown[] = [];
  for (const tool of tools) {
    if (tool.type === "provider") {
      warnings.push({ type: "unsupported", feature: `tool ${tool.id}`, details: "only function tools are sent" });
      continue;
    }
    const { name, description, inputSchema: parameters } = tool;
    const strict = dialect.hasStrictSchemas ? tool.strict : undefined;
    functions.push({ type: "function", function: { name, description, parameters, strict } });
  }
  if (functions.length === 0) return {};
  if (toolChoice === undefined || toolChoice.type === "auto") return { tools: functions };
  if (toolChoice.type !== "tool") return { tools: functions, tool_choice: toolChoice.type };
  return { tools: functions, tool_choice: { type: "function", function: { name: toolChoice.toolName } } };
}

function reasoningBody(
  effort: LanguageModelV4CallOptions["reasoning"],
  dialect: Dialect,
): Readonly<Record<string, unknown>> {
  if (effort === undefined || effort === "provider-default") return {};
  // The seam's highest word is not in the protocol.
  const word = effort === "max" ? "xhigh" : effort;
  switch (dialect.reasoning) {
    case "reasoning_effort":
      return { reasoning_effort: word };
    case "reasoning.effort":
      return { reasoning: { effort: word } };
    case "enable_thinking":
      return { chat_template_kwargs: { enable_thinking: effort !== "none" } };
  }
}
