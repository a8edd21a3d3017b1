/** A client for a server that may have come back somewhere else: asked for anew before each call. */
import { createThorpClient, type ThorpClient } from "../../../../client/src/client.ts";
import { ThorpApiError, ThorpConnectionError } from "../../../../client/src/errors.ts";
import { type ErrorCode, errorTable, ThorpError } from "../../base/errors.ts";

/** Where a server is, and what to show it. */
export interface ServerAddress {
  readonly url: string;
  readonly key?: string;
}

/** One server, wherever it is at the moment. */
export interface Reach {
  /** Rejects with `ThorpError`: the server's own, or `server-unreachable`. */
  call<Value>(use: (client: ThorpClient) => Promise<Value>): Promise<Value>;
  /** Throws `ThorpConnectionError` while no server runs. `retries`: as of the client. */
  client(options?: { readonly retries?: number }): ThorpClient;
}

/** `find` may return undefined while no server runs; `words` name it for people. */
export function reachServer(find: () => ServerAddress | undefined, words: string): Reach {
  const client: Reach["client"] = (options = {}) => {
    const address = find();
    if (address === undefined) throw new ThorpConnectionError(`${words} does not run.`);
    const { url, key } = address;
    return createThorpClient({ ...options, baseURL: url, ...(key === undefined ? {} : { key }) });
  };
  return {
    client,
    async call(use) {
      try {
        return await use(client());
      } catch (error) {
        throw errorOf(error, words);
      }
    },
  };
}

/** What the server says keeps its code, and so its exit code. */
export function errorOf(error: unknown, words: string): unknown {
  if (error instanceof ThorpConnectionError) return new ThorpError("server-unreachable", `${words} does not answer.`);
  if (!(error instanceof ThorpApiError)) return error;
  const code: ErrorCode = error.code in errorTable ? (error.code as ErrorCode) : "internal";
  return new ThorpError(code, error.message, error.hint === undefined ? {} : { hint: error.hint });
}
