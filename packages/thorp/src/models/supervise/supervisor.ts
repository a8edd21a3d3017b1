/** All servers that Thorp starts itself, by provider. */
import { type Clock, sleep } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { ServerStatus } from "../../base/server-status.ts";
import type { Catalogue, ProviderEntry } from "../catalogue.ts";
import type { Providers } from "../providers.ts";
import type { Environment } from "../secrets.ts";
import { isRunning } from "./process-identity.ts";
import { readyProbe } from "./ready-probe.ts";
import { type ServerRecords, serverRecords } from "./server-record.ts";
import { type SupervisedServer, superviseServer } from "./supervise-server.ts";

/** All of them. */
export interface Supervisor {
  /** Undefined for a provider without `start`. */
  of(provider: string): SupervisedServer | undefined;
  readonly providers: readonly string[];
  /** What runs, also when another Thorp started it. Throws `model-unknown` for a provider without `start`. */
  look(provider: string): Promise<ServerStatus>;
  /** Ends it, also when another Thorp started it; false when there was nothing to end. */
  stop(provider: string): Promise<boolean>;
  stopAll(): Promise<void>;
}

/** What the supervisor works with. */
export interface SupervisorOptions {
  readonly catalogue: Catalogue;
  readonly providers: Pick<Providers, "probe" | "address">;
  /** For logs and records. */
  readonly folder: string;
  readonly env: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
}

const STOP_LIMIT_MS = 10_000;

/** Starts nothing yet. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { catalogue, folder, clock } = options;
  const servers = new Map<string, { readonly server: SupervisedServer; readonly records: ServerRecords }>();
  for (const provider of catalogue.providers.values()) {
    const { start } = provider;
    if (start === undefined) continue;
    const records = serverRecords(folder, provider.name, clock);
    const server = superviseServer({
      name: provider.name,
      url: provider.urls[0] ?? "",
      entry: start,
      env: environmentFor(provider, options),
      records,
      clock,
      logger: options.logger,
      probe: readyProbe(provider, start, options.providers),
    });
    servers.set(provider.name, { server, records });
  }
  const known = (provider: string) => {
    const found = servers.get(provider);
    if (found !== undefined) return found;
    throw new ThorpError("model-unknown", notStarted(catalogue, provider), {
      hint: `Give ${provider} a \`start: { command: [...] }\` in models.yaml of the configuration folder.`,
    });
  };
  return {
    providers: [...servers.keys()],
    of: (provider) => servers.get(provider)?.server,
    async look(provider) {
      const { server, records } = known(provider);
      const own = server.status();
      if (own.state !== "stopped") return own;
      const other = await records.living();
      return other === undefined ? own : { state: "elsewhere", pid: other.server.pid };
    },
    async stop(provider) {
      const { server, records } = known(provider);
      const { state } = server.status();
      await server.stop();
      const other = await records.living();
      if (other === undefined) return state === "ready" || state === "starting";
      await stopElsewhere(other.guardian, clock);
      return true;
    },
    async stopAll() {
      await Promise.all([...servers.values()].map(({ server }) => server.stop()));
    },
  };
}

/** Its guardian stops it in order, and tells its own Thorp that this was wanted. */
async function stopElsewhere(
  { pid, started }: { readonly pid: number; readonly started?: string | undefined },
  clock: Clock,
): Promise<void> {
  process.kill(pid, "SIGTERM");
  const until = clock.now() + STOP_LIMIT_MS;
  while (await isRunning({ pid, started })) {
    if (clock.now() > until) throw new ThorpError("model-unavailable", `Process ${pid} does not end.`);
    await sleep(clock, 50);
  }
}

/** Everything but the keys of other providers: a server has no business with them. */
function environmentFor(provider: ProviderEntry, { catalogue, env }: SupervisorOptions): Record<string, string> {
  const keys = [...catalogue.providers.values()].flatMap(({ key }) => (key === undefined ? [] : [key, `${key}_FILE`]));
  const hidden = new Set(keys.filter((key) => key !== provider.key && key !== `${provider.key}_FILE`));
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || hidden.has(name) ? [] : [[name, value]])),
  );
}

function notStarted(catalogue: Catalogue, provider: string): string {
  const refused = catalogue.providers.get(provider)?.startRefused;
  if (refused !== undefined)
    return `The start command of ${provider} at ${refused} is not run: only files of the configuration folder may start programs.`;
  return catalogue.providers.has(provider)
    ? `Thorp does not start ${provider}: its row in the catalogue has no \`start\`.`
    : `There is no provider ${provider} in the catalogue.`;
}
