/** `/v1/chat/completions`: each team is a model. */
import { failureFrom, ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { defineRoute, type Route } from "../route.ts";
import { type AnswerDelta, answerDeltas } from "./answer-deltas.ts";
import { askFromChat, type ChatRequest, chatRequestSchema } from "./chat-request.ts";
import { chatCompletionSchema } from "./chat-shapes.ts";
import { openAiError } from "./openai-error.ts";

/** The time that answers carry. */
export interface ChatRouteOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Streams when the request asks for it. Errors have the shape that OpenAI's clients read. */
export function chatCompletionsRoute({ now }: ChatRouteOptions): Route {
  return defineRoute({
    id: "v1.chat",
    method: "post",
    path: "/v1/chat/completions",
    tag: "openai",
    summary: "A chat completion; the model is the name of a team.",
    access: "member",
    owned: "caller",
    body: chatRequestSchema,
    reply: { kind: "json", schema: chatCompletionSchema },
    errors: "openai",
    async handle({ parts, body, signal }) {
      if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
      const { run } = await parts.thorp.ask(askFromChat(body));
      const stop = () => void parts.thorp.cancel(run, "the client has gone").catch(() => {});
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      const frame = { id: `chatcmpl-${run}`, created: Math.floor(now() / 1000), model: body.model };
      const deltas = answerDeltas(parts.thorp.follow(run));
      return body.stream ? streamed(deltas, frame, body) : await whole(deltas, frame, { thorp: parts.thorp, run });
    },
  });
}

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

async function whole(
  deltas: AsyncIterable<AnswerDelta>,
  head: Head,
  { thorp, run }: { readonly thorp: Thorp; readonly run: string },
): Promise<unknown> {
  let reasoning = "";
  for await (const delta of deltas) {
    if (delta.kind === "reasoning") reasoning += delta.text;
    if (delta.kind !== "end") continue;
    if (delta.failure !== undefined && !delta.hasText)
      throw new ThorpError(delta.failure.code, delta.failure.message, hintOf(delta.failure.hint));
    const { messages } = await thorp.showRun(run);
    const text = messages.findLast((message) => message.role === "team")?.text ?? "";
    const message = {
      role: "assistant",
      content: text,
      refusal: null,
      ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    };
    return {
      ...head,
      object: "chat.completion",
      choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
      usage: usageOf(delta),
    };
  }
  throw new ThorpError("internal", `Run ${run} has no end.`);
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

function usageOf({ inputTokens, outputTokens }: Extract<AnswerDelta, { kind: "end" }>) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function streamed(deltas: AsyncGenerator<AnswerDelta>, head: Head, { stream_options }: ChatRequest): Response {
  const encoder = new TextEncoder();
  const wantsUsage = stream_options?.include_usage === true;
  const line = (rest: object): Uint8Array =>
    encoder.encode(
      `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", ...rest, ...(wantsUsage ? { usage: null, ...rest } : {}) })}\n\n`,
    );
  const choice = (delta: object, reason: string | null = null) => ({
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
  });
  const chunksOf = (delta: AnswerDelta): readonly Uint8Array[] => {
    if (delta.kind === "text") return [line(choice({ content: delta.text }))];
    if (delta.kind === "reasoning") return [line(choice({ reasoning_content: delta.text }))];
    const done = encoder.encode("data: [DONE]\n\n");
    if (delta.failure !== undefined && !delta.hasText)
      return [encoder.encode(`data: ${JSON.stringify(openAiError(delta.failure))}\n\n`), done];
    const usage = wantsUsage ? [line({ choices: [], usage: usageOf(delta) })] : [];
    return [line(choice({}, "stop")), ...usage, done];
  };
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(line(choice({ role: "assistant", content: "" }))),
    async pull(controller) {
      try {
        const { done, value } = await deltas.next();
        if (done) return controller.close();
        for (const chunk of chunksOf(value)) controller.enqueue(chunk);
      } catch (error) {
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(openAiError(failureFrom(error)))}\n\n`));
        controller.close();
      }
    },
    async cancel() {
      await deltas.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
    },
  });
}
