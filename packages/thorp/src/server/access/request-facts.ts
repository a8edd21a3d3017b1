/** What is known of a request before anybody has looked into it, the same for HTTP and for the upgrade to a WebSocket. */

/** Of the client as it reached us, itself or through a proxy that the configuration trusts. */
export interface RequestFacts {
  readonly method: string;
  readonly headers: Headers;
  /** The client's address; through a trusted proxy, the one that the proxy names. */
  readonly address: string;
  /** The scheme, host and port that the client used: `https://thorp.example`. What pages of ours have as Origin. */
  readonly origin: string;
  /** It came through a proxy that the configuration trusts. */
  readonly proxied: boolean;
  /** The port that we listen on. */
  readonly port: number;
}

/** True when the client's connection is encrypted: cookies may be marked so. */
export function isSecure({ origin }: RequestFacts): boolean {
  return origin.startsWith("https:");
}
