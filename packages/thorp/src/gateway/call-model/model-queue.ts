/**
 * The queue before a model server: so many calls at once as it has slots, the most urgent first.
 *
 * A local server has one to four slots, so an interactive request overtakes a background one here: by priority, then
 * deadline. Waiting raises the priority by one every ten seconds, so nothing starves.
 */
import type { Clock } from "../../base/clock.ts";

/** One call that wants a slot. */
export interface QueueTicket {
  /** Calls with the same server share its slots. */
  readonly server: string;
  readonly slots: number;
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly deadlineAt?: number | undefined;
  readonly signal: AbortSignal;
}

/** Give each slot back, also after a failure. */
export interface ModelQueue {
  /** Resolves with the function that gives the slot back; rejects with the signal's reason. */
  acquire(ticket: QueueTicket): Promise<() => void>;
  waiting(server: string): number;
}

interface Waiter {
  readonly ticket: QueueTicket;
  readonly since: number;
  readonly start: () => void;
}

interface Server {
  running: number;
  readonly waiters: Waiter[];
}

const AGEING_MS = 10_000;

/** One queue for each server, made when the first call for it comes. */
export function createModelQueue(clock: Clock): ModelQueue {
  const servers = new Map<string, Server>();

  const serverOf = (name: string) => {
    let server = servers.get(name);
    if (server === undefined) servers.set(name, (server = { running: 0, waiters: [] }));
    return server;
  };
  /**
   * Starts whoever has a place now. Models of one server may differ in their slots: the most urgent keeps its turn until
   * so few run that it may, else a model with few slots would never come.
   */
  const startNext = (server: Server): void => {
    for (;;) {
      const next = mostUrgent(server.waiters, clock.now());
      if (next === undefined || server.running >= slotsOf(next.ticket)) return;
      server.waiters.splice(server.waiters.indexOf(next), 1);
      next.start();
    }
  };

  return {
    waiting: (name) => servers.get(name)?.waiters.length ?? 0,
    acquire(ticket) {
      const server = serverOf(ticket.server);
      const take = (): (() => void) => {
        server.running++;
        let given = false;
        return () => {
          if (given) return;
          given = true;
          server.running--;
          startNext(server);
        };
      };
      if (ticket.signal.aborted) return Promise.reject(ticket.signal.reason);
      if (server.waiters.length === 0 && server.running < slotsOf(ticket)) return Promise.resolve(take());
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          server.waiters.splice(server.waiters.indexOf(waiter), 1);
          reject(ticket.signal.reason);
          startNext(server);
        };
        const waiter: Waiter = {
          ticket,
          since: clock.now(),
          start: () => {
            ticket.signal.removeEventListener("abort", onAbort);
            resolve(take());
          },
        };
        server.waiters.push(waiter);
        ticket.signal.addEventListener("abort", onAbort, { once: true });
      });
    },
  };
}

/** A catalogue that says "no slots" must not make a call wait for ever. */
function slotsOf({ slots }: QueueTicket): number {
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
