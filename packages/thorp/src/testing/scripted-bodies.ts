/** Scripted replies as the bodies that real servers send: an OpenAI event stream, Ollama's JSON lines. */
import { contentHash } from "../base/json.ts";
import {
  finishOf,
  piecesOf,
  type ScriptedFinish,
  type ScriptedReply,
  type ScriptedUsage,
  textOfReply,
  usageOf,
} from "./scripted-reply.ts";
import type { ServerReply, ServerRequest } from "./scripted-server.ts";

const openAiReasons: Readonly<Record<ScriptedFinish, string>> = {
  stop: "stop",
  length: "length",
  "content-filter": "content_filter",
  "tool-calls": "tool_calls",
  error: "error",
  other: "other",
};

/** A document for calls that do not stream, else the strings of the stream, one per event. `breakAfter` leaves out all that follows, the end too. */
export function openAiBody(reply: ServerReply, { body }: ServerRequest): readonly string[] {
  if (body["stream"] !== true) return [openAiDocument(reply, body)];
  const head = {
    id: `chatcmpl-${callHash(body)}`,
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: String(body["model"]),
  };
  const deltas: unknown[] = [
    ...piecesOf(reply.reasoning).map((piece) => ({ reasoning_content: piece })),
    ...piecesOf(reply.text).map((piece) => ({ content: piece })),
    ...(reply.toolCalls ?? []).flatMap(({ name, input, id }, index) => {
      const text = JSON.stringify(input);
      const half = Math.ceil(text.length / 2);
      return [
        {
          tool_calls: [
            {
              index,
              id: id ?? `call_${callHash(body)}_${index}`,
              type: "function",
              function: { name, arguments: text.slice(0, half) },
            },
          ],
        },
        ...(text.length > half ? [{ tool_calls: [{ index, function: { arguments: text.slice(half) } }] }] : []),
      ];
    }),
  ];
  const events: unknown[] = deltas
    .slice(0, reply.breakAfter)
    .map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }));
  if (reply.breakAfter === undefined) {
    events.push({ ...head, choices: [{ index: 0, delta: {}, finish_reason: openAiReasons[finishOf(reply)] }] });
    if (reply.usage !== "missing")
      events.push({ ...head, choices: [], usage: openAiUsage(usageOf(reply, JSON.stringify(body).length)) });
  }
  const end = reply.lineEnd ?? "\n";
  const texts = events.map((event) => `data: ${JSON.stringify(event)}${end}${end}`);
  if (reply.breakAfter === undefined && !reply.withoutDone) texts.push(`data: [DONE]${end}${end}`);
  return reply.heartbeats ? texts.map((text) => `: still working${end}${end}${text}`) : texts;
}

function openAiDocument(reply: ServerReply, body: ServerRequest["body"]): string {
  const tool_calls = (reply.toolCalls ?? []).map(({ name, input, id }, index) => ({
    id: id ?? `call_${callHash(body)}_${index}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  const thought = piecesOf(reply.reasoning).join("");
  const message = {
    role: "assistant",
    content: textOfReply(reply),
    ...(thought !== "" && { reasoning_content: thought }),
    ...(tool_calls.length > 0 && { tool_calls }),
  };
  return JSON.stringify({
    id: `chatcmpl-${callHash(body)}`,
    object: "chat.completion",
    created: 1_790_000_000,
    model: String(body["model"]),
    choices: [{ index: 0, message, finish_reason: openAiReasons[finishOf(reply)] }],
    ...(reply.usage !== "missing" && { usage: openAiUsage(usageOf(reply, JSON.stringify(body).length)) }),
  });
}

function openAiUsage({ input = 0, output = 0, cached = 0, reasoning = 0, cost }: ScriptedUsage): unknown {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
    ...(cost !== undefined && { cost }),
  };
}

/** The lines of Ollama's answer. */
export function ollamaBody(reply: ServerReply, { body }: ServerRequest): readonly string[] {
  const head = { model: String(body["model"]), created_at: "2026-01-01T00:00:00Z" };
  const messages: unknown[] = [
    ...piecesOf(reply.reasoning).map((thinking) => ({ role: "assistant", content: "", thinking })),
    ...piecesOf(reply.text).map((content) => ({ role: "assistant", content })),
    ...(reply.toolCalls ?? []).map(({ name, input }) => ({
      role: "assistant",
      content: "",
      tool_calls: [{ function: { name, arguments: input } }],
    })),
  ];
  const lines = messages.slice(0, reply.breakAfter).map((message) => ({ ...head, message, done: false }));
  if (reply.breakAfter !== undefined) return lines.map((line) => `${JSON.stringify(line)}\n`);
  const last = {
    ...head,
    message: { role: "assistant", content: "" },
    done: true,
    done_reason: ollamaReason(reply),
    ...ollamaCounts(reply, body),
  };
  return [...lines, last].map((line) => `${JSON.stringify(line)}\n`);
}

/** Ollama calls a reply with tool calls stopped. */
function ollamaReason(reply: ScriptedReply): string {
  const finish = finishOf(reply);
  return finish === "tool-calls" ? "stop" : finish;
}

function ollamaCounts(reply: ScriptedReply, body: ServerRequest["body"]): Readonly<Record<string, number>> {
  if (reply.usage === "missing") return {};
  const { input, output } = usageOf(reply, JSON.stringify(body).length);
  return {
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: input,
    prompt_eval_duration: 2_000_000,
    eval_count: output,
    eval_duration: 2_000_000,
  };
}

/** The same request gives the same ids, so that recorded runs can be compared. */
function callHash(body: unknown): string {
  return contentHash(JSON.stringify(body)).slice(0, 8);
}
