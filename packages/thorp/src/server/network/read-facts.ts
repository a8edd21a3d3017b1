/** The facts of a request from its connection, and from the proxy that the configuration trusts. */
import type { IncomingMessage } from "node:http";
import type { RequestFacts } from "../access/request-facts.ts";
import { forwardedClient } from "./forwarded.ts";
import { plainAddress, type TrustsProxy } from "./trusted-proxies.ts";

/** The same for HTTP and upgrades. Reads the forwarding headers only where the peer is a proxy of ours. */
export type ReadFacts = (incoming: IncomingMessage, headers?: Headers) => RequestFacts;

/** What the server knows of itself. */
export interface ReadFactsOptions {
  readonly trusts: TrustsProxy;
  /** We speak TLS ourselves. */
  readonly isTls: boolean;
  /** The port that we listen on. */
  readonly port: () => number;
}

/** Headers are made from the message where nobody has them yet. */
export function createReadFacts({ trusts, isTls, port }: ReadFactsOptions): ReadFacts {
  return (incoming, headers = headersOf(incoming)) => {
    const peer = plainAddress(incoming.socket.remoteAddress ?? "");
    const forwarded = trusts(peer) ? forwardedClient(headers, trusts) : undefined;
    const scheme = forwarded?.scheme ?? (isTls ? "https" : "http");
    return {
      method: incoming.method ?? "GET",
      headers,
      address: forwarded?.address ?? peer,
      origin: `${scheme}://${forwarded?.host ?? headers.get("host") ?? ""}`,
      proxied: forwarded !== undefined,
      port: port(),
    };
  };
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    // Names of HTTP/2 begin with a colon and are no headers here.
    if (name.startsWith(":")) continue;
    headers.append(name, rawHeaders[at + 1] ?? "");
  }
  return headers;
}
