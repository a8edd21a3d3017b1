/** A model behind an OpenAI-compatible /embeddings, as `EmbeddingModelV4` that also takes tokens. */
import { ThorpError } from "../../base/errors.ts";
import type { JSONObject } from "../language-model.ts";
import type { InputEmbeddingModel } from "../metered-embedding.ts";
import { mergedHeaders } from "../transport/merged-headers.ts";
import { readJson } from "../transport/read-json.ts";
import { callTarget, type OpenAiServer, requestHeaders } from "./language-model.ts";

const MOST_PER_CALL = 256;

/** Rejects with `model-output` when the answer does not hold one vector per value. */
export function createOpenAiEmbeddingModel(server: OpenAiServer, model: string): InputEmbeddingModel {
  const target = callTarget(server, model, "/embeddings");
  const headers = requestHeaders(server);
  return {
    specificationVersion: "v4",
    provider: server.provider,
    modelId: model,
    maxEmbeddingsPerCall: MOST_PER_CALL,
    supportsParallelCalls: true,
    async doEmbed({ values, dimensions, abortSignal, headers: extra }) {
      const { value, headers: received } = await readJson({
        transport: server.transport,
        clock: server.clock,
        timeouts: server.timeouts,
        target,
        signal: abortSignal,
        request: {
          method: "POST",
          url: target.url,
          headers: mergedHeaders(headers, extra),
          body: JSON.stringify({ model, input: values, dimensions, encoding_format: "float" }),
        },
      });
      const embeddings = vectorsOf(value["data"]);
      if (embeddings.length !== values.length) {
        const got = `${embeddings.length} vectors for ${values.length} texts`;
        throw new ThorpError("model-output", `${server.provider}/${model} answered with ${got}`);
      }
      const { usage } = value as { readonly usage?: { readonly prompt_tokens?: unknown } | null };
      const tokens = usage?.prompt_tokens;
      return {
        embeddings,
        ...(typeof tokens === "number" && { usage: { tokens } }),
        // Routers say here what it cost.
        ...(usage && { providerMetadata: { [server.provider]: { usage: usage as JSONObject } } }),
        response: { headers: received },
        warnings: [],
      };
    },
  };
}

/** In the order of their `index`, which servers need not keep. */
function vectorsOf(data: unknown): number[][] {
  if (!Array.isArray(data)) return [];
  return data
    .filter((row): row is { index?: number; embedding: number[] } => Array.isArray(row?.embedding))
    .map((row, at) => ({ at: row.index ?? at, vector: row.embedding }))
    .sort((one, other) => one.at - other.at)
    .map((row) => row.vector);
}
