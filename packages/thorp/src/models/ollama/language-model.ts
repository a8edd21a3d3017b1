/** A model of an Ollama server over its native API, as `LanguageModelV4`. */
import { collectStream } from "../collect-stream.ts";
import type { LanguageModelV4, LanguageModelV4CallOptions } from "../language-model.ts";
import { estimatePromptTokens, tokenFamilyOf } from "../token-estimate.ts";
import { mergedHeaders } from "../transport/merged-headers.ts";
import { openStream } from "../transport/stream-call.ts";
import { createChatReader } from "./chat-reader.ts";
import { createContextSizer } from "./context-size.ts";
import { chatBody } from "./request-body.ts";
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

/** The contract is that of `createOpenAiModel`. Throws `context-length` before the call for a prompt that cannot fit. */
export function createOllamaModel(
  server: OllamaServer,
  { model, context, keepAlive, minP }: OllamaModelOptions,
): LanguageModelV4 {
  const { provider, newId } = server;
  const target = ollamaTarget(server, "/api/chat", model);
  const family = tokenFamilyOf(model);
  const sizer = createContextSizer(context);

  const doStream = async (options: LanguageModelV4CallOptions) => {
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
        emit({ type: "stream-start", warnings });
        return createChatReader({ target, newId, emit, includeRawChunks: options.includeRawChunks ?? false });
      },
    });
    return { stream: open.stream, request: { url: target.url.href, body: text }, response: { headers: open.headers } };
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
