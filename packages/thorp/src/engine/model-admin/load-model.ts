/** Loads a model into the memory of its servers, or takes it out. */
import { failureFrom } from "../../base/errors.ts";
import type { ModelServer } from "../../models/model-server.ts";
import { createOllamaAdmin } from "../../models/ollama/admin.ts";
import { firstContextSize } from "../../models/ollama/context-size.ts";
import { changeLoaded } from "../../models/openai-compatible/router-admin.ts";
import type { Providers } from "../../models/providers.ts";
import { type AdminTarget, cannot } from "./admin-target.ts";
import type { LoadModelOptions, ServerOutcome } from "./model-admin.ts";

/** What is to become of a model. */
export type LoadOrder =
  | ({ readonly what: "load" } & Pick<LoadModelOptions, "keepAlive" | "signal">)
  | ({ readonly what: "unload" } & Pick<LoadModelOptions, "signal">);

/** At all servers at once. */
export async function changeModel(
  target: AdminTarget,
  providers: Pick<Providers, "address">,
  order: LoadOrder,
): Promise<readonly ServerOutcome[]> {
  const change = changeFor(target, providers, order);
  return Promise.all(
    target.servers.map(async (server): Promise<ServerOutcome> => {
      const base = { server: server.id, model: target.entry.model };
      return change(server).then(
        () => ({ ...base, ok: true }),
        (error: unknown) => {
          const { message, hint } = failureFrom(error);
          return { ...base, ok: false, reason: hint === undefined ? message : `${message}. ${hint}` };
        },
      );
    }),
  );
}

function changeFor(
  target: AdminTarget,
  providers: Pick<Providers, "address">,
  order: LoadOrder,
): (server: ModelServer) => Promise<void> {
  const { provider, entry } = target;
  const { signal, what } = order;
  if (provider.kind === "ollama") {
    return ({ url }) => {
      const admin = createOllamaAdmin(providers.address(provider.name, url));
      if (what === "unload") return admin.unload(entry.model, signal);
      const keepAlive = order.keepAlive ?? entry.keepAlive ?? -1;
      // The window of the first call: with another one that call would load it anew.
      return admin.load(entry.model, { keepAlive, context: firstContextSize(entry.context) }, signal);
    };
  }
  if (provider.kind === "openai" && provider.dialect === "llama-server")
    return ({ url }) => changeLoaded(providers.address(provider.name, url), { what, model: entry.model }, signal);
  return cannot(target, what);
}
