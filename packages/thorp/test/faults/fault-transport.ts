/** A network in memory that can do anything a bad one can, at once and byte by byte. */
import type { Transport, TransportResponse, TransportSink } from "../../src/models/transport/transport.ts";

export interface FaultyReply {
  /** No response at all: the code of a network error. */
  readonly refused?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of the body in reads. Bytes that end within a character are cut there. */
  readonly body?: string | readonly string[];
  /** After the body: it ends, the connection breaks, or nothing comes any more. */
  readonly after?: "end" | "reset" | "silence";
}

export interface FaultTransport {
  readonly send: Transport;
  /** Bodies of the requests, in order. */
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  /** Connections that were closed from our side. */
  readonly destroyed: () => number;
}

/** The reply to the n-th request, from 0. */
export function createFaultTransport(reply: (at: number) => FaultyReply): FaultTransport {
  const requests: Record<string, unknown>[] = [];
  let destroyed = 0;
  return {
    requests,
    destroyed: () => destroyed,
    send(request) {
      requests.push(JSON.parse(request.body ?? "{}") as Record<string, unknown>);
      const fault = reply(requests.length - 1);
      let isDestroyed = false;
      let refuse = (_error: unknown) => {};
      const response =
        fault.refused === undefined
          ? Promise.resolve(responseOf(fault, () => isDestroyed))
          : fault.refused === "silence"
            ? new Promise<TransportResponse>((_resolve, reject) => {
                refuse = reject;
              })
            : Promise.reject(networkError(fault.refused));
      response.catch(() => {});
      return {
        response,
        destroy() {
          if (!isDestroyed) destroyed++;
          isDestroyed = true;
          refuse(networkError("ECONNRESET"));
        },
      };
    },
  };
}

function responseOf(
  { status = 200, headers = {}, body = "", after = "end" }: FaultyReply,
  isDestroyed: () => boolean,
): TransportResponse {
  return {
    status,
    headers,
    start(sink: TransportSink) {
      // In a turn of its own, as from a socket.
      queueMicrotask(() => {
        for (const piece of typeof body === "string" ? [body] : body) {
          if (isDestroyed()) return;
          sink.text(piece);
        }
        if (isDestroyed() || after === "silence") return;
        if (after === "end") sink.end();
        else sink.fail(networkError("ECONNRESET"));
      });
    },
    // Readers keep up here.
    pause() {},
    resume() {},
  };
}

function networkError(code: string): Error {
  return Object.assign(new Error(`${code} from the network in memory`), { code });
}
