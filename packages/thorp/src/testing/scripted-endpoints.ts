/** What the scripted server answers beside chat: model lists, embeddings, the administration of Ollama. */
import { createHash } from "node:crypto";
import type { ServerRequest } from "./scripted-server.ts";

const DIMENSIONS = 16;

/** The body, or undefined for a path that does not exist. */
export function openAiAnswer({ path, body }: ServerRequest, models: readonly string[]): string | undefined {
  switch (path) {
    case "/v1/models":
      return JSON.stringify({ object: "list", data: models.map((id) => ({ id, object: "model" })) });
    case "/v1/embeddings": {
      const data = inputsOf(body).map((text, index) => ({
        object: "embedding",
        index,
        embedding: vectorOf(text),
      }));
      // Out of order on purpose: the index is what counts.
      return JSON.stringify({ object: "list", data: data.reverse(), usage: { prompt_tokens: 7, total_tokens: 7 } });
    }
  }
  return undefined;
}

/** The body for a path of Ollama's own API; undefined for paths that it does not have. */
export function ollamaAnswer({ path, body }: ServerRequest, models: readonly string[]): string | undefined {
  const model = typeof body["model"] === "string" ? body["model"] : "";
  switch (path) {
    case "/api/version":
      return '{"version":"0.13.0"}';
    case "/api/tags":
      return JSON.stringify({
        models: models.map((name) => ({
          name,
          model: name,
          size: 2_000_000_000,
          digest: "abc",
          details: { family: "llama", parameter_size: "3.2B", quantization_level: "Q4_K_M" },
        })),
      });
    case "/api/show":
      return JSON.stringify({
        capabilities: ["completion", "tools"],
        details: { family: "llama", parameter_size: "3.2B", quantization_level: "Q4_K_M" },
        model_info: { "general.architecture": "llama", "llama.context_length": 131_072 },
      });
    case "/api/ps":
      return JSON.stringify({
        models: models.map((name) => ({
          name,
          model: name,
          size: 3e9,
          size_vram: 2e9,
          context_length: 8192,
          expires_at: "2026-01-01T00:05:00Z",
        })),
      });
    case "/api/generate":
      return JSON.stringify({ model, done: true, done_reason: body["keep_alive"] === 0 ? "unload" : "load" });
    case "/api/pull":
      return [
        { status: "pulling manifest" },
        { status: "pulling abc", digest: "sha256:abc", total: 100, completed: 40 },
        { status: "pulling abc", digest: "sha256:abc", total: 100, completed: 100 },
        { status: "success" },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join("");
    case "/api/embed":
      return JSON.stringify({
        model,
        embeddings: inputsOf(body).map((text) => vectorOf(text)),
        prompt_eval_count: 7,
      });
  }
  return undefined;
}

function inputsOf(body: ServerRequest["body"]): readonly string[] {
  const input = body["input"];
  return Array.isArray(input) ? input.map(String) : [String(input)];
}

/** The same text gives the same vector, another text almost surely another one. */
function vectorOf(text: string): number[] {
  const digest = createHash("sha256").update(text).digest();
  return Array.from({ length: DIMENSIONS }, (_, at) => (digest[at] ?? 0) / 255 - 0.5);
}
