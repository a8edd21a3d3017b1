/**
 * One connection to a server for all calls: made by the first, made again when it broke, but not again and again. A
 * server that keeps dying is left alone for longer each time.
 */
import type { Client } from "@modelcontextprotocol/client";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { ConnectedServer, ConnectHow } from "./connect-server.ts";

/** How connections are made, and when. */
export interface SessionOptions {
  readonly name: string;
  readonly connect: (how: ConnectHow) => Promise<ConnectedServer>;
  readonly clock: Clock;
  readonly onToolsChanged: () => void;
}

/** All calls to one server. */
export interface ServerSession {
  /** Rejects with what `connect` and the work reject with; `tool-failed` while the server is left alone. */
  use<Result>(signal: AbortSignal, work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A connection that nobody used for so long is given up. */
const IDLE_MS = 5 * 60_000;

/** Connects to nothing yet. */
export function createServerSession({ name, connect, clock, onToolsChanged }: SessionOptions): ServerSession {
  let connecting: Promise<ConnectedServer> | undefined;
  let failures = 0;
  let notBefore = 0;
  let users = 0;
  let cancelIdle = (): void => {};
  const closing = new AbortController();

  const failed = (): void => {
    connecting = undefined;
    failures++;
    notBefore = clock.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  };
  const connected = (): Promise<ConnectedServer> => {
    if (connecting !== undefined) return connecting;
    const wait = notBefore - clock.now();
    // Once is an accident: the first failure is tried again at once.
    if (failures > 1 && wait > 0)
      throw new ThorpError(
        "tool-failed",
        `The MCP server ${name} failed ${failures} times and is left alone for ${Math.ceil(wait / 1000)} s.`,
        {
          hint: `Run \`thorp mcp check ${name}\` to see what it says.`,
          retryAfterMs: wait,
        },
      );
    const made = connect({ onToolsChanged, signal: closing.signal });
    connecting = made;
    made.then(
      ({ client }) => {
        client.onclose = () => {
          // Not when it was given up: then another one may stand here already.
          if (connecting === made) failed();
        };
      },
      () => {
        if (connecting === made) failed();
      },
    );
    return made;
  };
  const giveUp = async (): Promise<void> => {
    const old = connecting;
    connecting = undefined;
    const found = await old?.catch(() => undefined);
    await found?.client.close().catch(() => {});
  };
  return {
    async use(signal, work) {
      cancelIdle();
      users++;
      try {
        const { client, trouble } = await orAborted(connected(), signal);
        try {
          const result = await work(client);
          failures = 0;
          return result;
        } catch (error) {
          const why = trouble();
          if (why === undefined || signal.aborted) throw error;
          throw new ThorpError("tool-failed", `The MCP server ${name} ${why}.`, { cause: error });
        }
      } finally {
        users--;
        if (users === 0) cancelIdle = clock.after(IDLE_MS, () => void giveUp());
      }
    },
    async close() {
      cancelIdle();
      closing.abort(new ThorpError("cancelled", "Thorp is closing."));
      await giveUp();
    },
  };
}

/** A connection is everybody's: who no longer wants it leaves without ending it. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
