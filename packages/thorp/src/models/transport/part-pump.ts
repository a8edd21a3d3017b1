/** The body of a streamed call, pumped through a protocol reader into a flow of parts that always comes to its end. */
import { ThorpError } from "../../base/errors.ts";
import type { PartFlow, PartSink } from "../part-flow.ts";
import { errorFromAbort, errorFromNetwork, name } from "./call-errors.ts";
import type { PartReader, StreamCall } from "./stream-call.ts";
import type { TransportCall, TransportResponse } from "./transport.ts";

/** How long the server may take to end a body whose reply is complete, so that the connection can be used again. */
const LINGER_MS = 1000;

interface Pump {
  readonly call: StreamCall;
  readonly response: TransportResponse;
  readonly connection: TransportCall;
  readonly onAbort: () => void;
  sink: PartSink;
  reader: PartReader;
  isOpen: boolean;
  isPaused: boolean;
  /** The sink wants nothing more. */
  isStopped: boolean;
  /** Milliseconds since 1970. */
  lastRead: number;
  patienceMs: number;
  cancelTimer: () => void;
}

/** Nothing flows before its `start`, and no time runs; the caller must start or stop it. */
export function pumpParts(call: StreamCall, response: TransportResponse, connection: TransportCall): PartFlow {
  const { signal, clock, timeouts, target } = call;
  const pump = {
    ...{ call, response, connection, isOpen: true, isPaused: false, isStopped: false },
    lastRead: clock.now(),
    cancelTimer: () => {},
    // Servers send the head at once and then think about the prompt: the first read gets the time of a start.
    patienceMs: Math.max(timeouts.startMs, timeouts.idleMs),
    onAbort: () => signal && breakOff(pump, errorFromAbort(target, signal)),
  } as Pump;
  return {
    start: (sink) => start(pump, sink),
    pause() {
      pump.isPaused = true;
      response.pause();
    },
    resume() {
      pump.isPaused = false;
      pump.lastRead = clock.now();
      response.resume();
    },
    stop() {
      pump.isStopped = true;
      settle(pump);
      connection.destroy();
    },
  };
}

function start(pump: Pump, sink: PartSink): void {
  const { call, response } = pump;
  pump.sink = sink;
  pump.reader = call.reader((part) => pump.isStopped || sink.part(part), response);
  pump.lastRead = call.clock.now();
  watch(pump);
  call.signal?.addEventListener("abort", pump.onAbort);
  if (call.signal?.aborted) pump.onAbort();
  response.start({
    text: (text) => take(pump, text),
    end() {
      pump.cancelTimer();
      closeWith(pump, undefined);
    },
    fail(error) {
      pump.cancelTimer();
      closeWith(pump, errorFromNetwork(call.target, error));
    },
  });
}

/** One network read. Nothing thrown in here may reach the socket: it would bring the process down. */
function take(pump: Pump, text: string): void {
  if (!pump.isOpen) return;
  const { call, connection } = pump;
  pump.lastRead = call.clock.now();
  pump.patienceMs = call.timeouts.idleMs;
  try {
    if (!pump.reader.text(text) || pump.isStopped) return;
    settle(pump);
    pump.sink.end();
    pump.cancelTimer = call.clock.after(LINGER_MS, () => connection.destroy());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${name(call.target)} sent what could not be read: ${reason}`;
    breakOff(pump, error instanceof ThorpError ? error : new ThorpError("model-output", message, { cause: error }));
  }
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
  pump.sink.end();
}

function breakOff(pump: Pump, error: ThorpError): void {
  closeWith(pump, error);
  pump.connection.destroy();
}
