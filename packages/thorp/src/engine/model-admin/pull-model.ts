/** Fetches a model to Ollama servers. */
import { createOllamaAdmin } from "../../models/ollama/admin.ts";
import type { Providers } from "../../models/providers.ts";
import { type AdminTarget, cannot } from "./admin-target.ts";
import type { PullUpdate } from "./model-admin.ts";

/** Throws `model-refused` for another kind of server, and what the fetch throws. */
export async function* pullModel(
  target: AdminTarget,
  providers: Pick<Providers, "address">,
  signal: AbortSignal | undefined,
): AsyncGenerator<PullUpdate> {
  if (target.provider.kind !== "ollama") cannot(target, "fetch");
  const { model } = target.entry;
  for (const { id: server, provider, url } of target.servers) {
    const admin = createOllamaAdmin(providers.address(provider, url));
    for await (const { status, total, completed } of admin.pull(model, signal)) {
      yield {
        server,
        model,
        status,
        ...(total === undefined ? {} : { total }),
        ...(completed === undefined ? {} : { completed }),
      };
    }
  }
}
