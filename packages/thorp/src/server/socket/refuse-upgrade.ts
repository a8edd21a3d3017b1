/** An upgrade that does not become a WebSocket: an ordinary answer with a problem, then the end of the connection. */
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ThorpError } from "../../base/errors.ts";
import { problemFrom } from "../problem.ts";

/** Never throws: the other side may have gone already. */
export function refuseUpgrade(
  socket: Duplex,
  error: ThorpError,
  { id, headers = {} }: { readonly id: string; readonly headers?: Readonly<Record<string, string>> },
): void {
  const problem = problemFrom(error, id);
  const body = JSON.stringify(problem);
  const retry: Record<string, string> =
    error.retryAfterMs === undefined ? {} : { "Retry-After": String(Math.ceil(error.retryAfterMs / 1000)) };
  const all: Readonly<Record<string, string>> = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "X-Request-Id": id,
    Connection: "close",
    ...headers,
    ...retry,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}\r\n${head.join("")}\r\n${body}`);
}
