/** A model of an Ollama server over its native API, as `LanguageModelV4`. */
import { ThorpError } from "../../base/errors.ts";
import { collectStream } from "../collect-stream.ts";
import type { LanguageModelV4, LanguageModelV4CallOptions } from "../language-model.ts";
import { flowing } from "../part-flow.ts";
import { estimatePromptTokens, tokenFamilyOf } from "../token-estimate.ts";
import { mergedHeaders } from "../transport/merged-headers.ts";
import { openStream } from "../transport/stream-call.ts";
import { createChatReader } from "./chat-reader.ts";
import { createContextSizer } from "./context-size.ts";
import { type CallWarning, chatBody } from "./request-body.ts";
import { type OllamaServer, ollamaRequest, ollamaTarget } from "./server.ts";

/** One model of a server. */
export interface OllamaModelOptions {
  readonly model: string;
  /** Tokens that the model may hold on this machine; the window asked for never exceeds it. */
  readonly context: number;
  /** How long the model stays loaded after the call: seconds, `10m`, -1 for always. The server's own default otherwise. */
  readonly keepAlive?: string | number | undefined;
  /** Of every call. */
  readonly minP?: number | undefined;
}

const noThoughts: CallWarning = { type: "unsupported", feature: "reasoning", details: "this model has no thoughts" };

function isAboutThoughts(error: unknown): boolean {
  return error instanceof ThorpError && error.code === "model-refused" && /not support thinking/i.test(error.message);
}

function withoutThoughts({ reasoning: _, ...options }: LanguageModelV4CallOptions): LanguageModelV4CallOptions {
  return options;
}

/** The contract is that of `createOpenAiModel`. Throws `context-length` before the call for a prompt that cannot fit. */
export function createOllamaModel(
  server: OllamaServer,
  { model, context, keepAlive, minP }: OllamaModelOptions,
): LanguageModelV4 {
  const { provider, newId } = server;
  const target = ollamaTarget(server, "/api/chat", model);
  const family = tokenFamilyOf(model);
  const sizer = createContextSizer(context);
  let canThink = true;

  /** A model without thoughts refuses the wish for them; from then on it is asked without. */
  const doStream = async (options: LanguageModelV4CallOptions) => {
    if (!canThink) return stream(withoutThoughts(options), [noThoughts]);
    try {
      return await stream(options, []);
    } catch (error) {
      if (!isAboutThoughts(error)) throw error;
      canThink = false;
      return stream(withoutThoughts(options), [noThoughts]);
    }
  };
  const stream = async (options: LanguageModelV4CallOptions, known: readonly CallWarning[]) => {
    const { maxOutputTokens } = options;
    const promptTokens = estimatePromptTokens(options, family);
    const contextSize = sizer.sizeFor({ promptTokens, maxOutputTokens, name: `${provider}/${model}` });
    const { body, warnings } = chatBody(options, { provider, model, contextSize, keepAlive, minP });
    const text = JSON.stringify(body);
    const request = ollamaRequest(server, target, text);
    const open = await openStream({
      transport: server.transport,
      clock: server.clock,
      timeouts: server.timeouts,
      target,
      request: { ...request, headers: mergedHeaders(request.headers, options.headers) },
      signal: options.abortSignal,
      reader(emit) {
        emit({ type: "stream-start", warnings: [...warnings, ...known] });
        return createChatReader({ target, newId, emit, includeRawChunks: options.includeRawChunks ?? false });
      },
    });
    return flowing(open.flow, { request: { url: target.url.href, body: text }, response: { headers: open.headers } });
  };

  return {
    specificationVersion: "v4",
    provider,
    modelId: model,
    supportedUrls: {},
    doStream,
    doGenerate: async (options) => collectStream(await doStream(options)),
  };
}
