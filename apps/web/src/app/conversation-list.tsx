/** The newest conversations, each by the words that it began with; found by those and by every message in them. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { StateMark } from "../parts/state-mark.tsx";
import { texts } from "../texts/texts.ts";
import { Waiting } from "../ui/empty.tsx";
import { conversationsOf } from "./conversations.ts";
import { Link } from "./link.tsx";
import { thorp } from "./thorp.ts";
import { useFoundConversations } from "./use-found-conversations.ts";

/** Renewed every few seconds, also while nobody looks: that is when news of a run counts. */
export function useNewestRuns() {
  return useQuery({
    queryKey: ["runs", "newest"],
    queryFn: () => thorp.runs.list({ limit: 500 }),
    refetchInterval: 5_000,
    refetchIntervalInBackground: true,
  }).data;
}

export function useConversations() {
  const runs = useNewestRuns();
  return useMemo(() => (runs === undefined ? undefined : conversationsOf(runs)), [runs]);
}

export function ConversationList({ current }: { readonly current: string | undefined }) {
  const [search, setSearch] = useState("");
  const all = useConversations();
  const found = all?.filter(({ title }) => title.toLowerCase().includes(search.trim().toLowerCase()));
  const inMessages = useFoundConversations(search, new Set(found?.map(({ id }) => id)));
  return (
    <section aria-label={texts.app.conversations} className="flex min-h-0 flex-1 flex-col gap-1">
      <h2 className="px-2 text-xs font-medium text-dim">{texts.app.conversations}</h2>
      {(all?.length ?? 0) > 8 && (
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          aria-label={texts.app.searchConversations}
          placeholder={texts.app.searchConversations}
          className="h-8 rounded-md border border-line bg-card px-2 text-xs"
        />
      )}
      {all === undefined && <Waiting rows={5} label={texts.common.loading} />}
      {found?.length === 0 && inMessages.length === 0 && (
        <p className="px-2 text-xs text-dim">{search === "" ? texts.app.noConversations : texts.app.nothingFound}</p>
      )}
      <ul className="min-h-0 flex-1 space-y-px overflow-y-auto">
        {found?.map(({ id, title, last }) => (
          <li key={id}>
            <Link
              to={{ page: "chat", conversation: id }}
              isCurrent={id === current}
              className="flex h-8 items-center gap-2 rounded-md px-2 text-dim hover:bg-inset hover:text-ink aria-[current=page]:bg-inset aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              <span className="min-w-0 flex-1 truncate">{title}</span>
              {last.state !== "done" && <StateMark state={last.state} isBare isRun />}
            </Link>
          </li>
        ))}
        {inMessages.map(({ id, title, excerpt }) => (
          <li key={id}>
            <Link
              to={{ page: "chat", conversation: id }}
              isCurrent={id === current}
              className="block rounded-md px-2 py-1 text-dim hover:bg-inset hover:text-ink aria-[current=page]:bg-inset aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              <span className="block truncate">{title}</span>
              <span className="block truncate text-xs">{excerpt}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
