/** A transport over `fetch`, for whoever brings their own: tests, other runtimes, instrumented clients. */
import type { Transport, TransportRequest, TransportResponse, TransportSink } from "./transport.ts";

/** As much of `fetch` as is used. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Costs about twice the CPU of the default transport. */
export function createFetchTransport(fetch: Fetch): Transport {
  return (request) => {
    const controller = new AbortController();
    return {
      response: fetch(request.url, requestInit(request, controller.signal)).then((response) =>
        responseFrom(response, controller.signal),
      ),
      destroy: () => controller.abort(),
    };
  };
}

function requestInit({ method, headers, body }: TransportRequest, signal: AbortSignal): RequestInit {
  return { method, headers, signal, redirect: "manual", ...(body !== undefined && { body }) };
}

function responseFrom(response: Response, destroyed: AbortSignal): TransportResponse {
  let gate: PromiseWithResolvers<void> | undefined;
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    start(sink) {
      void pump(response, sink, { destroyed, gate: () => gate?.promise });
    },
    pause() {
      gate ??= Promise.withResolvers<void>();
    },
    resume() {
      gate?.resolve();
      gate = undefined;
    },
  };
}

interface Pump {
  readonly destroyed: AbortSignal;
  /** What to wait for before the next read; undefined while the flow is on. */
  gate(): Promise<void> | undefined;
}

/** Never rejects: every outcome goes to the sink. */
async function pump(response: Response, sink: TransportSink, { destroyed, gate }: Pump): Promise<void> {
  const decoder = new TextDecoder();
  try {
    const reader = response.body?.getReader();
    for (;;) {
      await gate();
      const read = await reader?.read();
      if (destroyed.aborted) return;
      if (read === undefined || read.done) break;
      sink.text(decoder.decode(read.value, { stream: true }));
    }
  } catch (error) {
    if (!destroyed.aborted) sink.fail(error);
    return;
  }
  const rest = decoder.decode();
  if (rest !== "") sink.text(rest);
  sink.end();
}
