/**
 * A run of a server, over its restarts: told once that the server is away, then waited for, then gone on with after the
 * last event. Text of an attempt that died with the server is replaced by that of the next one.
 */
import { ThorpApiError } from "../../../../client/src/errors.ts";
import { ThorpError } from "../../base/errors.ts";
import type { FollowOptions, RunUpdate } from "../../engine/thorp.ts";
import type { WireUpdate } from "../../wire/run-update.ts";
import { updateFromWire } from "./from-wire.ts";
import { errorOf, type Reach } from "./reach-server.ts";

/** Who is told what happens to the server. */
export interface FollowAttached {
  readonly reach: Reach;
  /** The server in words: "The server at http://127.0.0.1:4646". */
  readonly words: string;
  readonly say: (words: string) => void;
}

/** How long a server may be away. Milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const RETRY_MS = 500;

/** Ends after `run-end`, or with the signal. Rejects with `server-unreachable` when the server stays away. */
export async function* followAttached(
  { reach, words, say }: FollowAttached,
  run: string,
  { after = 0, signal }: FollowOptions,
): AsyncGenerator<RunUpdate> {
  let last = after;
  for (let awaySince: number | undefined; ; ) {
    try {
      const updates = reach.client().follow(run, { after: last, patienceMs: 0, ...(signal ? { signal } : {}) });
      for await (const update of updates) {
        if (awaySince !== undefined) say(`${words} is back; the run goes on.`);
        awaySince = undefined;
        if (update.kind === "event") last = update.seq;
        yield updateFromWire(update as unknown as WireUpdate);
        if (update.kind === "event" && update.type === "run-end") return;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ThorpApiError && error.status < 500) throw errorOf(error, words);
    }
    if (awaySince === undefined) {
      awaySince = Date.now();
      say(`${words} is away. The run is on disk and goes on when it is back; waiting for it. Ctrl-C leaves.`);
    } else if (Date.now() - awaySince > PATIENCE_MS) {
      throw new ThorpError("server-unreachable", `${words} stayed away for ${PATIENCE_MS / 60_000} minutes.`, {
        hint: "Start it again with `thorp serve`; the run then goes on by itself.",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    if (signal?.aborted) return;
  }
}
