/** A streamed body as an async iterable of its reads: for the slow calls of administration, not for models. */
import { ThorpError } from "../../base/errors.ts";
import { errorFromAbort, errorFromNetwork, name } from "./call-errors.ts";
import { type OpenCall, openResponse } from "./stream-call.ts";

/** Throws a ThorpError when the call is refused, breaks, falls silent or is cancelled. Leaving the loop closes it. */
export async function* streamText(call: OpenCall): AsyncGenerator<string> {
  const { target, signal, clock, timeouts } = call;
  const { response, connection } = await openResponse(call);
  const waiting: string[] = [];
  let over: { readonly error?: ThorpError } | undefined;
  let wake = Promise.withResolvers<void>();
  const finish = (outcome: { readonly error?: ThorpError }) => {
    over ??= outcome;
    wake.resolve();
  };
  const onAbort = () => signal && finish({ error: errorFromAbort(target, signal) });
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  response.start({
    text(text) {
      waiting.push(text);
      wake.resolve();
    },
    end: () => finish({}),
    fail: (error) => finish({ error: errorFromNetwork(target, error) }),
  });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (over?.error) throw over.error;
      else if (over) return;
      else {
        const disarm = clock.after(timeouts.idleMs, () =>
          finish({
            error: new ThorpError(
              "model-unavailable",
              `${name(target)} fell silent for ${Math.round(timeouts.idleMs / 1000)} s`,
            ),
          }),
        );
        await wake.promise;
        disarm();
        wake = Promise.withResolvers<void>();
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    if (!over || over.error) connection.destroy();
  }
}
