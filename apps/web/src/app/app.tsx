/** The frame of every page: where one can go on the left, where one is in the middle. */

import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { ChatPage } from "../chat/chat-page.tsx";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { AwayLine } from "./away-line.tsx";
import { addressOf } from "./base-path.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { NoticeList } from "./notice-list.tsx";
import { type Place, pathOf } from "./places.ts";
import { useShortcuts } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { goTo, usePlace } from "./use-place.ts";
import { useTurns } from "./use-turns.ts";

const RunsPage = lazy(async () => ({ default: (await import("../runs/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("../runs/run-page.tsx")).RunPage }));
const InboxPage = lazy(async () => ({ default: (await import("../inbox/inbox-page.tsx")).InboxPage }));
const CataloguePage = lazy(async () => ({ default: (await import("../catalogue/catalogue-page.tsx")).CataloguePage }));
const DashboardPage = lazy(async () => ({ default: (await import("../dashboard/dashboard-page.tsx")).DashboardPage }));
const SettingsPage = lazy(async () => ({ default: (await import("../settings/settings-page.tsx")).SettingsPage }));
const Palette = lazy(async () => ({ default: (await import("../palette/palette.tsx")).Palette }));
const ShortcutList = lazy(async () => ({ default: (await import("./shortcut-list.tsx")).ShortcutList }));

type Window = "palette" | "shortcuts";

export function App() {
  const place = usePlace();
  useTurns(place);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [open, setOpen] = useState<Window>();
  const close = useCallback(() => setOpen(undefined), []);
  useShortcuts({
    palette: useCallback(() => setOpen("palette"), []),
    list: useCallback(() => setOpen("shortcuts"), []),
    newConversation: useCallback(() => goTo({ page: "chat" }), []),
    focusRequest: focusRequest,
  });
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-card focus:p-2">
        {texts.app.skipToContent}
      </a>
      <header className="flex h-12 shrink-0 items-center justify-between border-b border-line px-2 md:hidden">
        <Button look="quiet" icon={MenuIcon} aria-expanded={isMenuOpen} onClick={() => setMenuOpen(!isMenuOpen)}>
          {texts.app.menu}
        </Button>
        <span className="flex items-center gap-2 pr-2 font-semibold">
          <img src={addressOf("/icon.svg")} alt="" className="size-5" />
          {texts.common.product}
        </span>
      </header>
      <Sidebar
        place={place}
        isOpen={isMenuOpen}
        onLeave={() => setMenuOpen(false)}
        onSearch={() => setOpen("palette")}
      />
      <main id="main" className={`flex min-h-0 min-w-0 flex-1 flex-col ${isMenuOpen ? "max-md:hidden" : ""}`}>
        <AwayLine />
        <div className="min-h-0 flex-1">
          <ErrorBoundary about={pathOf(place)}>
            <Suspense
              fallback={
                <div className="mx-auto max-w-6xl p-8">
                  <Waiting rows={6} label={texts.common.loading} />
                </div>
              }
            >
              {pageAt(place)}
            </Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <NoticeList />
      {open !== undefined && <span hidden data-window />}
      <Suspense fallback={null}>
        {open === "palette" && <Palette onClose={close} onShortcuts={() => setOpen("shortcuts")} />}
        {open === "shortcuts" && <ShortcutList isOpen onClose={close} />}
      </Suspense>
    </div>
  );
}

function focusRequest(): void {
  document.querySelector<HTMLElement>("[data-request]")?.focus();
}

function pageAt(place: Place) {
  switch (place.page) {
    case "chat":
      return <ChatPage conversation={place.conversation} />;
    case "runs":
      return <RunsPage filter={place} />;
    case "run":
      return <RunPage run={place.run} tab={place.tab} task={place.task} />;
    case "inbox":
      return <InboxPage />;
    case "teams":
    case "models":
    case "tools":
      return <CataloguePage page={place.page} />;
    case "dashboard":
      return <DashboardPage />;
    case "settings":
      return <SettingsPage section={place.section} variable={place.variable} />;
  }
}
