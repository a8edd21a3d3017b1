/** Starts and stops the servers that Thorp runs itself. */
import { ThorpError } from "../../base/errors.ts";
import type { Catalogue } from "../../models/catalogue.ts";
import { shownAddress } from "../../models/model-server.ts";
import type { Supervisor } from "../../models/supervise/supervisor.ts";
import type { StartedServer } from "./model-admin.ts";

/** Rejects with `model-unavailable` when it does not come up. */
export async function startServer(
  { catalogue, supervisor }: { readonly catalogue: Catalogue; readonly supervisor: Supervisor },
  provider: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<StartedServer> {
  // Says why when there is none.
  await supervisor.look(provider);
  const server = supervisor.of(provider);
  const url = catalogue.providers.get(provider)?.urls[0];
  if (server === undefined || url === undefined) throw new ThorpError("model-unknown", `${provider} is not started.`);
  await server.start(signal);
  return { provider, url: shownAddress(url), process: server.status(), log: server.log };
}
