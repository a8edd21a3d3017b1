/**
 * The cheapest question that shows a model server is there: its version, or its list of models. What it says about
 * itself on the way is kept.
 */
import { ThorpError } from "../base/errors.ts";
import type { ProviderKind } from "./catalogue-schema.ts";
import { type OllamaServer, ollamaRequest, ollamaTarget } from "./ollama/server.ts";
import type { OpenAiServer } from "./openai-compatible/language-model.ts";
import { type ServerFacts, servedModels, windowFromProps } from "./server-facts.ts";
import { readJson } from "./transport/read-json.ts";

/** Rejects with a ThorpError that says why not. */
export async function probeServer(
  server: OpenAiServer & OllamaServer,
  kind: ProviderKind,
  signal: AbortSignal,
): Promise<ServerFacts> {
  if (kind === "ollama") {
    const { transport, clock, timeouts } = server;
    const target = ollamaTarget(server, "/api/version");
    await readJson({ transport, clock, timeouts, target, signal, request: ollamaRequest(server, target) });
    return {};
  }
  switch (server.dialect.facts) {
    case "props": {
      // It listens before its model is loaded, and says 503 so long.
      await getJson(beside(server), "/health", signal).catch(unlessDown);
      const props = await getJson(beside(server), "/props", signal).catch(unlessDown);
      if (props === undefined) await getJson(server, "/models", signal);
      const context = props && windowFromProps(props);
      return context === undefined ? {} : { context };
    }
    case "models":
      return { models: servedModels(await getJson(server, "/models", signal)) };
    case "none":
      await getJson(server, "/models", signal);
      return {};
  }
}

/** A GET of a path below the server's url. Rejects as `readJson` does. */
export async function getJson(
  server: OpenAiServer,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { transport, clock, timeouts } = server;
  // Mostly it is Ollama that is asked first, by a start that has no use for this.
  const { callTarget, requestHeaders } = await import("./openai-compatible/language-model.ts");
  const target = callTarget(server, "", path);
  const { "content-type": _, ...headers } = requestHeaders(server);
  const request = { method: "GET" as const, url: target.url, headers: { ...headers, accept: "application/json" } };
  return (await readJson({ transport, clock, timeouts, target, signal, request })).value;
}

/** The same server, addressed beside `/v1`. */
function beside(server: OpenAiServer): OpenAiServer {
  return { ...server, url: server.url.replace(/\/+$/, "").replace(/\/v1$/, "") };
}

/** A path that an older server does not have says nothing about the server. */
function unlessDown(error: unknown): undefined {
  if (error instanceof ThorpError && (error.code === "model-unavailable" || error.code === "cancelled")) throw error;
}
