/**
 * WebSockets beside HTTP on the same port.
 *
 * An upgrade is let in like a request: who it is from, whether pages of its origin may, how many there are already.
 * One heartbeat for all finds connections that are gone, idle, or whose key does not count any more.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { actorOf } from "../access/actor-of.ts";
import { auditedThorp } from "../access/audited-thorp.ts";
import { type Identify, type Refusal, refuseCaller } from "../access/identify.ts";
import type { RequestFacts } from "../access/request-facts.ts";
import { thorpFor } from "../access/thorp-for.ts";
import type { Caller } from "../caller.ts";
import type { ReadFacts } from "../network/read-facts.ts";
import { createSocketGate } from "./gate.ts";
import { createListNews } from "./list-news.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { createSession, type Session } from "./session.ts";
import type { SocketTransport } from "./transport.ts";

/** Thresholds; see the settings `sockets`. */
export interface SocketLimits {
  readonly perAddress: number;
  readonly connectsPerMinute: number;
  readonly messagesPerSecond: number;
  readonly idleMs: number;
}

/** What the settings say when nobody has set them. */
export const usualSocketLimits: SocketLimits = {
  perAddress: 100,
  connectsPerMinute: 120,
  messagesPerSecond: 50,
  idleMs: 600_000,
};

/** What sockets are made of. */
export interface SocketServerOptions {
  readonly thorp: Thorp;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly readFacts: ReadFacts;
  readonly identify: Identify;
  readonly requestId: () => string;
  readonly isDraining: () => boolean;
  /** Asked at each use: they may change meanwhile. */
  readonly limits: () => SocketLimits;
}

/** Numbers for the metrics. */
export interface SocketFigures {
  readonly open: number;
  readonly opened: number;
  readonly refused: number;
  /** Frames that were joined to one that waited. */
  readonly coalesced: number;
  readonly bufferedBytes: number;
}

/** An upgrade as the HTTP server gives it; `path` is without the base path and the query. */
export interface AskedUpgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly path: string;
}

/** The sockets of one server. */
export interface SocketServer {
  /** For the `upgrade` event. */
  upgrade(asked: AskedUpgrade): void;
  figures(): SocketFigures;
  /** Says goodbye to all and ends those that do not leave. Seconds until it is worth while to come back. */
  leave(retryAfter: number): void;
  close(): void;
}

const HEARTBEAT = 25_000;
/** Files travel with `POST /api/runs`. */
const MOST_BYTES = 1 << 20;
const UNSUPPORTED = 1003;
const POLICY = 1008;

interface Connection {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly facts: RequestFacts;
  hasAnswered: boolean;
}

/** Listens to nothing by itself: hand it the upgrades of an HTTP server. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { thorp, clock, limits, identify } = options;
  const letIn = createDoor(options);
  const news = createListNews(thorp, clock);
  const connections = new Set<Connection>();
  const counts = { opened: 0, refused: 0, coalesced: 0 };
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // A compressor for each of many idle connections would cost more memory than it saves bytes.
    perMessageDeflate: false,
    maxPayload: MOST_BYTES,
  });

  const open = (socket: WebSocket, { facts, caller, release }: Guest): void => {
    const session = createSession({
      ...{ news, clock, isDraining: options.isDraining, messagesPerSecond: limits().messagesPerSecond },
      transport: transportOf(socket),
      thorp: auditedThorp(thorpFor(thorp, caller), { actor: actorOf(caller, facts), logger: options.logger }),
      demandWriter: () => demandWriter(caller),
      counters: { onCoalesced: () => void counts.coalesced++ },
      welcome: { type: "welcome", version: options.version, heartbeatMs: HEARTBEAT, maxBytes: MOST_BYTES },
    });
    const connection: Connection = { socket, session, facts, hasAnswered: true };
    connections.add(connection);
    counts.opened++;
    attend(connection, () => {
      connections.delete(connection);
      release();
    });
  };
  const stopBeating = every(clock, HEARTBEAT, () => {
    for (const connection of connections) check(connection, { identify, idleMs: limits().idleMs });
  });

  return {
    upgrade({ request, socket, head, path }) {
      const guest = letIn(request, path);
      if (guest.kind === "refused") {
        counts.refused++;
        return refuseUpgrade(socket, guest.error, { id: options.requestId(), headers: guest.headers });
      }
      socket.once("close", guest.release);
      const tellLimits = (lines: string[]): void => {
        for (const [name, value] of Object.entries(guest.headers)) lines.push(`${name}: ${value}`);
      };
      // The answer is written before `handleUpgrade` returns, so these are the headers of this one alone.
      webSockets.once("headers", tellLimits);
      webSockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, guest));
      webSockets.off("headers", tellLimits);
    },
    figures: () => ({
      open: connections.size,
      ...counts,
      bufferedBytes: [...connections].reduce((sum, { socket }) => sum + socket.bufferedAmount, 0),
    }),
    leave(retryAfter) {
      for (const { session } of connections) session.leave(retryAfter);
    },
    close() {
      stopBeating();
      news.close();
      for (const { socket } of connections) socket.terminate();
    },
  };
}

interface Guest {
  readonly kind: "guest";
  readonly facts: RequestFacts;
  readonly caller: Caller;
  readonly release: () => void;
  readonly headers: Readonly<Record<string, string>>;
}
interface RefusedGuest {
  readonly kind: "refused";
  readonly error: ThorpError;
  readonly headers: Readonly<Record<string, string>>;
}

/** Who may open a socket, as one question. */
function createDoor({ limits, clock, readFacts, identify, isDraining }: SocketServerOptions) {
  const gate = createSocketGate({ limits, now: () => clock.now() });
  const refused = (error: ThorpError, headers = {}): RefusedGuest => ({ kind: "refused", error, headers });
  return (request: IncomingMessage, path: string): Guest | RefusedGuest => {
    if (path !== "/ws") return refused(new ThorpError("route-unknown", `There is no WebSocket at ${path}.`));
    if (isDraining()) return refused(draining());
    const facts = readFacts(request);
    const caller = identify(facts);
    if (caller.kind === "refused") return refused(errorOf(caller));
    const refusal = refuseCaller(caller, { access: "viewer", scope: "runs:read" }) ?? refuseOrigin(facts);
    if (refusal !== undefined) return refused(errorOf(refusal));
    const { release, headers, retryAfter = 1, why = "" } = gate.admit(subjectsOf(facts, caller));
    if (release !== undefined) return { kind: "guest", facts, caller, release, headers };
    return refused(new ThorpError("rate-limited", why, { hint: HINT, retryAfterMs: retryAfter * 1000 }), headers);
  };
}

function demandWriter(caller: Caller): void {
  const refusal = refuseCaller(caller, { access: "member", scope: "runs:write" });
  if (refusal !== undefined) throw errorOf(refusal);
}

function attend(connection: Connection, onClose: () => void): void {
  const { socket, session } = connection;
  socket.on("pong", () => {
    connection.hasAnswered = true;
  });
  socket.on("message", (data: Buffer, isBinary) => {
    connection.hasAnswered = true;
    if (isBinary) socket.close(UNSUPPORTED, "messages are text");
    else session.onMessage(data.toString("utf8"));
  });
  // Of malformed frames; the library closes with the code that says what was wrong.
  socket.on("error", () => {});
  socket.on("close", () => {
    session.close();
    onClose();
  });
}

const HINT = "Close what is not needed, wait, or raise `sockets` in thorp.yaml.";

/** What is told to whoever comes while the server winds down. */
export function draining(): ThorpError {
  return new ThorpError("draining", "The server is winding down and begins nothing new.", { retryAfterMs: 5000 });
}

function check(
  connection: Connection,
  { identify, idleMs }: { readonly identify: Identify; readonly idleMs: number },
): void {
  const { socket, session, facts } = connection;
  if (!connection.hasAnswered) return socket.terminate();
  if (session.isIdle(idleMs)) return socket.close(1000, "idle");
  // Keys are revoked and logins end while sockets stay.
  const caller = identify(facts);
  if (caller.kind === "refused" || caller.kind === "nobody") return socket.close(POLICY, "access has ended");
  connection.hasAnswered = false;
  socket.ping();
}

/** A browser sends its cookies along whatever page asks; a program sends no Origin. */
function refuseOrigin({ headers, origin }: RequestFacts): Refusal | undefined {
  const from = headers.get("origin");
  if (from === null || from === origin || isSameMachine(from, origin)) return undefined;
  return { kind: "refused", code: "access-denied", why: `Pages of ${from} may not use this server.` };
}

/** `localhost` and `127.0.0.1` are two origins of one page. */
function isSameMachine(a: string, b: string): boolean {
  if (!URL.canParse(a) || !URL.canParse(b)) return false;
  const [one, other] = [new URL(a), new URL(b)];
  const local = new Set(["localhost", "127.0.0.1", "[::1]"]);
  return one.port === other.port && local.has(one.hostname) && local.has(other.hostname);
}

function subjectsOf({ address }: RequestFacts, caller: Caller): readonly string[] {
  if (caller.kind !== "user") return [`address ${address}`];
  return [`address ${address}`, caller.key === undefined ? `user ${caller.user}` : `key ${caller.key}`];
}

function errorOf({ code, why, hint, retryAfterMs }: Refusal): ThorpError {
  return new ThorpError(code, why, {
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function transportOf(socket: WebSocket): SocketTransport {
  return {
    send: (text, sent) => socket.send(text, sent),
    bufferedBytes: () => socket.bufferedAmount,
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    destroy: () => socket.terminate(),
  };
}

function every(clock: Clock, ms: number, act: () => void): () => void {
  let stop = (): void => {};
  const next = (): void => {
    stop = clock.after(ms, () => {
      act();
      next();
    });
  };
  next();
  return () => stop();
}
