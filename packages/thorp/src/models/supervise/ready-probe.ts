/** What it takes for a started server to count as ready. */
import { ThorpError } from "../../base/errors.ts";
import type { ProviderEntry } from "../catalogue.ts";
import type { DialectName } from "../openai-compatible/dialects.ts";
import type { Providers } from "../providers.ts";
import { openResponse } from "../transport/stream-call.ts";
import { isListening } from "./await-ready.ts";
import type { StartEntry } from "./start-entry.ts";

/** Servers that answer the list of models while they are still loading the model. */
const HEALTH_PATHS: Partial<Record<DialectName, string>> = { "llama-server": "/health", vllm: "/health" };

/** Rejects while it is not ready. */
export function readyProbe(
  provider: ProviderEntry,
  entry: StartEntry,
  providers: Pick<Providers, "probe" | "address">,
): (signal: AbortSignal) => Promise<void> {
  const url = provider.urls[0] ?? "";
  const { hostname } = new URL(url);
  const { readyPort, readyPath = provider.kind === "openai" ? HEALTH_PATHS[provider.dialect] : undefined } = entry;
  if (readyPort !== undefined) {
    return async () => {
      if (!(await isListening(hostname, readyPort))) throw new ThorpError("model-unavailable", "not listening yet");
    };
  }
  if (readyPath !== undefined) {
    return async (signal) => {
      const { transport, clock, timeouts } = providers.address(provider.name);
      const target = { provider: provider.name, model: "", url: new URL(readyPath, url) };
      const request = { method: "GET", url: target.url, headers: {} } as const;
      const { connection } = await openResponse({ transport, clock, timeouts, target, signal, request });
      connection.destroy();
    };
  }
  return async (signal) => {
    try {
      await providers.probe(provider.name, signal);
    } catch (error) {
      // It asks for a key: it is there.
      if (!(error instanceof ThorpError && error.code === "model-refused")) throw error;
    }
  };
}
