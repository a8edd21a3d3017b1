/**
 * One engine behind one port.
 *
 * Closing drains: nothing new is begun, streams and sockets end so that clients come back to the next server, and
 * requests get a while to finish. Runs are not waited for: they are on disk and go on with the next start.
 */
import type { IncomingMessage, Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import { createIds } from "../base/ids.ts";
import type { Logger } from "../base/logger.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { OneTimeLink } from "../wire/accounts.ts";
import { createIdentify } from "./access/identify.ts";
import { createThrottle } from "./access/throttle.ts";
import { createRequestAnswerer } from "./answer-requests.ts";
import { createConnections } from "./connections.ts";
import { createApp } from "./create-app.ts";
import { createHeldSettings, type HeldSettings, type ServerSettings } from "./held-settings.ts";
import { listen, pathBelow } from "./listen.ts";
import { checkListen, isLoopback } from "./network/listen-rules.ts";
import { createReadFacts } from "./network/read-facts.ts";
import { readTls, type TlsFiles, tlsFilesOf, watchTls } from "./network/tls-files.ts";
import { createTrustedProxies } from "./network/trusted-proxies.ts";
import { scheduleBackups } from "./operations/backup-schedule.ts";
import { createServerMetrics } from "./operations/metrics/server-metrics.ts";
import type { ServerParts } from "./route.ts";
import { routeList } from "./route-list.ts";
import { createSocketServer } from "./socket/socket-server.ts";
import { createWebPage } from "./web-page.ts";

/** The engine and where to listen. */
export interface ServeOptions extends ServerSettings {
  readonly thorp: Thorp;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly version: string;
  /** Folder of the built web page; without one the server has no page. */
  readonly webFolder?: string;
  /** Nobody is let in without an account, also while there is none. Default: only where others can reach the address. */
  readonly requireUsers?: boolean;
  /** Paths begin here: `/thorp`. */
  readonly basePath?: string;
  /** Addresses and networks whose forwarding headers are believed. */
  readonly trustedProxies?: readonly string[];
  /** Files for HTTPS; both or none. */
  readonly tls?: Partial<TlsFiles>;
  /** Lets in whoever shows it from this machine: they may read the data folder. */
  readonly folderToken?: string;
  readonly settings?: ServerParts["settings"];
  readonly openModelDesk?: ServerParts["openModelDesk"];
  readonly clock: Clock;
  readonly dice: Dice;
  readonly logger: Logger;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:4646`, with the base path. */
  readonly url: string;
  readonly port: number;
  /** Makes the first admin, once; absent where there are users or nobody has to log in. */
  readonly setup?: OneTimeLink;
  /** Holds from now on, in place of what the server was started with. */
  readonly adjust: HeldSettings["adjust"];
  /** Closes the server, not the engine. */
  close(): Promise<void>;
}

/** Milliseconds that open requests get to finish once the server winds down. */
const DRAIN_MS = 5_000;
/** What clients are told to wait before they come back. Seconds. */
const COME_BACK = 2;

/** Rejects with `address-in-use` when somebody has the port, `config-invalid` that names the setting which is wrong. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { thorp, host, version, clock, logger, basePath = "", trustedProxies = [] } = options;
  const requireUsers = options.requireUsers ?? !isLoopback(host);
  const tlsFiles = tlsFilesOf(options.tls ?? {});
  checkListen({ host, requireUsers, hasTls: tlsFiles !== undefined, trustedProxies });
  const trusts = createTrustedProxies(trustedProxies);
  const tls = tlsFiles && readTls(tlsFiles);
  const closing = new AbortController();
  const isDraining = (): boolean => closing.signal.aborted;
  const requestId = requestIds(options);
  let port = options.port;
  const identify = createIdentify({
    door: thorp.accounts.door,
    requireUsers,
    ...(options.folderToken === undefined ? {} : { folderToken: options.folderToken }),
    wrongKeys: createThrottle({ burst: 30, everyMs: 10_000, now: () => clock.now() }),
  });
  const readFacts = createReadFacts({ trusts, isTls: tls !== undefined, port: () => port });
  const held = holdSettings(options);
  const sockets = createSocketServer({
    ...{ thorp, version, clock, logger, readFacts, identify, requestId, isDraining },
    limits: held.socketLimits,
  });
  const connections = createConnections();
  const metrics = createServerMetrics({
    ...{ thorp, version, clock, sockets: () => sockets.figures(), connections: connections.figures },
  });
  const routeByRequest = new WeakMap<IncomingMessage, string>();
  const app = createApp({
    routes: routeList({ clock, closing: closing.signal, version, basePath }),
    parts: { ...desksOf(options), thorp, version, isDraining, metrics: () => metrics.text() },
    ...{ logger, identify, readFacts, requestId },
    takeRequest: held.takeRequest,
    noteRoute: (incoming, route) => routeByRequest.set(incoming, route),
    webPage: options.webFolder === undefined ? async () => undefined : createWebPage(options.webFolder, basePath),
  });
  const requests = createRequestAnswerer({
    ...{ basePath, isDraining, requestId },
    fetch: (request, env) => app.fetch(request, env),
    routeOf: (incoming) => routeByRequest.get(incoming),
    onAnswered: (answered) => metrics.onRequest(answered),
  });
  const server = await listen({ host, port, answer: requests.answer, ...(tls === undefined ? {} : { tls }) }).catch(
    (error: unknown) => {
      sockets.close();
      metrics.close();
      throw error;
    },
  );
  const bound = server.address();
  if (typeof bound === "object" && bound !== null) port = bound.port;
  connections.watch(server);
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = pathBelow(basePath, request.url ?? "/") ?? "";
    sockets.upgrade({ request, socket, head, path: path.split("?")[0] ?? "" });
  });
  const stopTls = tlsFiles === undefined ? () => {} : followTls(options, server, tlsFiles);
  held.adjust(options);
  const setup = requireUsers && !thorp.accounts.door.hasUsers() ? await thorp.accounts.links.setup() : undefined;
  const close = async (): Promise<void> => {
    stopTls();
    held.close();
    closing.abort(new ThorpError("draining", "The server is winding down."));
    sockets.leave(COME_BACK);
    await withinDrain(requests.idle(), clock);
    await closeServer(server);
    sockets.close();
    metrics.close();
  };
  let closed: Promise<void> | undefined;
  const scheme = tls === undefined ? "http" : "https";
  return {
    ...(setup === undefined ? {} : { setup }),
    url: `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}${basePath}`,
    port,
    adjust: held.adjust,
    close: () => (closed ??= close()),
  };
}

function requestIds({ clock, dice }: ServeOptions): () => string {
  const ids = createIds(clock, dice);
  return () => ids.other("req");
}

function holdSettings(options: ServeOptions): HeldSettings {
  const { thorp, version, clock, logger } = options;
  const { backups } = thorp.operations;
  const onMade = (name: string) => thorp.accounts.audit.note({ what: "backup-create", on: name }, { who: "schedule" });
  return createHeldSettings(options, {
    clock,
    scheduleBackups: (backup) => scheduleBackups({ ...backup, backups, version, clock, logger, onMade }),
  });
}

/** New files are taken without a restart. Returns what stops it. */
function followTls({ clock, logger }: ServeOptions, server: Server, files: TlsFiles): () => void {
  return watchTls(files, { clock, logger, onChange: (fresh) => (server as TlsServer).setSecureContext(fresh) });
}

async function withinDrain(idle: Promise<void>, clock: Clock): Promise<void> {
  let stop = (): void => {};
  const late = new Promise<void>((resolve) => {
    stop = clock.after(DRAIN_MS, resolve);
  });
  await Promise.race([idle, late]);
  stop();
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What whoever started the server brought along. */
function desksOf({ settings, openModelDesk }: ServeOptions): Pick<ServerParts, "settings" | "openModelDesk"> {
  return { ...(settings === undefined ? {} : { settings }), ...(openModelDesk === undefined ? {} : { openModelDesk }) };
}
