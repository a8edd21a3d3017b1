/**
 * News over the server's WebSocket: the updates of a run, or a list that comes whole each time it changes.
 *
 * A connection that is lost is made again; a run then continues behind the last event that was seen. In a browser the
 * login of the page counts; an API key can be sent by programs alone, since browsers set no headers here.
 */
import { ThorpApiError, ThorpConnectionError } from "./errors.ts";
import type { StreamOptions } from "./follow-stream.ts";
import { type ClientOptions, pause } from "./request.ts";
import type { RunEvent } from "./wire/run-event.generated.ts";
import type { ClientMessage, ServerMessage } from "./wire/socket.generated.ts";

/** A run, the newest runs of all or of one conversation, or what waits for a person. */
export type Topic = Extract<ClientMessage, { type: "subscribe" }>["to"];

/** What comes, by its `type`: `updates` of a run, or one of the lists. */
export type News = Extract<ServerMessage, { type: "updates" | "runs" | "inbox" }>;

/** When it ends, and how long it waits for a server that is away. */
export type SubscribeOptions = StreamOptions;

const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;
const ID = "1";

/** Ends after the last event of a run; a list goes on until the signal. Rejects as `runs.show` does for what is not there. */
export async function* subscribe(
  client: Pick<ClientOptions, "baseURL" | "key">,
  topic: Topic,
  { signal, patienceMs = 60_000, onAway }: SubscribeOptions = {},
): AsyncGenerator<News> {
  let last = topic.kind === "run" ? (topic.after ?? 0) : 0;
  let waited = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
    let pauseMs = wait;
    for await (const message of messagesFrom(
      client,
      topic.kind === "run" ? { ...topic, after: last } : topic,
      signal,
    )) {
      waited = 0;
      wait = FIRST_WAIT;
      if (message.type === "updates") {
        const updates = message.updates.filter((update) => update.kind === "frame" || update.seq > last);
        last = updates.reduce((seq, update) => (update.kind === "event" ? update.seq : seq), last);
        if (updates.length > 0) yield { ...message, updates };
        if (updates.some(isRunEnd)) return;
      } else if (message.type === "runs" || message.type === "inbox") yield message;
      else if (message.type === "end" && message.why === "run-end") return;
      else if (message.type === "problem")
        throw new ThorpApiError({ ...message.problem, message: message.problem.detail });
      else if (message.type === "bye" || message.type === "limit") pauseMs = message.retryAfter * 1000;
      if (message.type === "end" || message.type === "bye" || message.type === "limit") break;
    }
    if (signal?.aborted) throw signal.reason;
    if (waited >= patienceMs) throw new ThorpConnectionError(`The server was away for ${Math.round(waited / 1000)} s.`);
    onAway?.({ waitedMs: waited, retryInMs: pauseMs });
    await pause(pauseMs, signal);
    waited += pauseMs;
  }
}

function isRunEnd(update: RunEvent | { readonly kind: "frame" }): boolean {
  return update.kind === "event" && update.type === "run-end";
}

/** All messages of one connection; ends when it is lost. Whoever leaves the loop closes it. */
async function* messagesFrom(
  { baseURL, key }: Pick<ClientOptions, "baseURL" | "key">,
  to: Topic,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerMessage> {
  const socket = openSocket(socketAddress(baseURL), key);
  const waiting: ServerMessage[] = [];
  let isOpen = true;
  let wake = (): void => {};
  const close = (): void => {
    isOpen = false;
    wake();
  };
  socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "subscribe", id: ID, to })));
  socket.addEventListener("message", ({ data }) => {
    waiting.push(JSON.parse(String(data)) as ServerMessage);
    wake();
  });
  socket.addEventListener("close", close);
  socket.addEventListener("error", close);
  signal?.addEventListener("abort", close, { once: true });
  try {
    for (;;) {
      const message = waiting.shift();
      if (message !== undefined) yield message;
      else if (!isOpen || signal?.aborted) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener("abort", close);
    socket.close();
  }
}

/** `http` becomes `ws`, `https` becomes `wss`; without an address that of the page. */
function socketAddress(baseURL: string | undefined): string {
  const base = baseURL || (globalThis as { location?: { origin: string } }).location?.origin || "";
  return `${base.replace(/^http/, "ws").replace(/\/+$/, "")}/ws`;
}

function openSocket(address: string, key: string | undefined): WebSocket {
  if (key === undefined) return new WebSocket(address);
  // Programs may send headers; the type knows only browsers.
  const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
  return new Socket(address, { headers: { authorization: `Bearer ${key}` } });
}
