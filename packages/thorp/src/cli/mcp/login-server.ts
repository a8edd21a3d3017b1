/** `thorp mcp login`: the browser goes to the server's own page and comes back to a port of this machine. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ThorpError } from "../../base/errors.ts";
import { withAccounts } from "../accounts/with-accounts.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { openMcpDesk } from "./with-mcp-desk.ts";

/** As typed. */
export interface LoginServerOptions extends CommonOptions {
  readonly port?: string;
}

/** How long somebody has to log in, milliseconds. */
const PATIENCE_MS = 10 * 60_000;

/** Throws `auth-required`, `usage`, `credential-locked`. */
export async function loginServer(context: CommandContext, name: string, options: LoginServerOptions): Promise<void> {
  const { stderr } = context.surroundings;
  const desk = await openMcpDesk(await readConfig(context, options));
  await desk.show(name);
  const interrupt = listenForInterrupt(context.surroundings);
  const back = await waitForBrowser(portFrom(options.port), interrupt.signal);
  try {
    const { variable, secret } = await desk.logIn(name, {
      redirectUrl: back.url,
      state: randomBytes(32).toString("base64url"),
      show: (address) => void stderr.write(`Open this in a browser to log in at ${name}:\n${address}\n`),
      callback: back.callback,
    });
    const kept = { of: "everyone", name: "", variable } as const;
    await withAccounts(context, options, (accounts) => accounts.setCredential(kept, secret));
  } finally {
    interrupt.stop();
    back.close();
  }
  stderr.write(`Logged in at ${name}. Look at what it offers: thorp mcp check ${name}\n`);
}

function portFrom(text = "0"): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ThorpError("usage", `--port takes a number up to 65535, not ${text}.`);
}

interface Waiting {
  readonly url: string;
  /** Rejects with `cancelled` or `auth-required`. */
  callback(): Promise<URLSearchParams>;
  close(): void;
}

/** Listens on this machine alone, and takes the first that comes to the right path. */
async function waitForBrowser(port: number, signal: AbortSignal): Promise<Waiting> {
  const came = Promise.withResolvers<URLSearchParams>();
  // Nobody may be waiting yet when it is left.
  came.promise.catch(() => {});
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const isIt = request.method === "GET" && pathname === "/callback";
    response.writeHead(isIt ? 200 : 404, { "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end(isIt ? "You can close this page and go back to the terminal.\n" : "Not here.\n");
    if (isIt) came.resolve(searchParams);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(new ThorpError("address-in-use", `Port ${port} cannot be used: ${error.message}`)),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const timer = setTimeout(
    () => came.reject(new ThorpError("auth-required", "Nobody logged in within ten minutes.")),
    PATIENCE_MS,
  );
  signal.addEventListener("abort", () => came.reject(new ThorpError("cancelled", "Left before anybody logged in.")), {
    once: true,
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    callback: () => came.promise,
    close() {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}
