/** Calls with what they give back: the JSON of an answer, or nothing. */
import type { Call, Send } from "./request.ts";

/** A server as the parts of the client see it. All members reject as `Send` does. */
export interface Calls {
  readonly send: Send;
  /** The server vouches for the shape: its types are made from what it checks. */
  json<Value>(call: Call): Promise<Value>;
  done(call: Call): Promise<void>;
}

/** Nothing is sent before a call. */
export function createCalls(send: Send): Calls {
  return {
    send,
    json: async <Value>(call: Call) => (await (await send(call)).json()) as Value,
    done: async (call) => void (await send(call)),
  };
}

/** The path of a run, and of what lies below it. */
export function runPath(run: string, rest = ""): string {
  return `/api/runs/${encodeURIComponent(run)}${rest}`;
}
