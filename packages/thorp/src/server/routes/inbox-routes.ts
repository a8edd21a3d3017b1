/** What waits for a person, over all runs. Answers go to the run's signals, or to its plan. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import type { InboxItem } from "../../engine/inbox.ts";
import { runToWire } from "../../engine/rows-to-wire.ts";
import { inboxItemSchema } from "../../wire/inbox.ts";
import { defineRoute, type Route } from "../route.ts";
import { valueStream } from "../value-stream.ts";

/** Time, and what ends streams. */
export interface InboxRouteOptions {
  readonly clock: Clock;
  readonly closing: AbortSignal;
}

const inbox = z
  .object({ items: z.array(inboxItemSchema) })
  .meta({ id: "Inbox", description: "What waits for a person." });

/** The oldest first. */
export function inboxRoutes({ clock, closing }: InboxRouteOptions): readonly Route[] {
  return [
    defineRoute({
      id: "inbox.list",
      method: "get",
      path: "/api/inbox",
      tag: "inbox",
      summary: "Approvals, questions and plans that wait for a person, over all runs.",
      access: "viewer",
      owned: "caller",
      reply: { kind: "json", schema: inbox },
      handle: async ({ parts }) => inboxToWire(await parts.thorp.inbox()),
    }),
    defineRoute({
      id: "inbox.follow",
      method: "get",
      path: "/api/inbox/stream",
      tag: "inbox",
      summary: "The inbox as server-sent events `inbox`: whole, now and whenever it changes.",
      access: "viewer",
      owned: "caller",
      reply: { kind: "events", schema: inbox },
      async handle({ parts, signal }) {
        const items = parts.thorp.watchInbox({ signal: AbortSignal.any([signal, closing]) });
        return valueStream(mapped(items, inboxToWire), { event: "inbox", clock });
      },
    }),
  ];
}

function inboxToWire(items: readonly InboxItem[]) {
  return { items: items.map(({ run, ...item }) => ({ ...item, run: runToWire(run) })) };
}

async function* mapped<From, To>(values: AsyncIterable<From>, to: (value: From) => To): AsyncGenerator<To> {
  for await (const value of values) yield to(value);
}
