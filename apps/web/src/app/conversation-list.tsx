/** The newest conversations by their names; found by those and by every message in them. */
import { useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { ConversationRow, rowLook } from "./conversation-row.tsx";
import { Link } from "./link.tsx";
import { useConversations } from "./use-conversations.ts";
import { useFoundConversations } from "./use-found-conversations.ts";

const FEW = 8;

export function ConversationList({ current }: { readonly current: string | undefined }) {
  const [search, setSearch] = useState("");
  const { all, more } = useConversations();
  const found = all?.filter(({ title }) => title.toLowerCase().includes(search.trim().toLowerCase()));
  const inMessages = useFoundConversations(search, new Set(found?.map(({ id }) => id)));
  return (
    <section aria-label={texts.app.conversations} className="flex min-h-0 flex-1 flex-col gap-1">
      <h2 className="px-2 text-xs font-medium text-dim">{texts.app.conversations}</h2>
      {(all?.length ?? 0) > FEW && (
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
        {found?.map((entry) => (
          <ConversationRow key={entry.id} entry={entry} isCurrent={entry.id === current} />
        ))}
        {inMessages.map(({ id, title, excerpt }) => (
          <li key={id}>
            <Link
              to={{ page: "chat", conversation: id }}
              isCurrent={id === current}
              className={`block rounded-md px-2 py-1 ${rowLook}`}
            >
              <span className="block truncate">{title}</span>
              <span className="block truncate text-xs">{excerpt}</span>
            </Link>
          </li>
        ))}
        {more !== undefined && search === "" && (
          <li>
            <Button look="quiet" size="small" className="w-full" onClick={more}>
              {texts.app.moreConversations}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}
