/** The supervisor of the servers that Thorp starts; loaded only where the catalogue has such servers, since starts count. */
import type { Supervisor, SupervisorOptions } from "../models/supervise/supervisor.ts";

/** Starts nothing. */
export async function supervisorFor(options: SupervisorOptions): Promise<Supervisor> {
  const load = async () => (await import("../models/supervise/supervisor.ts")).createSupervisor(options);
  if ([...options.catalogue.providers.values()].some(({ start }) => start !== undefined)) return load();
  return {
    of: () => undefined,
    providers: [],
    // Says why there is none.
    look: async (provider) => (await load()).look(provider),
    stop: async (provider) => (await load()).stop(provider),
    stopAll: async () => {},
  };
}
