/** An embedding model of an Ollama server, as `EmbeddingModelV4`. */
import { ThorpError } from "../../base/errors.ts";
import type { EmbeddingModelV4 } from "../language-model.ts";
import { mergedHeaders } from "../transport/merged-headers.ts";
import { readJson } from "../transport/read-json.ts";
import { type OllamaServer, ollamaRequest, ollamaTarget } from "./server.ts";

const MOST_PER_CALL = 128;

/** Texts longer than the model's window are cut by the server. */
export function createOllamaEmbeddingModel(
  server: OllamaServer,
  { model, keepAlive }: { readonly model: string; readonly keepAlive?: string | number | undefined },
): EmbeddingModelV4 {
  const { provider, transport, clock, timeouts } = server;
  const target = ollamaTarget(server, "/api/embed", model);
  return {
    specificationVersion: "v4",
    provider,
    modelId: model,
    maxEmbeddingsPerCall: MOST_PER_CALL,
    // One model in memory works through its calls one by one.
    supportsParallelCalls: false,
    async doEmbed({ values, dimensions, abortSignal, headers: extra }) {
      const body = JSON.stringify({ model, input: values, dimensions, keep_alive: keepAlive, truncate: true });
      const bare = ollamaRequest(server, target, body);
      const request = { ...bare, headers: mergedHeaders(bare.headers, extra) };
      const { value, headers } = await readJson({ transport, clock, timeouts, target, signal: abortSignal, request });
      const embeddings = Array.isArray(value["embeddings"]) ? (value["embeddings"] as number[][]) : [];
      if (embeddings.length !== values.length) {
        throw new ThorpError(
          "model-output",
          `${provider}/${model} answered with ${embeddings.length} vectors for ${values.length} texts`,
        );
      }
      const tokens = value["prompt_eval_count"];
      return {
        embeddings,
        ...(typeof tokens === "number" && { usage: { tokens } }),
        response: { headers },
        warnings: [],
      };
    },
  };
}
