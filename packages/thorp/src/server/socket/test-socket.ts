/** A client for tests of the socket: keeps what came, checks it against the wire's shapes, and waits for more. */
import { once } from "node:events";
import { WebSocket } from "ws";
import type { WireUpdate } from "../../wire/run-update.ts";
import { type ServerMessage, serverMessageSchema } from "../../wire/socket.ts";

export interface TestSocket {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[];
  send(message: unknown): void;
  /** The first message, also of those that came before, that fits. */
  until<Type extends ServerMessage["type"]>(
    type: Type,
    fits?: (message: Extract<ServerMessage, { type: Type }>) => boolean,
  ): Promise<Extract<ServerMessage, { type: Type }>>;
  updates(id: string): readonly WireUpdate[];
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
}

export async function openSocket(url: string, headers: Record<string, string> = {}): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws`, { headers });
  const messages: ServerMessage[] = [];
  const looks = new Set<() => void>();
  const lookAll = (): void => {
    for (const look of looks) look();
  };
  socket.on("message", (data: Buffer) => {
    messages.push(serverMessageSchema.parse(JSON.parse(data.toString("utf8"))));
    lookAll();
  });
  const closed = new Promise<number>((resolve) =>
    socket.on("close", (code) => {
      resolve(code);
      lookAll();
    }),
  );
  await once(socket, "open");
  return {
    socket,
    messages,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    until: (type, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = messages.find((message) => message.type === type && fits(message as never));
          if (found === undefined && socket.readyState !== WebSocket.CLOSED) return;
          looks.delete(look);
          if (found === undefined) reject(new Error(`closed without ${type}: ${JSON.stringify(messages)}`));
          else resolve(found as never);
        };
        looks.add(look);
        look();
      }),
    updates: (id) =>
      messages.flatMap((message) => (message.type === "updates" && message.id === id ? message.updates : [])),
    closed,
  };
}

/** What an upgrade that is refused is answered with. */
export function refusedUpgrade(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly headers: Record<string, unknown>; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"), { headers });
    socket.on("open", () => reject(new Error("it was let in")));
    socket.on("error", () => {});
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (part) => (body += String(part)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
  });
}
