/** `ModelAdmin` over the catalogue's servers; each operation is loaded when it is first asked for. */
import type { Clock } from "../../base/clock.ts";
import type { Catalogue } from "../../models/catalogue.ts";
import type { Providers } from "../../models/providers.ts";
import type { Supervisor } from "../../models/supervise/supervisor.ts";
import { adminTarget } from "./admin-target.ts";
import type { ModelAdmin } from "./model-admin.ts";

/** What administration works with. */
export interface ModelAdminParts {
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
}

/** Asks no server yet. */
export function createModelAdmin(parts: ModelAdminParts): ModelAdmin {
  const { catalogue, providers, supervisor } = parts;
  return {
    async *pull(model, { server, signal } = {}) {
      const { pullModel } = await import("./pull-model.ts");
      yield* pullModel(adminTarget(catalogue, model, server), providers, signal);
    },
    async load(model, { server, ...how } = {}) {
      const { changeModel } = await import("./load-model.ts");
      return changeModel(adminTarget(catalogue, model, server), providers, { what: "load", ...how });
    },
    async unload(model, { server, ...how } = {}) {
      const { changeModel } = await import("./load-model.ts");
      return changeModel(adminTarget(catalogue, model, server), providers, { what: "unload", ...how });
    },
    async loaded({ signal } = {}) {
      const { loadedModels } = await import("./loaded-models.ts");
      return loadedModels(parts, signal);
    },
    async startServer(provider, { signal } = {}) {
      const { startServer } = await import("./run-server.ts");
      return startServer(parts, provider, signal);
    },
    serverStatus: (provider) => supervisor.look(provider),
    stopServer: (provider) => supervisor.stop(provider),
  };
}
