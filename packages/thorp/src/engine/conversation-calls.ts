/** What persons do with what was said: read it, name it, take the last of it back. */

import type { Clock } from "../base/clock.ts";
import { definedOf } from "../base/defined-of.ts";
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import { runsOf, titleFrom } from "./conversations.ts";
import { answerCall } from "./feedback.ts";
import { isBuiltUpon } from "./lineage.ts";
import { startEventOf } from "./live-runs.ts";
import type { Thorp } from "./thorp.ts";
import { undoRun } from "./undo-run.ts";

/** `store` is written to and stays open; `clock` dates what persons add to the journal. */
export interface ConversationParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Throws `run-unknown`. */
  readonly eventsOf: (run: string) => Promise<readonly RunEvent[]>;
  /** This process works on the run. */
  readonly isLive: (run: string) => boolean;
  /** Lets go of what caches hold of the answers of services to the run. */
  readonly forgetKept: (run: string) => Promise<void>;
}

type ConversationCalls = Pick<
  Thorp,
  "undo" | "modelCalls" | "messages" | "renameConversation" | "deleteRun" | "deleteConversation" | "giveFeedback"
>;

/** Changes resolve when they are durable. With `forget`, the files are put back before the journal says so. */
export function conversationCalls({
  store,
  clock,
  eventsOf,
  isLive,
  forgetKept,
}: ConversationParts): ConversationCalls {
  const demandQuiet = (run: string): void => {
    if (!isLive(run)) return;
    throw new ThorpError("run-state", `Run ${run} is under way.`, { hint: `Run \`thorp runs cancel ${run}\` first.` });
  };
  return {
    async undo(run, { forget = false } = {}) {
      const events = await eventsOf(run);
      if (!forget) return undoRun(events, store);
      const last = await lastToForget(events, store);
      const undone = await undoRun(events, store);
      // After the files: the journal never says of an exchange that it is gone while its files still stand.
      store.append({ run, at: clock.now(), body: { path: "", type: "run-undo", last, ...undone } });
      await store.committed(run);
      return undone;
    },
    modelCalls: (run) => store.modelCalls(run),
    messages: (conversation) => store.messages(conversation),
    async deleteRun(run) {
      demandQuiet(run);
      await eventsOf(run);
      await forgetKept(run);
      await store.deleteRun(run);
    },
    async deleteConversation(conversation) {
      const runs = await runsOf({ listRuns: (filter) => store.runs(filter) }, conversation);
      if (runs.length === 0) throw unknownConversation(conversation);
      for (const { id } of runs) demandQuiet(id);
      // What an interruption leaves is a conversation that ends earlier, not one with a hole.
      for (const { id } of runs) {
        await forgetKept(id);
        await store.deleteRun(id);
      }
    },
    async giveFeedback(run, { by, rating, reason, edited, prefer }) {
      const about = answerCall(await eventsOf(run));
      const said = definedOf({ by, rating, reason, edited, prefer, about });
      store.append({ run, at: clock.now(), body: { path: "", type: "feedback", ...said } });
      await store.committed(run);
    },
    async renameConversation(conversation, title) {
      const [newest] = await store.runs({ conversation, limit: 1 });
      if (newest === undefined) throw unknownConversation(conversation);
      const body = { path: "", type: "conversation-rename", title: titleFrom(title) } as const;
      store.append({ run: newest.id, at: clock.now(), body });
      await store.committed(newest.id);
    },
  };
}

function unknownConversation(conversation: string): ThorpError {
  return new ThorpError("conversation-unknown", `There is no conversation ${conversation}.`);
}

/**
 * The newest run of the conversation, for `run-undo`. Only the last exchange of a branch may be taken back: nothing was
 * built upon it. Throws `run-state` for any other.
 */
async function lastToForget(events: readonly RunEvent[], store: Store): Promise<string> {
  const { run, request } = startEventOf(events);
  if (!events.some(({ type }) => type === "run-end"))
    throw new ThorpError("run-state", `Run ${run} has not ended.`, {
      hint: `Run \`thorp runs cancel ${run}\` first.`,
    });
  const rows = await store.lineage(request.conversation);
  const isUndone = rows.some((row) => row.run === run && row.undoneAfter !== undefined);
  if (!isUndone && !isBuiltUpon(run, rows)) return rows.findLast(({ isDeleted }) => !isDeleted)?.run ?? run;
  throw new ThorpError(
    "run-state",
    isUndone ? `Run ${run} was taken back already.` : `Another run follows run ${run}.`,
    { hint: `Only the last exchange can be taken back whole; \`thorp runs undo ${run}\` mends the files alone.` },
  );
}
