/** Calls whose answer is one JSON document: embeddings, model lists, the administration of a server. */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { errorFromAbort, errorFromNetwork, errorFromStream, name } from "./call-errors.ts";
import { messageFromJson } from "./server-message.ts";
import { type OpenCall, openResponse } from "./stream-call.ts";
import type { TransportCall, TransportResponse } from "./transport.ts";

/** Rejects with a ThorpError: as `openStream`, and `model-output` when the body is no JSON object. */
export async function readJson(call: OpenCall): Promise<{
  readonly value: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
}> {
  const { response, connection } = await openResponse(call);
  const text = await readBody(call, response, connection);
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ThorpError("model-output", `${name(call.target)} at ${call.target.url.origin} did not answer with JSON`);
  }
  if ("error" in value) throw errorFromStream(call.target, messageFromJson(value));
  return { value: value as Record<string, unknown>, headers: response.headers };
}

function readBody(call: OpenCall, response: TransportResponse, connection: TransportCall): Promise<string> {
  const { target, signal, clock, timeouts } = call;
  return new Promise((resolve, reject) => {
    const pieces: string[] = [];
    const settle = () => {
      cancelTimer();
      signal?.removeEventListener("abort", onAbort);
    };
    const giveUp = (error: ThorpError) => {
      settle();
      connection.destroy();
      reject(error);
    };
    const onAbort = () => signal && giveUp(errorFromAbort(target, signal));
    const cancelTimer = clock.after(timeouts.idleMs, () =>
      giveUp(
        new ThorpError(
          "model-unavailable",
          `${name(target)} did not finish its answer within ${timeouts.idleMs / 1000} s`,
        ),
      ),
    );
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) return onAbort();
    response.start({
      text: (text) => pieces.push(text),
      end() {
        settle();
        resolve(pieces.join(""));
      },
      fail: (error) => giveUp(errorFromNetwork(target, error)),
    });
  });
}
