/** The cheapest question that shows a model server is there: its version, or its list of models. */
import type { ProviderKind } from "./catalogue-file.ts";
import { type OllamaServer, ollamaRequest, ollamaTarget } from "./ollama/server.ts";
import type { OpenAiServer } from "./openai-compatible/language-model.ts";
import { readJson } from "./transport/read-json.ts";

/** Rejects with a ThorpError that says why not. */
export async function probeServer(
  server: OpenAiServer & OllamaServer,
  kind: ProviderKind,
  signal: AbortSignal,
): Promise<void> {
  const { transport, clock, timeouts } = server;
  if (kind === "ollama") {
    const target = ollamaTarget(server, "/api/version");
    await readJson({ transport, clock, timeouts, target, signal, request: ollamaRequest(server, target) });
    return;
  }
  // Mostly it is Ollama that is asked first, by a start that has no use for this.
  const { callTarget, requestHeaders } = await import("./openai-compatible/language-model.ts");
  const target = callTarget(server, "", "/models");
  const { "content-type": _, ...headers } = requestHeaders(server);
  await readJson({ transport, clock, timeouts, target, signal, request: { method: "GET", url: target.url, headers } });
}
