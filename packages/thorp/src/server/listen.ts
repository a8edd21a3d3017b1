/** The HTTP server under the application: plain or TLS, with limits on slow clients and a base path. */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { ThorpError } from "../base/errors.ts";
import type { TlsMaterial } from "./network/tls-files.ts";

/** Where to listen, and as what. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: TlsMaterial;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Clients that take longer to say what they want are cut off. */
const limits: ServerOptions = { headersTimeout: 15_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 };
/** Connections that wait to be taken when many come at once. */
const BACKLOG = 4096;

/** Rejects with `address-in-use` or `config-invalid` for an address that is not there. */
export function listen({ host, port, tls, answer }: ListenOptions): Promise<Server> {
  const server = tls === undefined ? createServer(limits, answer) : createTlsServer({ ...limits, ...tls }, answer);
  // Longer than proxies keep theirs: they must not send into a connection that we are closing.
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port, backlog: BACKLOG }, () => resolve(server));
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new ThorpError("address-in-use", `Port ${port} on ${host} is taken by another program.`, {
        hint: `Stop it, or choose another port: THORP_PORT=${port + 1} thorp serve`,
      });
    case "EACCES":
      return new ThorpError("config-invalid", `Port ${port} may not be used by this user.`, {
        hint: "Choose one above 1023: THORP_PORT=4646 thorp serve",
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new ThorpError("config-invalid", `This machine has no address ${host}.`, {
        hint: "Set THORP_HOST to an address of this machine, or leave it at 127.0.0.1.",
      });
    default:
      return error;
  }
}

/** The path without the base path; undefined for what is not below it. */
export function pathBelow(basePath: string, url: string): string | undefined {
  if (basePath === "") return url;
  if (!url.startsWith(basePath)) return undefined;
  const rest = url.slice(basePath.length);
  if (rest === "") return "/";
  if (rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : undefined;
}
