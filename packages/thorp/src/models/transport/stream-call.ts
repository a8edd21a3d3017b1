/**
 * One streamed model call: sends the request, turns a refusal into an error, and pumps the body through a protocol
 * reader into a flow of parts. The OpenAI and the Ollama adapter share it.
 *
 * The contract of the flow: once begun it always ends. Whatever happens (the server dies, says
 * nonsense, falls silent; the caller aborts) it ends with an `error` part, a `finish` part, and closes.
 */

import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import type { PartFlow } from "../part-flow.ts";
import { type CallTarget, errorFromAbort, errorFromNetwork, name } from "./call-errors.ts";
import { pumpParts } from "./part-pump.ts";
import { readRefusal } from "./refusal.ts";
import type { Transport, TransportCall, TransportRequest, TransportResponse } from "./transport.ts";

/** How long a call may stand still, in milliseconds. */
export interface CallTimeouts {
  /** From the request to the head of the response. Long for local servers: they load the model in that time. */
  readonly startMs: number;
  /** Between two reads of the body. */
  readonly idleMs: number;
}

/** Takes the next part of a stream; never throws. */
export type EmitPart = (part: LanguageModelV4StreamPart) => void;

/** Turns text into parts. One per call; keeps the state of the protocol. */
export interface PartReader {
  /** One network read. True when the reply is complete, with its `finish` part emitted. */
  text(text: string): boolean;
  /** The body ended (no error), or it was cut short. Emits what is still owed, `finish` last. */
  close(error: ThorpError | undefined): void;
}

/** One call, ready to be sent. */
export interface StreamCall {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timeouts: CallTimeouts;
  readonly target: CallTarget;
  readonly request: TransportRequest;
  readonly signal?: AbortSignal | undefined;
  readonly reader: (emit: EmitPart, response: TransportResponse) => PartReader;
}

/** A call that was accepted. */
export interface OpenStream {
  readonly flow: PartFlow;
  readonly headers: Readonly<Record<string, string>>;
}

/** Resolves when a 2xx response has begun; rejects with a ThorpError otherwise, the connection closed. */
export async function openStream(call: StreamCall): Promise<OpenStream> {
  const { response, connection } = await openResponse(call);
  return { flow: pumpParts(call, response, connection), headers: response.headers };
}

/** A call whose body is read in another way. */
export type OpenCall = Omit<StreamCall, "reader">;

/** The part before the body: also for calls whose answer is one JSON document. */
export async function openResponse(
  call: OpenCall,
): Promise<{ readonly response: TransportResponse; readonly connection: TransportCall }> {
  const { target, signal, clock, timeouts } = call;
  if (signal?.aborted) throw errorFromAbort(target, signal);
  const connection = call.transport(call.request);
  let stopped: ThorpError | undefined;
  const stop = (error: ThorpError) => {
    stopped = error;
    connection.destroy();
  };
  const onAbort = () => signal && stop(errorFromAbort(target, signal));
  const seconds = Math.round(timeouts.startMs / 1000);
  const disarm = clock.after(timeouts.startMs, () =>
    stop(new ThorpError("model-unavailable", `${name(target)} did not begin to answer within ${seconds} s`)),
  );
  signal?.addEventListener("abort", onAbort);
  try {
    const response = await connection.response;
    disarm();
    if (response.status < 200 || response.status >= 300) throw await readRefusal(call, response, connection);
    return { response, connection };
  } catch (error) {
    throw stopped ?? errorFromNetwork(target, error);
  } finally {
    disarm();
    signal?.removeEventListener("abort", onAbort);
  }
}
