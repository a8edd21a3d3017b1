/** The open connections of a server, for its metrics. */
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Forgets a connection when it closes. */
export interface Connections {
  watch(server: Server): void;
  /** How many are open, and the bytes that wait to be sent on them. */
  figures(): { readonly open: number; readonly bufferedBytes: number };
}

/** Of one server. */
export function createConnections(): Connections {
  const open = new Set<Socket>();
  return {
    watch(server) {
      server.on("connection", (socket: Socket) => {
        open.add(socket);
        socket.once("close", () => open.delete(socket));
      });
    },
    figures: () => ({
      open: open.size,
      bufferedBytes: [...open].reduce((total, { writableLength }) => total + writableLength, 0),
    }),
  };
}
