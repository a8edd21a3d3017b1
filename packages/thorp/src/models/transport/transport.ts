/**
 * How bytes reach a model server: a seam under the adapters, so that tests, browsers and proxies can bring their own.
 *
 * A response is pushed, not pulled: one call of `sink.text` per network read. That saves the promise per chunk that a
 * web stream costs, and this is the hottest loop of the product.
 */

/** One request; its body is sent whole. */
export interface TransportRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Receives a response's body. Exactly one of `end` and `fail` comes, last, unless the call is destroyed first. */
export interface TransportSink {
  /** The text of one network read; characters are never torn apart. */
  text(text: string): void;
  end(): void;
  /** The connection broke before the body was complete. */
  fail(error: unknown): void;
}

/** The head of a response whose body is still to come. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Starts the flow; called once. Nothing is lost between the response and this call. */
  start(sink: TransportSink): void;
  pause(): void;
  resume(): void;
}

/** A request under way. */
export interface TransportCall {
  /** Rejects with the network's error when no response came. */
  readonly response: Promise<TransportResponse>;
  /** Closes the connection at once. The sink hears nothing more; a response still awaited rejects. Idempotent. */
  destroy(): void;
}

/** Sends one request. Never follows a redirect: the key would travel with it. */
export type Transport = (request: TransportRequest) => TransportCall;
