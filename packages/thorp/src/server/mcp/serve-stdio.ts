/** MCP on standard input and output: for programs that start Thorp as their server. */
import type { Readable, Writable } from "node:stream";
import { type TeamServerOptions, teamServer } from "./team-server.ts";

/** The streams, and when it ends beside their end. */
export interface StdioOptions extends TeamServerOptions {
  readonly stdin: Readable;
  /** Nothing else may write to it. */
  readonly stdout: Writable;
  readonly signal: AbortSignal;
  /** Told of what the protocol cannot tell the client. */
  readonly onError: (error: Error) => void;
}

/** Resolves when the client has gone; requests that are under way are stopped then. */
export async function serveMcpStdio({ stdin, stdout, signal, onError, ...options }: StdioOptions): Promise<void> {
  const [sdk, { serveStdio, StdioServerTransport }] = await Promise.all([
    import("@modelcontextprotocol/server"),
    import("@modelcontextprotocol/server/stdio"),
  ]);
  const transport = new StdioServerTransport(stdin, stdout);
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) stdin.once(event, () => resolve());
    stdout.once("error", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const server = serveStdio(() => teamServer(sdk, options), { transport, onerror: onError });
  await ended;
  await server.close();
}
