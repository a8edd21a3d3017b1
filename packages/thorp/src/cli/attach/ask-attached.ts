/**
 * A request to a server that may die while it hears it. The same key goes along each time it is sent, and is recorded
 * with the run that it began: whether the server had written the run down or not, there is one.
 */
import { randomUUID } from "node:crypto";
import type { AskedStream, AskOptions } from "../../../../client/src/asked-stream.ts";
import type { ThorpClient } from "../../../../client/src/client.ts";
import { ThorpApiError, ThorpConnectionError, ThorpTimeoutError } from "../../../../client/src/errors.ts";
import { ThorpError } from "../../base/errors.ts";
import type { AskedRun } from "../../engine/thorp.ts";
import type { FollowAttached } from "./follow-attached.ts";
import { errorOf } from "./reach-server.ts";

/** Sends it to a client. */
export type SendAsk = (client: ThorpClient, options: AskOptions) => Promise<AskedStream>;

/** How long a server that has gone in the middle may stay away, and how often it is looked for. Milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const LOOK_MS = 500;
/** How often a server may say "not now". */
const MOST_BUSY = 4;

/** Rejects at once when nobody was there to begin with; else waits for the server to come back, and sends it again. */
export async function askAttached({ reach, words, say }: FollowAttached, send: SendAsk): Promise<AskedRun> {
  const idempotencyKey = randomUUID();
  let lostAt: number | undefined;
  for (let busy = 0; ; ) {
    try {
      // Each try is seen here: one that was cut off differs from one that nobody took.
      const { run, conversation } = await send(reach.client({ retries: 0 }), { idempotencyKey });
      return { run, conversation };
    } catch (error) {
      const isBusy = error instanceof ThorpApiError && [429, 503].includes(error.status);
      if (isBusy && ++busy <= MOST_BUSY) {
        await pause(error.retryAfterMs ?? LOOK_MS);
        continue;
      }
      if (!(error instanceof ThorpConnectionError)) throw errorOf(error, words);
      if (lostAt === undefined) {
        if (!wasCutOff(error)) throw errorOf(error, words);
        lostAt = Date.now();
        say(`${words} went away while it was asked. It is asked once more when it is back; Ctrl-C leaves.`);
      } else if (Date.now() - lostAt > PATIENCE_MS) {
        throw new ThorpError("server-unreachable", `${words} stayed away for ${PATIENCE_MS / 60_000} minutes.`, {
          hint: "Start it with `thorp serve`; `thorp runs` shows whether it had heard the request.",
        });
      }
      await pause(LOOK_MS);
    }
  }
}

/** The connection was made, so the server may have heard the request. */
function wasCutOff(error: ThorpConnectionError): boolean {
  if (error instanceof ThorpTimeoutError) return true;
  const { cause } = (error.cause ?? {}) as { readonly cause?: { readonly code?: string } };
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ERR_STREAM_PREMATURE_CLOSE"].includes(cause?.code ?? "");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
