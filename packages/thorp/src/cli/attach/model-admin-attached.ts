/** Model servers as a server of Thorp reaches them. */
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import type { ModelAdmin, PullUpdate, ServerOutcome, ServerRow } from "../../engine/model-admin/model-admin.ts";
import { errorOf, type Reach } from "./reach-server.ts";

/** `cannot` throws for what stays with the machine of the server: processes that live as long as a command. */
export function modelAdminAttached(
  reach: Reach,
  { words, cannot }: { readonly words: string; readonly cannot: () => never },
): ModelAdmin {
  return {
    async *pull(model, { server, signal } = {}) {
      try {
        for await (const update of reach.client().modelAdmin.pull(model, definedOf({ server, signal }))) {
          if (update.error !== undefined) throw new ThorpError("model-unavailable", update.error.message);
          yield update as PullUpdate;
        }
      } catch (error) {
        throw errorOf(error, words);
      }
    },
    load: (model, { server, keepAlive } = {}) =>
      reach.call(
        async ({ modelAdmin }) =>
          (await modelAdmin.load(model, definedOf({ server, keepAlive }))) as readonly ServerOutcome[],
      ),
    unload: (model, { server } = {}) =>
      reach.call(
        async ({ modelAdmin }) => (await modelAdmin.unload(model, definedOf({ server }))) as readonly ServerOutcome[],
      ),
    loaded: () => reach.call(async ({ modelAdmin }) => (await modelAdmin.servers()) as unknown as readonly ServerRow[]),
    startServer: async () => cannot(),
    serverStatus: async () => cannot(),
    stopServer: async () => cannot(),
  };
}
