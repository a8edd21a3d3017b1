/** A chat completion request as OpenAI clients send it, and what the team is asked because of it. */
import { z } from "zod";
import type { ClientTerms } from "../../events/client-terms.ts";
import type { Begin } from "./begin-run.ts";
import { readContent, textOf } from "./content-parts.ts";
import {
  answerTerms,
  checkedTools,
  choiceOf,
  clientTool,
  formatSchema,
  functionSchema,
  ignoredOf,
  refuse,
  schemaOfFormat,
  sharedParameters,
  teamOf,
} from "./parameters.ts";
import { readConversation, type SaidTurn } from "./said-turns.ts";

const part = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(part), z.null()]).optional();
const toolCall = z.looseObject({
  id: z.string().max(200),
  function: z.looseObject({ name: z.string().max(200), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content,
  tool_calls: z.array(toolCall).max(200).nullish(),
  tool_call_id: z.string().max(200).nullish(),
});

const penalty = z.number().min(-2).max(2).nullish();
const tokens = z.number().int().positive().nullish();

const toolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.looseObject({ type: z.literal("function"), function: z.looseObject({ name: z.string() }) }),
]);

export const chatRequestSchema = z.looseObject({
  ...sharedParameters,
  model: z.string().min(1).max(300),
  messages: z.array(message).min(1).max(2000),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  n: z.number().int().min(1).max(8).nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
  seed: z.number().int().nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  response_format: formatSchema.nullish(),
  tools: z
    .array(z.looseObject({ type: z.literal("function"), function: functionSchema }))
    .max(128)
    .nullish(),
  tool_choice: toolChoice.nullish(),
  logprobs: z.boolean().nullish(),
  modalities: z.array(z.string()).nullish(),
});
/** A request with as much of it as counts here. */
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** What each choice of the answer is begun with. */
export interface ReadChat extends Begin {
  readonly stops: readonly string[];
  /** False: the answer has a form, so it is told when it is whole. */
  readonly streams: boolean;
  readonly ignored: readonly string[];
}

const USED: ReadonlySet<string> = new Set([
  ...Object.keys(chatRequestSchema.shape).filter((name) => !["metadata", "user", "store"].includes(name)),
  "functions",
  "function_call",
  "audio",
]);

/** Nobody sits at the other end, so approvals are denied. Throws `input-invalid`. */
export function readChat(body: ChatRequest): ReadChat {
  refuseForeign(body);
  const { text, history, attachments, calls, results } = readConversation(body.messages.flatMap(turnsOf));
  const schema = schemaOfFormat(body.response_format);
  const client = clientTerms(body, calls);
  return {
    ask: {
      text,
      // The client keeps the conversation: what it does not send, was not said.
      history,
      ...(attachments.length > 0 ? { attachments } : {}),
      ...teamOf(body.model),
      ...(client === undefined ? {} : { client }),
      interactive: false,
    },
    results,
    stops: typeof body.stop === "string" ? [body.stop] : (body.stop ?? []),
    streams: schema === undefined,
    ignored: ignoredOf(body, USED),
  };
}

function clientTerms(body: ChatRequest, calls: ClientTerms["calls"] & {}): ClientTerms | undefined {
  const tools = checkedTools((body.tools ?? []).map((tool) => clientTool(tool.function)));
  const { tool_choice: wanted } = body;
  const isNamed = typeof wanted === "object" && wanted !== null;
  const choice = choiceOf(
    isNamed ? undefined : (wanted ?? undefined),
    isNamed ? wanted.function.name : undefined,
    tools,
  );
  const answer = answerTerms({
    schema: schemaOfFormat(body.response_format),
    maxTokens: body.max_completion_tokens ?? body.max_tokens,
    temperature: body.temperature,
    topP: body.top_p,
    seed: body.seed,
    presencePenalty: body.presence_penalty,
    frequencyPenalty: body.frequency_penalty,
  });
  if (tools.length === 0 && answer === undefined && calls.length === 0) return undefined;
  return {
    ...(tools.length > 0 ? { tools } : {}),
    ...(choice === undefined ? {} : { choice }),
    ...(body.parallel_tool_calls === false ? { oneByOne: true } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(answer === undefined ? {} : { answer }),
  };
}

function refuseForeign(body: ChatRequest): void {
  if (body["functions"] || body["function_call"]) refuse("functions", "these are out of use; send tools instead.");
  if (body.logprobs) refuse("logprobs", "a team of several models has no probabilities to tell.");
  if (body["audio"] || body.modalities?.includes("audio")) refuse("modalities", "Thorp answers in text.");
  if ((body.n ?? 1) > 1 && (body.tools?.length ?? 0) > 0) refuse("n", "with tools there is one choice only.");
}

function turnsOf(said: ChatRequest["messages"][number], position: number): readonly SaidTurn[] {
  const where = `messages[${position}].content`;
  switch (said.role) {
    case "assistant":
      return [
        { kind: "team", text: textOf(said.content, where) },
        ...(said.tool_calls ?? []).map(
          ({ id, function: { name, arguments: input } }): SaidTurn => ({ kind: "call", id, tool: name, input }),
        ),
      ];
    case "tool":
      if (typeof said.tool_call_id !== "string")
        return refuse(`messages[${position}].tool_call_id`, "a message of role tool names the call that it answers.");
      return [{ kind: "result", id: said.tool_call_id, text: textOf(said.content, where) }];
    case "function":
      return refuse(`messages[${position}].role`, "the role function is out of use; send tool.");
    default:
      return [{ kind: "person", parts: readContent(said.content, where) }];
  }
}
