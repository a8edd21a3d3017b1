/** Where one can go: a new conversation, the pages, the conversations. */

import {
  Boxes,
  ChartNoAxesColumn,
  Inbox,
  ListTree,
  type LucideIcon,
  Search,
  Settings,
  SquarePen,
  Users,
  Wrench,
} from "lucide-react";
import { texts } from "../texts/texts.ts";
import { classNames } from "../ui/class-names.ts";
import { addressOf } from "./base-path.ts";
import { ConversationList } from "./conversation-list.tsx";
import { Link } from "./link.tsx";
import type { Place } from "./places.ts";
import { modifier } from "./shortcuts.ts";
import { ThemeMenu } from "./theme-menu.tsx";
import { useWaiting } from "./use-waiting.ts";

const pages: readonly (readonly [place: Place, name: keyof typeof texts.app.pages, icon: LucideIcon])[] = [
  [{ page: "inbox" }, "inbox", Inbox],
  [{ page: "runs" }, "runs", ListTree],
  [{ page: "dashboard" }, "dashboard", ChartNoAxesColumn],
  [{ page: "teams" }, "teams", Users],
  [{ page: "models" }, "models", Boxes],
  [{ page: "tools" }, "tools", Wrench],
  [{ page: "settings", section: "preferences" }, "settings", Settings],
];

const row =
  "flex h-8 items-center gap-2 rounded-md px-2 text-dim hover:bg-inset hover:text-ink aria-[current=page]:bg-inset aria-[current=page]:font-medium aria-[current=page]:text-ink";

export interface SidebarProps {
  readonly place: Place;
  readonly isOpen: boolean;
  /** Something was chosen. */
  readonly onLeave: () => void;
  readonly onSearch: () => void;
}

export function Sidebar({ place, isOpen, onLeave, onSearch }: SidebarProps) {
  return (
    <nav
      aria-label={texts.app.navigation}
      className={classNames(
        "w-full shrink-0 flex-col gap-3 border-r border-line bg-ground p-3 max-md:flex-1 max-md:overflow-y-auto md:flex md:w-60",
        isOpen ? "flex" : "hidden",
      )}
      onClick={(event) => (event.target as Element).closest("a") !== null && onLeave()}
    >
      <div className="hidden items-center gap-2 px-2 pt-1 md:flex">
        <img src={addressOf("/icon.svg")} alt="" className="size-5" />
        <span className="font-semibold tracking-tight">{texts.common.product}</span>
      </div>
      <div className="flex gap-2">
        <Link
          to={{ page: "chat" }}
          className="flex h-9 flex-1 items-center justify-center gap-2 rounded-md bg-accent font-medium text-on-accent hover:brightness-110"
        >
          <SquarePen aria-hidden="true" className="size-4" />
          {texts.app.newConversation}
        </Link>
        <button
          type="button"
          aria-label={texts.app.palette}
          title={`${texts.app.palette} (${modifier} K)`}
          onClick={onSearch}
          className="flex size-9 items-center justify-center rounded-md border border-line bg-card text-dim hover:text-ink"
        >
          <Search aria-hidden="true" className="size-4" />
        </button>
      </div>
      <ul className="grid grid-cols-2 gap-px md:grid-cols-1">
        {pages.map(([to, name, Icon]) => (
          <li key={name}>
            <Link to={to} isCurrent={place.page === to.page} className={row}>
              <Icon aria-hidden="true" className="size-4" />
              {texts.app.pages[name]}
              {name === "inbox" && <WaitingBadge />}
            </Link>
          </li>
        ))}
      </ul>
      <ConversationList current={place.page === "chat" ? place.conversation : undefined} />
      <ThemeMenu />
    </nav>
  );
}

function WaitingBadge() {
  const count = useWaiting().length;
  if (count === 0) return null;
  return (
    <span className="figures ml-auto rounded-full bg-warn-soft px-1.5 text-xs font-medium text-warn">
      {count}
      <span className="sr-only"> {texts.app.waitsTitle}</span>
    </span>
  );
}
