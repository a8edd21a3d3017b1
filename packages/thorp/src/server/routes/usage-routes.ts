/** Figures: what was asked, what it took, what it cost, what failed. */
import { z } from "zod";
import { type Clock, sleep } from "../../base/clock.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { CallSum, Usage, Window } from "../../storage/store.ts";
import { loadSchema, type UsageWindow, usageSchema, usageWindows } from "../../wire/usage.ts";
import { createLoadMeter } from "../operations/load-meter.ts";
import { defineRoute, type Route } from "../route.ts";
import { valueStream } from "../value-stream.ts";

/** Time, and what ends streams. */
export interface UsageRouteOptions {
  readonly clock: Clock;
  readonly closing: AbortSignal;
}

const HOUR = 3_600_000;
const hours: Readonly<Record<UsageWindow, number>> = { "24h": 24, "7d": 24 * 7, "30d": 24 * 30 };
/** Figures that change all the time are sent this often at most. Milliseconds. */
const LEAST_GAP = 1000;
/** Between two looks at the machine. Milliseconds. */
const LOAD_GAP = 2000;

const query = z.strictObject({ window: z.enum(usageWindows).default("24h") });

/** Summed up by the database, from rows that follow from the journal. */
export function usageRoutes({ clock, closing }: UsageRouteOptions): readonly Route[] {
  const windowOf = (window: UsageWindow): Window => ({ from: clock.now() - hours[window] * HOUR, to: clock.now() + 1 });
  return [
    defineRoute({
      id: "usage.show",
      method: "get",
      path: "/api/usage",
      tag: "usage",
      summary: "Requests, tokens, money, latency, failures, cache and tiers of the last 24 hours, 7 or 30 days.",
      access: "viewer",
      owned: "caller",
      query,
      reply: { kind: "json", schema: usageSchema },
      async handle({ parts: { thorp }, query: { window } }) {
        const wanted = windowOf(window);
        return usageToWire(thorp, wanted, await thorp.usage(wanted));
      },
    }),
    defineRoute({
      id: "usage.follow",
      method: "get",
      path: "/api/usage/stream",
      tag: "usage",
      summary: "The same figures as server-sent events `usage`, now and as they change, once a second at most.",
      access: "viewer",
      owned: "caller",
      query,
      reply: { kind: "events", schema: usageSchema },
      async handle({ parts: { thorp }, query: { window }, signal }) {
        const either = AbortSignal.any([signal, closing]);
        return valueStream(figures(), { event: "usage", clock });

        async function* figures() {
          for await (const usage of thorp.watchUsage({ window: () => windowOf(window), signal: either })) {
            yield await usageToWire(thorp, windowOf(window), usage);
            // What changes meanwhile comes as one.
            await sleep(clock, LEAST_GAP, either).catch(() => {});
          }
        }
      },
    }),
    loadRoute({ clock, closing }),
  ];
}

/** Totals over everybody, as in the metrics. */
function loadRoute({ clock, closing }: UsageRouteOptions): Route {
  return defineRoute({
    id: "load.follow",
    method: "get",
    path: "/api/load/stream",
    tag: "usage",
    summary: "What the machine and the model servers have to do, as server-sent events `load`, every two seconds.",
    access: "viewer",
    owned: "none",
    reply: { kind: "events", schema: loadSchema },
    async handle({ parts: { thorp }, signal }) {
      const either = AbortSignal.any([signal, closing]);
      return valueStream(looks(), { event: "load", clock });

      async function* looks() {
        const meter = createLoadMeter(thorp.operations, clock);
        try {
          while (!either.aborted) {
            yield meter.look();
            await sleep(clock, LOAD_GAP, either).catch(() => {});
          }
        } finally {
          meter.close();
        }
      }
    },
  });
}

async function usageToWire(thorp: Thorp, { from, to }: Window, usage: Usage) {
  const unfinished = await thorp.listRuns({ unfinished: true, limit: 1000 });
  const waiting = unfinished.filter(({ state }) => state === "waiting").length;
  const { key: _, ...calls } = { ...usage.calls, ...inDollars(usage.calls) };
  return {
    from,
    to,
    runs: usage.runs,
    calls,
    byModel: usage.byModel.map(inDollars),
    byAgent: usage.byAgent.map(inDollars),
    byTier: usage.byTier.map(inDollars),
    byDay: usage.byDay.map((sum) => ({ ...inDollars(sum), key: timeOf(Number(sum.key) * 24).slice(0, 10) })),
    byHour: usage.byHour.map((sum) => ({ ...inDollars(sum), key: timeOf(Number(sum.key)) })),
    failures: usage.failures,
    running: unfinished.length - waiting,
    waiting,
  };
}

function inDollars(sum: CallSum): Omit<CallSum, "cost"> & { readonly cost: number } {
  return { ...sum, cost: sum.cost / 1e6 };
}

/** An hour since 1970 as 2026-11-27T14. */
function timeOf(hour: number): string {
  return new Date(hour * HOUR).toISOString().slice(0, 13);
}
