/** The frame of every page: where one can go on the left, where one is in the middle. */
import { lazy, Suspense, useState } from "react";
import { ChatPage } from "../chat/chat-page.tsx";
import { ConversationList } from "../chat/conversation-list.tsx";
import { words } from "../words.ts";
import { Link } from "./link.tsx";
import { type Place, usePlace } from "./location.ts";

const RunsPage = lazy(async () => ({ default: (await import("../runs/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("../runs/run-page.tsx")).RunPage }));
const CataloguePage = lazy(async () => ({ default: (await import("../catalogue/catalogue-page.tsx")).CataloguePage }));

const pages = ["runs", "teams", "models", "tools"] as const;

export function App() {
  const place = usePlace();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-card focus:p-2">
        {words.skipToContent}
      </a>
      <header className="flex items-center justify-between border-b border-line bg-card p-2 md:hidden">
        <button type="button" className="rounded px-3 py-2" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {words.menu}
        </button>
        <span className="font-semibold">Thorp</span>
      </header>
      <nav
        aria-label={words.navigation}
        className={`${isOpen ? "flex" : "hidden"} w-full shrink-0 flex-col gap-2 overflow-y-auto border-r border-line bg-card p-3 md:flex md:w-64`}
        onClick={() => setOpen(false)}
      >
        <Link to={{ page: "chat" }} className="rounded bg-accent px-3 py-2 text-center font-medium text-on-accent">
          {words.newConversation}
        </Link>
        <ul className="flex flex-wrap gap-1 text-sm">
          {pages.map((page) => (
            <li key={page}>
              <Link
                to={{ page }}
                isCurrent={place.page === page}
                className="block rounded px-2 py-1 hover:underline aria-[current=page]:font-semibold aria-[current=page]:text-accent"
              >
                {words.pages[page]}
              </Link>
            </li>
          ))}
        </ul>
        <ConversationList current={place.page === "chat" ? place.conversation : undefined} />
      </nav>
      <main id="main" className="min-h-0 min-w-0 flex-1 overflow-hidden">
        <Suspense fallback={<p className="p-4 text-dim">{words.loading}</p>}>{pageAt(place)}</Suspense>
      </main>
    </div>
  );
}

function pageAt(place: Place) {
  switch (place.page) {
    case "chat":
      return <ChatPage conversation={place.conversation} />;
    case "runs":
      return <RunsPage />;
    case "run":
      return <RunPage run={place.run} />;
    default:
      return <CataloguePage page={place.page} />;
  }
}
