/** One WebSocket: reads its messages one by one, answers each, and never breaks by what is in them. */
import type { Clock } from "../../base/clock.ts";
import { errorTable, failureFrom, ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { type ClientMessage, clientMessageSchema, type ServerMessage } from "../../wire/socket.ts";
import { askFromWire } from "../ask-from-wire.ts";
import { parseBounded } from "../read-body.ts";
import { signalFromWire } from "../signal-from-wire.ts";
import type { ListNews } from "./list-news.ts";
import { createOutbox, type OutboxCounters } from "./outbox.ts";
import { createSubscriptions } from "./subscriptions.ts";
import type { SocketTransport } from "./transport.ts";

/** What a session is made of. */
export interface SessionOptions {
  readonly transport: SocketTransport;
  /** As far as the caller reaches. */
  readonly thorp: Thorp;
  /** Throws `access-denied` where the caller may not ask, answer or stop. */
  readonly demandWriter: () => void;
  readonly news: ListNews;
  readonly clock: Clock;
  readonly isDraining: () => boolean;
  readonly welcome: Extract<ServerMessage, { type: "welcome" }>;
  readonly messagesPerSecond: number;
  readonly counters: OutboxCounters;
}

/** What the server tells a session. */
export interface Session {
  onMessage(data: string): void;
  /** The server winds down: the last words, then the end. */
  leave(retryAfter: number): void;
  /** The connection is gone. */
  close(): void;
  /** True when it has subscribed to nothing and has been silent for so long. */
  isIdle(ms: number): boolean;
  heldCharacters(): number;
}

/** Messages over the limit that are answered before the connection is closed. */
const PATIENCE = 100;
const POLICY = 1008;
const GOING_AWAY = 1001;

/** Says welcome. */
export function createSession(options: SessionOptions): Session {
  const { transport, thorp, clock, messagesPerSecond } = options;
  const outbox = createOutbox(transport, clock, options.counters);
  const subscriptions = createSubscriptions({ thorp, outbox, news: options.news });
  const bucket = createBucket(messagesPerSecond, () => clock.now());
  let heardAt = clock.now();
  let overLimit = 0;
  outbox.reply(options.welcome);

  const refuse = (error: unknown, id: string | undefined): void => {
    const { code, message, hint } = failureFrom(error);
    const isOurs = code !== "internal";
    outbox.reply({
      type: "problem",
      ...(id === undefined ? {} : { id }),
      problem: {
        status: errorTable[code].status,
        code,
        detail: isOurs ? message : "Something went wrong inside Thorp.",
        hint: hint ?? errorTable[code].hint,
      },
    });
  };
  const carryOut = async (message: ClientMessage): Promise<void> => {
    const { id } = message;
    switch (message.type) {
      case "subscribe":
        return subscriptions.begin(id, message.to);
      case "unsubscribe":
        if (!subscriptions.stop(id)) throw new ThorpError("input-invalid", `There is no subscription ${id}.`);
        return outbox.reply({ type: "end", id, why: "unsubscribed" });
      case "ask": {
        options.demandWriter();
        if (options.isDraining())
          throw new ThorpError("draining", "The server is winding down and begins nothing new.");
        return outbox.reply({ type: "asked", id, ...(await thorp.ask(askFromWire(message.request, undefined))) });
      }
      case "signal":
        options.demandWriter();
        await thorp.signal(message.run, await signalFromWire(thorp, message.run, message.signal));
        return outbox.reply({ type: "done", id });
    }
  };

  return {
    onMessage(data) {
      heardAt = clock.now();
      const wait = bucket();
      if (wait > 0) {
        if (++overLimit > PATIENCE) return transport.close(POLICY, "too many messages");
        return outbox.reply({ type: "limit", ...idIn(data), retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
      }
      overLimit = 0;
      let id: string | undefined;
      try {
        const message = readMessage(data);
        id = message.id;
        carryOut(message).catch((error: unknown) => refuse(error, id));
      } catch (error) {
        refuse(error, id);
      }
    },
    leave(retryAfter) {
      outbox.reply({ type: "bye", retryAfter });
      subscriptions.close();
      transport.close(GOING_AWAY, "the server winds down");
    },
    close() {
      subscriptions.close();
      outbox.close();
    },
    isIdle: (ms) => subscriptions.count() === 0 && clock.now() - heardAt > ms,
    heldCharacters: () => outbox.heldCharacters(),
  };
}

/** Throws `input-invalid` that says where the message is wrong. */
function readMessage(data: string): ClientMessage {
  const checked = clientMessageSchema.safeParse(parseBounded(data));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new ThorpError(
    "input-invalid",
    `${issue?.path.join(".") || "message"}: ${issue?.message ?? "cannot be read"}`,
    {
      hint: "Send one JSON object of a known `type` in each message.",
    },
  );
}

/** For the answer to a message that is not looked into any further. */
function idIn(data: string): { readonly id?: string } {
  const id = /"id"\s*:\s*"([\w.:-]{1,64})"/.exec(data.slice(0, 1000))?.[1];
  return id === undefined ? {} : { id };
}

/** Milliseconds to wait; 0 when the message may pass. Twice the rate may come at once. */
function createBucket(perSecond: number, now: () => number): () => number {
  let left = perSecond * 2;
  let at = now();
  return () => {
    const time = now();
    left = Math.min(perSecond * 2, left + (Math.max(0, time - at) * perSecond) / 1000);
    at = time;
    if (left >= 1) {
      left--;
      return 0;
    }
    return ((1 - left) * 1000) / perSecond;
  };
}
