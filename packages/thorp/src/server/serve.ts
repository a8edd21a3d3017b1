/**
 * One engine behind one port.
 *
 * Closing drains: nothing new is begun, streams end so that clients come back to the next server, and connections get
 * a while to finish. Runs are not waited for: they are on disk and go on with the next start.
 */
import type { Server } from "node:http";
import { type HttpBindings, serve } from "@hono/node-server";
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import { createIds } from "../base/ids.ts";
import type { Logger } from "../base/logger.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { OneTimeLink } from "../wire/accounts.ts";
import { createIdentify } from "./access/identify.ts";
import { createRateLimits, defaultLimits, type RequestLimits } from "./access/rate-limits.ts";
import { createThrottle } from "./access/throttle.ts";
import { createApp } from "./create-app.ts";
import { routeList } from "./route-list.ts";
import { createWebPage } from "./web-page.ts";

/** The engine and where to listen. */
export interface ServeOptions {
  readonly thorp: Thorp;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly version: string;
  /** Folder of the built web page; without one the server has no page. */
  readonly webFolder?: string;
  /** Nobody is let in without an account, also while there is none. Default: only where others can reach the address. */
  readonly requireUsers?: boolean;
  /** Requests a minute. Default: `defaultLimits`. */
  readonly limits?: Partial<RequestLimits>;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly logger: Logger;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:4646` */
  readonly url: string;
  readonly port: number;
  /** Makes the first admin, once; absent where there are users or nobody has to log in. */
  readonly setup?: OneTimeLink;
  /** Closes the server, not the engine. */
  close(): Promise<void>;
}

/** Milliseconds that open requests get to finish once the server winds down. */
const DRAIN_MS = 5_000;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Rejects with `address-in-use` when somebody has the port, `config-invalid` for an address that others can reach. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { thorp, host, version, clock, logger } = options;
  if (!LOOPBACK.has(host)) {
    throw new ThorpError("config-invalid", `Without users Thorp listens on this machine only, not on ${host}.`, {
      hint: "Leave THORP_HOST at 127.0.0.1.",
    });
  }
  const requireUsers = options.requireUsers ?? !LOOPBACK.has(host);
  const closing = new AbortController();
  const ids = createIds(clock, options.dice);
  const address: { port: number } = { port: options.port };
  const app = createApp({
    routes: routeList({ clock, closing: closing.signal, version }),
    parts: { thorp, version, isDraining: () => closing.signal.aborted },
    logger,
    identify: createIdentify({
      door: thorp.accounts.door,
      requireUsers,
      wrongKeys: createThrottle({ burst: 30, everyMs: 10_000, now: () => clock.now() }),
    }),
    takeRequest: createRateLimits({ ...defaultLimits, ...options.limits }, () => clock.now()),
    requestId: () => ids.other("req"),
    port: () => address.port,
    webPage: options.webFolder === undefined ? async () => undefined : createWebPage(options.webFolder),
  });
  const server = await listen((request, env) => app.fetch(request, env as HttpBindings), { host, port: options.port });
  const bound = server.address();
  address.port = typeof bound === "object" && bound !== null ? bound.port : options.port;
  const { door, links } = thorp.accounts;
  const setup = requireUsers && !door.hasUsers() ? await links.setup() : undefined;
  return {
    ...(setup === undefined ? {} : { setup }),
    url: `http://${host === "::1" ? "[::1]" : host}:${address.port}`,
    port: address.port,
    close: () => drain(server, closing, clock),
  };
}

type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

function listen(fetch: Fetch, { host, port }: { readonly host: string; readonly port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, overrideGlobalObjects: false }, () =>
      resolve(server),
    ) as Server;
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(
        new ThorpError("address-in-use", `Port ${port} on ${host} is taken by another program.`, {
          hint: `Stop it, or choose another port: THORP_PORT=${port + 1} thorp serve`,
        }),
      );
    });
  });
}

async function drain(server: Server, closing: AbortController, clock: Clock): Promise<void> {
  closing.abort(new ThorpError("draining", "The server is winding down."));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const stop = clock.after(DRAIN_MS, () => server.closeAllConnections());
  await closed;
  stop();
}
