/** What waits for a person, over all runs. */
import type { Calls } from "./calls.ts";
import { followValues, type StreamOptions } from "./follow-stream.ts";
import { createPlansClient } from "./plans.ts";
import { createRunsClient } from "./runs.ts";
import type { Signal } from "./wire/ask.generated.ts";
import type { InboxItem } from "./wire/inbox.generated.ts";

/** What is said to each kind of item. */
export interface InboxAnswers {
  readonly approval: Omit<Extract<Signal, { type: "approval-answer" }>, "type" | "approval">;
  readonly question: { readonly text: string };
  readonly plan: { readonly allow: boolean };
}

/** All reject with `ThorpApiError`. */
export interface InboxClient {
  /** The oldest first. */
  list(): Promise<readonly InboxItem[]>;
  /** The whole inbox, now and whenever it changes; goes on until the signal. */
  follow(options?: StreamOptions): AsyncIterable<readonly InboxItem[]>;
  /**
   * Answers an item as it was shown. Rejects with `run-state` when somebody else was faster, with `plan-changed` when
   * the plan is not the one that was shown.
   */
  answer<Item extends InboxItem>(item: Item, answer: InboxAnswers[Item["kind"]]): Promise<void>;
}

/** The part of the client for the inbox. */
export function createInboxClient(calls: Calls): InboxClient {
  const { signal } = createRunsClient(calls);
  const { approve } = createPlansClient(calls);
  const answerItem = (item: InboxItem, answer: InboxAnswers[InboxItem["kind"]]): Promise<void> => {
    const run = item.run.id;
    switch (item.kind) {
      case "approval":
        return signal(run, {
          ...(answer as InboxAnswers["approval"]),
          type: "approval-answer",
          approval: item.approval,
        });
      case "question":
        return signal(run, {
          ...(answer as InboxAnswers["question"]),
          type: "question-answer",
          question: item.question,
        });
      case "plan":
        return approve(run, { ...(answer as InboxAnswers["plan"]), revision: item.revision });
    }
  };
  return {
    list: async () => (await calls.json<Inbox>({ path: "/api/inbox" })).items,
    follow: (options) => ({ [Symbol.asyncIterator]: () => followInbox(calls, options) }),
    answer: answerItem,
  };
}

interface Inbox {
  readonly items: readonly InboxItem[];
}

async function* followInbox({ send }: Calls, options?: StreamOptions): AsyncGenerator<readonly InboxItem[]> {
  for await (const { items } of followValues<Inbox>(send, { path: "/api/inbox/stream" }, options)) yield items;
}
