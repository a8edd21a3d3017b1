/** What a connection has subscribed to: one loop for each, which reads only while the connection has room. */
import { ThorpError } from "../../base/errors.ts";
import { runToWire } from "../../engine/rows-to-wire.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { eventToWire, updateToWire } from "../../events/to-wire.ts";
import type { SocketTopic } from "../../wire/socket.ts";
import type { ListNews } from "./list-news.ts";
import type { Outbox } from "./outbox.ts";

/** Of one connection. */
export interface Subscriptions {
  /** Resolves when the subscription has ended. Rejects with `input-invalid` for an id in use and one too many. */
  begin(id: string, topic: SocketTopic): Promise<void>;
  /** False: there is none of that id. */
  stop(id: string): boolean;
  count(): number;
  close(): void;
}

/** What subscriptions read, and where to. */
export interface SubscriptionsOptions {
  /** As far as the caller reaches. */
  readonly thorp: Thorp;
  readonly outbox: Outbox;
  readonly news: ListNews;
}

const MOST = 64;
const NEWEST = 50;

/** None yet. */
export function createSubscriptions({ thorp, outbox, news }: SubscriptionsOptions): Subscriptions {
  const stopById = new Map<string, AbortController>();

  const followRun = async (id: string, { run, after = 0 }: RunTopic, signal: AbortSignal): Promise<void> => {
    if ((await thorp.findRun(run)) === undefined) throw new ThorpError("run-unknown", `There is no run ${run}.`);
    let isOver = false;
    for await (const update of thorp.follow(run, { after, signal })) {
      outbox.update(id, updateToWire(update));
      isOver ||= update.kind === "event" && update.event.type === "run-end";
      if (!(await outbox.room())) return;
    }
    if (signal.aborted) return;
    const why = isOver || (await hasEnded(thorp, run)) ? "run-end" : "gone";
    outbox.reply({ type: "end", id, why });
  };
  const followList = async (send: () => Promise<void>, signal: AbortSignal): Promise<void> => {
    let hasNews = true;
    let wake = (): void => {};
    const stop = news.listen(() => {
      hasNews = true;
      wake();
    });
    signal.addEventListener("abort", () => wake(), { once: true });
    try {
      while (!signal.aborted) {
        if (!hasNews) await new Promise<void>((resolve) => (wake = resolve));
        else {
          hasNews = false;
          await send();
          if (!(await outbox.room())) return;
        }
      }
    } finally {
      stop();
    }
  };
  const follow = (id: string, topic: SocketTopic, signal: AbortSignal): Promise<void> => {
    if (topic.kind === "run") return followRun(id, topic, signal);
    if (topic.kind === "inbox")
      return followList(async () => outbox.reply({ type: "inbox", id, open: await openAsks(thorp) }), signal);
    const filter = topic.kind === "conversation" ? { conversation: topic.conversation } : {};
    return followList(async () => {
      const runs = await thorp.listRuns({ ...filter, limit: NEWEST });
      outbox.reply({ type: "runs", id, runs: runs.map(runToWire) });
    }, signal);
  };

  return {
    async begin(id, topic) {
      if (stopById.has(id)) throw new ThorpError("input-invalid", `The subscription ${id} is there already.`);
      if (stopById.size >= MOST)
        throw new ThorpError("input-invalid", `A connection has at most ${MOST} subscriptions.`, {
          hint: "Unsubscribe from what is no longer looked at.",
        });
      const stopping = new AbortController();
      stopById.set(id, stopping);
      try {
        await follow(id, topic, stopping.signal);
      } finally {
        if (stopById.get(id) === stopping) stopById.delete(id);
      }
    },
    stop(id) {
      const stopping = stopById.get(id);
      stopById.delete(id);
      stopping?.abort();
      return stopping !== undefined;
    },
    count: () => stopById.size,
    close() {
      for (const stopping of stopById.values()) stopping.abort();
      stopById.clear();
    },
  };
}

type RunTopic = Extract<SocketTopic, { kind: "run" }>;

async function hasEnded(thorp: Thorp, run: string): Promise<boolean> {
  const row = await thorp.findRun(run).catch(() => undefined);
  return row?.endedAt !== undefined;
}

/** Of the newest runs that wait. */
async function openAsks(thorp: Thorp) {
  const runs = await thorp.listRuns({ unfinished: true, limit: 1000 });
  const waiting = runs.filter(({ state }) => state === "waiting").slice(0, NEWEST);
  const details = await Promise.all(waiting.map(({ id }) => thorp.showRun(id).catch(() => undefined)));
  return details.flatMap((detail) => detail?.open ?? []).map(eventToWire);
}
