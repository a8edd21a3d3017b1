/** A server of the test's own network that must not be reached, and a look at where sockets want to go. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** Counts the connections that were made to it, whether or not a request followed. */
export interface Listener {
  readonly port: number;
  connections(): number;
  close(): void;
}

/** Listens on a loopback address; rejects where the machine does not have it. `port` 0 is any. */
export async function listen(address: string, answer: RequestListener, port = 0): Promise<Listener> {
  let connections = 0;
  const server = createServer(answer);
  server.on("connection", () => void connections++);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Every address that a socket of this process begins to connect to, as `address port`, until `stop`. */
export function watchConnections(): { readonly attempts: string[]; readonly stop: () => void } {
  const attempts: string[] = [];
  const onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.on("connectionAttempt", (address: string, port: number) => attempts.push(`${address} ${port}`));
  };
  subscribe("net.client.socket", onSocket);
  return { attempts, stop: () => void unsubscribe("net.client.socket", onSocket) };
}
