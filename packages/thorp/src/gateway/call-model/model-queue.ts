/**
 * The queue before the servers of a model: so many calls at once as each of them has slots, the most urgent first.
 *
 * A local server has one to four slots, so an interactive request overtakes a background one here: by priority, then
 * deadline. Waiting raises the priority by one every ten seconds, so nothing starves. Servers of the same models share
 * one line, and a call learns which of them it gets when a slot is free, not before: nobody waits behind a slow server
 * while another one is idle. A server that says "too many requests" gets fewer calls at once for a while.
 */
import type { Clock } from "../../base/clock.ts";
import { type AdaptiveLimit, createAdaptiveLimit } from "../../models/adaptive-limit.ts";

/** One call that wants a slot. */
export interface QueueTicket {
  /** Calls of one line wait together and share the slots of its servers. */
  readonly line: string;
  /** The line's servers; the line itself when absent. */
  readonly servers?: readonly string[];
  /** Of each server. */
  readonly slots: number;
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly deadlineAt?: number | undefined;
  readonly signal: AbortSignal;
  /** Which of the servers with a free slot takes the call; undefined lets it wait on. The first when absent. */
  readonly choose?: (free: readonly ServerLoad[]) => string | undefined;
}

/** How busy a server is. */
export interface ServerLoad {
  readonly server: string;
  readonly running: number;
  readonly slots: number;
}

/** A place at a server. */
export interface Slot {
  readonly server: string;
  /** Gives the slot back; only the first call counts. */
  release(how?: "served" | "overloaded"): void;
}

/** Give each slot back, also after a failure. */
export interface ModelQueue {
  /** Rejects with the signal's reason. */
  acquire(ticket: QueueTicket): Promise<Slot>;
  waiting(line: string): number;
  /** Calls under way at a server, whichever line they stood in. */
  running(server: string): number;
  /** Every line that a call has ever stood in. */
  lines(): readonly LineLoad[];
}

/** How many wait in a line, and how busy its servers are. */
export interface LineLoad {
  readonly line: string;
  readonly waiting: number;
  readonly servers: readonly ServerLoad[];
}

interface Waiter {
  readonly ticket: QueueTicket;
  readonly since: number;
  readonly start: (server: string) => void;
}

interface Server {
  running: number;
  /** Of the last call that asked for a place. */
  slots: number;
  readonly limit: AdaptiveLimit;
}

interface Line {
  readonly serversByName: Map<string, Server>;
  readonly waiters: Waiter[];
}

const AGEING_MS = 10_000;

/** One queue for each server, made when the first call for it comes. */
export function createModelQueue(clock: Clock): ModelQueue {
  const lines = new Map<string, Line>();
  const lineOf = (name: string): Line => {
    let line = lines.get(name);
    if (line === undefined) lines.set(name, (line = { serversByName: new Map(), waiters: [] }));
    return line;
  };
  /**
   * Starts whoever has a place now. Models of one server may differ in their slots: the most urgent keeps its turn until
   * so few run that it may, else a model with few slots would never come.
   */
  const startNext = (line: Line): void => {
    for (;;) {
      const next = mostUrgent(line.waiters, clock.now());
      const server = next && placeFor(line, next.ticket);
      if (next === undefined || server === undefined) return;
      line.waiters.splice(line.waiters.indexOf(next), 1);
      next.start(server);
    }
  };
  const take = (line: Line, { slots }: QueueTicket, name: string): Slot => {
    const server = serverOf(line, name);
    const began = server.limit.round();
    server.running++;
    let given = false;
    return {
      server: name,
      release(how) {
        if (given) return;
        given = true;
        if (how === "served") server.limit.served(atLeastOne(slots));
        if (how === "overloaded") server.limit.overloaded(server.running, began);
        server.running--;
        startNext(line);
      },
    };
  };

  return {
    waiting: (name) => lines.get(name)?.waiters.length ?? 0,
    running: (server) =>
      [...lines.values()].reduce((sum, line) => sum + (line.serversByName.get(server)?.running ?? 0), 0),
    lines: () =>
      [...lines].map(([line, { waiters, serversByName }]) => ({
        line,
        waiting: waiters.length,
        servers: [...serversByName].map(([server, { running, slots }]) => ({ server, running, slots })),
      })),
    acquire(ticket) {
      const line = lineOf(ticket.line);
      if (ticket.signal.aborted) return Promise.reject(ticket.signal.reason);
      const free = line.waiters.length === 0 ? placeFor(line, ticket) : undefined;
      if (free !== undefined) return Promise.resolve(take(line, ticket, free));
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          line.waiters.splice(line.waiters.indexOf(waiter), 1);
          reject(ticket.signal.reason);
          startNext(line);
        };
        const waiter: Waiter = {
          ticket,
          since: clock.now(),
          start: (server) => {
            ticket.signal.removeEventListener("abort", onAbort);
            resolve(take(line, ticket, server));
          },
        };
        line.waiters.push(waiter);
        ticket.signal.addEventListener("abort", onAbort, { once: true });
      });
    },
  };
}

function serverOf({ serversByName }: Line, name: string): Server {
  let server = serversByName.get(name);
  if (server === undefined) serversByName.set(name, (server = { running: 0, slots: 1, limit: createAdaptiveLimit() }));
  return server;
}

/** The server that would take the call now. */
function placeFor(line: Line, { line: name, servers = [name], slots, choose }: QueueTicket): string | undefined {
  const loads = servers.map((server): ServerLoad => {
    const known = serverOf(line, server);
    known.slots = known.limit.current(atLeastOne(slots));
    return { server, running: known.running, slots: known.slots };
  });
  const free = loads.filter((load) => load.running < load.slots);
  if (free.length === 0) return undefined;
  return choose === undefined ? free[0]?.server : choose(free);
}

/** A catalogue that says "no slots" must not make a call wait for ever. */
function atLeastOne(slots: number): number {
  return slots >= 1 ? slots : 1;
}

function mostUrgent(waiters: readonly Waiter[], now: number): Waiter | undefined {
  let best: Waiter | undefined;
  for (const waiter of waiters) if (best === undefined || compare(waiter, best, now) < 0) best = waiter;
  return best;
}

function compare(a: Waiter, b: Waiter, now: number): number {
  const urgency = (waiter: Waiter) => waiter.ticket.priority + Math.floor((now - waiter.since) / AGEING_MS);
  return (
    urgency(b) - urgency(a) ||
    (a.ticket.deadlineAt ?? Infinity) - (b.ticket.deadlineAt ?? Infinity) ||
    a.since - b.since
  );
}
