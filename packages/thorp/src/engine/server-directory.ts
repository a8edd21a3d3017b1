/** The servers of the catalogue: their addresses, their health, and whether a call may go to them. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { ModelInfo, Obstacle } from "../gateway/call-model/model-directory.ts";
import type { Catalogue } from "../models/catalogue.ts";
import { createHealth, type Health } from "../models/health.ts";
import type { ServerHealth } from "../models/health-state.ts";
import { isLocalAddress, type ModelServer, serversOf } from "../models/model-server.ts";
import type { Providers } from "../models/providers.ts";
import type { Supervisor } from "../models/supervise/supervisor.ts";

/** What is known of all servers of the catalogue. */
export interface ServerDirectory {
  readonly health: Health;
  /** Ids of a provider's servers; its own name for one without an address. */
  of(provider: string): readonly string[];
  /** Undefined for a provider without an address. */
  urlOf(server: string): string | undefined;
  admits(server: string): boolean;
  /** Why none of a model's servers takes a call; a promise where one has to be asked first. */
  obstacle(model: ModelInfo): Obstacle | undefined | Promise<Obstacle | undefined>;
  /** A call was answered: whoever serves it has been connected. */
  noteSuccess(server: string): void;
  checkAll(): Promise<void>;
  /** Asks a provider's servers once more what they serve, at most every ten seconds. */
  askAgain(provider: string): Promise<void>;
}

/** What the directory works with. */
export interface ServerDirectoryOptions {
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly dice: Dice;
  /** A server has answered a probe. */
  readonly onProbed?: () => void;
}

/** Asks no server yet. */
export function createServerDirectory(options: ServerDirectoryOptions): ServerDirectory {
  const { catalogue, providers, supervisor, clock, dice, onProbed } = options;
  const idsByProvider = new Map<string, readonly string[]>();
  const serversById = new Map<string, ModelServer>();
  const onThisMachine = new Set<string>();
  for (const provider of catalogue.providers.values()) {
    const servers = serversOf(provider);
    idsByProvider.set(provider.name, servers.length === 0 ? [provider.name] : servers.map(({ id }) => id));
    for (const server of servers) {
      serversById.set(server.id, server);
      if (isLocalAddress(server.url)) onThisMachine.add(server.id);
    }
  }
  const heardOf = new Set<string>();
  const askedAt = new Map<string, number>();
  const urlOf = (id: string) => serversById.get(id)?.url;
  const health = createHealth({
    clock,
    dice,
    async probe(id, signal) {
      await providers.probe(serversById.get(id)?.provider ?? id, signal, urlOf(id));
      heardOf.add(id);
      onProbed?.();
    },
  });
  const of = (provider: string) => idsByProvider.get(provider) ?? [provider];
  const told = (servers: readonly string[], reason: string | undefined): Obstacle | undefined =>
    reason === undefined ? undefined : { reason, isAbsent: !servers.some((server) => heardOf.has(server)) };
  return {
    health,
    of,
    urlOf,
    admits: (server) => health.of(server).circuit === "closed",
    obstacle: ({ provider, servers, tier }) => {
      const own = supervisor.of(provider)?.status();
      // One that is started when a call needs it is no obstacle before; what is wrong with it, the start will say.
      if (own?.state === "failed") return { reason: `its server was given up (${own.reason})` };
      if (own !== undefined) return undefined;
      const [only, ...others] = servers;
      if (only === undefined) return { reason: "it has no server" };
      // What answers on this machine is asked first, whoever pays behind it: that costs nothing.
      const isNear = tier !== "frontier" || servers.every((server) => onThisMachine.has(server));
      const found =
        others.length === 0 ? obstacleOfOne(health, only, isNear) : obstacleOfSeveral(health, servers, isNear);
      return found instanceof Promise ? found.then((reason) => told(servers, reason)) : told(servers, found);
    },
    noteSuccess(server) {
      heardOf.add(server);
      health.noteSuccess(server);
    },
    async checkAll() {
      await Promise.all([...idsByProvider.values()].flat().map((server) => health.check(server)));
    },
    async askAgain(provider) {
      const now = clock.now();
      if (now - (askedAt.get(provider) ?? -Infinity) < ASK_AGAIN_MS) return;
      askedAt.set(provider, now);
      await Promise.all(of(provider).map((server) => health.check(server, { anew: true })));
    },
  };
}

/** A server may be started anew with another model. */
const ASK_AGAIN_MS = 10_000;

function obstacleOfOne(
  health: Health,
  server: string,
  isNear: boolean,
): string | undefined | Promise<string | undefined> {
  const known = health.of(server);
  if (known.state === "up" || !isNear) return known.circuit === "open" ? downReason(known) : undefined;
  // A local server that nobody has heard of: ask it first, instead of letting a call find out.
  return health.check(server).then((found) => (found.state === "down" ? downReason(found) : undefined));
}

/**
 * One that is well is enough; a call waits for none of the others. Servers that are down are asked again in passing when
 * their wait is over, so that no call has to find out whether they are back.
 */
function obstacleOfSeveral(
  health: Health,
  servers: readonly string[],
  isNear: boolean,
): string | undefined | Promise<string | undefined> {
  const known = servers.map((server) => ({ server, ...health.of(server) }));
  const checks = known
    .filter(({ state }) => state === "down" || (state === "unknown" && isNear))
    .map(({ server }) => health.check(server));
  if (known.some(({ state, circuit }) => circuit === "closed" && (state === "up" || !isNear))) return undefined;
  return firstUp(checks);
}

/** Undefined as soon as one is up; else why the first of them is down. */
async function firstUp(checks: readonly Promise<ServerHealth>[]): Promise<string | undefined> {
  const isUp = checks.map(async (check) => {
    const found = await check;
    if (found.state === "down") throw new ThorpError("model-unavailable", found.reason ?? "no reason known");
  });
  return Promise.any(isUp).then(
    () => undefined,
    (error: AggregateError) => {
      const reasons = (error.errors as readonly ThorpError[]).map(({ message }) => message);
      return `its ${reasons.length} servers are down (${reasons.join("; ")})`;
    },
  );
}

function downReason({ reason }: ServerHealth): string {
  return reason === undefined ? "its server is down" : `its server is down (${reason})`;
}
