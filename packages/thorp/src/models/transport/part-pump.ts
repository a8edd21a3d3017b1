/** The body of a streamed call, pumped through a protocol reader into a stream of parts that never rejects. */
import { ThorpError } from "../../base/errors.ts";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import { errorFromAbort, errorFromNetwork, name } from "./call-errors.ts";
import type { PartReader, StreamCall } from "./stream-call.ts";
import type { TransportCall, TransportResponse } from "./transport.ts";

/** Parts that may wait unread before the connection is told to pause. A part is at most one network read (64 KB). */
const MOST_UNREAD_PARTS = 64;
/** How long the server may take to end a body whose reply is complete, so that the connection can be used again. */
const LINGER_MS = 1000;

type Parts = ReadableStream<LanguageModelV4StreamPart>;
type PartController = ReadableStreamDefaultController<LanguageModelV4StreamPart>;

interface Pump {
  readonly call: StreamCall;
  readonly response: TransportResponse;
  readonly connection: TransportCall;
  readonly onAbort: () => void;
  controller: PartController;
  reader: PartReader;
  isOpen: boolean;
  isPaused: boolean;
  /** Milliseconds since 1970. */
  lastRead: number;
  patienceMs: number;
  cancelTimer: () => void;
}

/** Starts the flow. Reading slowly pauses the connection; cancelling the stream closes it. */
export function pumpParts(call: StreamCall, response: TransportResponse, connection: TransportCall): Parts {
  const { signal, clock, timeouts, target } = call;
  const pump = {
    ...{ call, response, connection, isOpen: true, isPaused: false, lastRead: clock.now(), cancelTimer: () => {} },
    // Servers send the head at once and then think about the prompt: the first read gets the time of a start.
    patienceMs: Math.max(timeouts.startMs, timeouts.idleMs),
    onAbort: () => signal && breakOff(pump, errorFromAbort(target, signal)),
  } as Pump;
  const parts: Parts = new ReadableStream(
    {
      start(controller) {
        pump.controller = controller;
      },
      pull: () => resume(pump),
      cancel() {
        settle(pump);
        connection.destroy();
      },
    },
    { highWaterMark: MOST_UNREAD_PARTS },
  );
  pump.reader = call.reader((part) => pump.controller.enqueue(part), response);
  watch(pump);
  signal?.addEventListener("abort", pump.onAbort);
  if (signal?.aborted) pump.onAbort();
  response.start({
    text: (text) => take(pump, text),
    end() {
      pump.cancelTimer();
      closeWith(pump, undefined);
    },
    fail(error) {
      pump.cancelTimer();
      closeWith(pump, errorFromNetwork(target, error));
    },
  });
  return parts;
}

/** One network read. Nothing thrown in here may reach the socket: it would bring the process down. */
function take(pump: Pump, text: string): void {
  if (!pump.isOpen) return;
  const { call, controller, connection, response } = pump;
  pump.lastRead = call.clock.now();
  pump.patienceMs = call.timeouts.idleMs;
  try {
    if (pump.reader.text(text)) {
      settle(pump);
      controller.close();
      pump.cancelTimer = call.clock.after(LINGER_MS, () => connection.destroy());
    } else if ((controller.desiredSize ?? 1) <= 0) {
      pump.isPaused = true;
      response.pause();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${name(call.target)} sent what could not be read: ${reason}`;
    breakOff(pump, error instanceof ThorpError ? error : new ThorpError("model-output", message, { cause: error }));
  }
}

function resume(pump: Pump): void {
  if (!pump.isPaused) return;
  pump.isPaused = false;
  pump.lastRead = pump.call.clock.now();
  pump.response.resume();
}

/** One timer per call, not one per read: it looks when the last read was and sleeps on. */
function watch(pump: Pump): void {
  const { clock, target } = pump.call;
  const left = pump.isPaused ? pump.patienceMs : pump.lastRead + pump.patienceMs - clock.now();
  if (left > 0) pump.cancelTimer = clock.after(left, () => watch(pump));
  else
    breakOff(
      pump,
      new ThorpError("model-unavailable", `${name(target)} fell silent for ${Math.round(pump.patienceMs / 1000)} s`),
    );
}

function settle(pump: Pump): void {
  pump.isOpen = false;
  pump.cancelTimer();
  pump.call.signal?.removeEventListener("abort", pump.onAbort);
}

function closeWith(pump: Pump, error: ThorpError | undefined): void {
  if (!pump.isOpen) return;
  settle(pump);
  pump.reader.close(error);
  pump.controller.close();
}

function breakOff(pump: Pump, error: ThorpError): void {
  closeWith(pump, error);
  pump.connection.destroy();
}
