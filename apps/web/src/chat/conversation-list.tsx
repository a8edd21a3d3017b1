/** The newest conversations, each by the words that it began with. */

import { useQuery } from "@tanstack/react-query";
import type { Run } from "@thorp/client";
import { Link } from "../app/link.tsx";
import { thorp } from "../app/thorp.ts";
import { StateMark } from "../parts/state-mark.tsx";
import { words } from "../words.ts";

export function ConversationList({ current }: { readonly current: string | undefined }) {
  const { data } = useQuery({
    queryKey: ["runs", "newest"],
    queryFn: () => thorp.runs.list({ limit: 200 }),
    refetchInterval: 5_000,
  });
  const conversations = data === undefined ? [] : newestOf(data);
  return (
    <section aria-label={words.conversations} className="min-h-0 flex-1">
      <h2 className="px-2 pb-1 text-sm text-dim">{words.conversations}</h2>
      {conversations.length === 0 && <p className="px-2 text-sm text-dim">{words.noConversations}</p>}
      <ul>
        {conversations.map(({ id, title, last }) => (
          <li key={id}>
            <Link
              to={{ page: "chat", conversation: id }}
              isCurrent={id === current}
              className="flex gap-2 rounded px-2 py-1.5 text-sm hover:bg-ground aria-[current=page]:bg-ground aria-[current=page]:font-medium"
            >
              <StateMark state={last.state} isBare />
              <span className="truncate">{title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly last: Run;
}

/** In the order of their last run; the title is the oldest request that is known. */
function newestOf(runs: readonly Run[]): readonly Conversation[] {
  const byId = new Map<string, Conversation>();
  for (const run of runs) {
    const known = byId.get(run.conversation);
    byId.set(run.conversation, { id: run.conversation, title: run.text, last: known?.last ?? run });
  }
  return [...byId.values()];
}
