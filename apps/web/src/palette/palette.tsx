/** One field for everything: pages, conversations, actions. Loaded when it is first opened. */
import { Command } from "cmdk";
import {
  Bell,
  Boxes,
  ChartNoAxesColumn,
  Inbox,
  Keyboard,
  ListTree,
  type LucideIcon,
  MessageSquare,
  Moon,
  Settings,
  SquarePen,
  TextSearch,
  Users,
  Wrench,
} from "lucide-react";
import { useState } from "react";
import { type Place, settingsSections } from "../app/places.ts";
import { setTheme, themes } from "../app/theme.ts";
import { useConversations } from "../app/use-conversations.ts";
import { useFoundConversations } from "../app/use-found-conversations.ts";
import { goTo } from "../app/use-place.ts";
import { texts } from "../texts/texts.ts";
import { Dialog } from "../ui/dialog.tsx";

const words = texts.app;
const MOST_CONVERSATIONS = 50;

const pages: readonly (readonly [place: Place, name: keyof typeof words.pages, icon: LucideIcon])[] = [
  [{ page: "inbox" }, "inbox", Inbox],
  [{ page: "runs" }, "runs", ListTree],
  [{ page: "dashboard" }, "dashboard", ChartNoAxesColumn],
  [{ page: "teams" }, "teams", Users],
  [{ page: "models" }, "models", Boxes],
  [{ page: "tools" }, "tools", Wrench],
];

export interface PaletteProps {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}

export function Palette({ onClose, onShortcuts }: PaletteProps) {
  const [search, setSearch] = useState("");
  const conversations = (useConversations().all ?? []).slice(0, MOST_CONVERSATIONS);
  const isNamed = ({ title }: { readonly title: string }): boolean =>
    title.toLowerCase().includes(search.trim().toLowerCase());
  const inMessages = useFoundConversations(search, new Set(conversations.filter(isNamed).map(({ id }) => id)));
  const go = (place: Place): void => {
    onClose();
    goTo(place);
  };
  return (
    <Dialog title={words.palette} isTitleHidden isOpen onClose={onClose}>
      <Command label={words.palette} loop className="flex min-h-0 flex-col">
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={words.palettePlaceholder}
          className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-[0.9375rem] outline-none"
        />
        <Command.List className="min-h-0 overflow-y-auto p-1.5">
          <Command.Empty className="p-4 text-center text-dim">{words.paletteEmpty}</Command.Empty>
          <Command.Group heading={<Heading text={words.paletteGroups.actions} />}>
            <Item icon={SquarePen} text={words.newConversation} onSelect={() => go({ page: "chat" })} />
            <Item icon={Keyboard} text={words.shortcuts.name} onSelect={onShortcuts} />
            <NoticeItem onClose={onClose} />
            {themes.map((theme) => (
              <Item
                key={theme}
                icon={Moon}
                text={`${words.theme.name}: ${words.theme[theme]}`}
                onSelect={() => {
                  setTheme(theme);
                  onClose();
                }}
              />
            ))}
          </Command.Group>
          <Pages onGo={go} />
          {conversations.length > 0 && (
            <Command.Group heading={<Heading text={words.paletteGroups.conversations} />}>
              {conversations.map(({ id, title }) => (
                <Item
                  key={id}
                  icon={MessageSquare}
                  value={`${title} ${id}`}
                  text={title}
                  onSelect={() => go({ page: "chat", conversation: id })}
                />
              ))}
            </Command.Group>
          )}
          {inMessages.length > 0 && (
            <Command.Group heading={<Heading text={words.paletteGroups.messages} />}>
              {inMessages.map(({ id, title, excerpt }) => (
                <Item
                  key={id}
                  icon={TextSearch}
                  // What the server found is not to be filtered again.
                  value={`${search} message ${id}`}
                  text={`${title}: ${excerpt}`}
                  onSelect={() => go({ page: "chat", conversation: id })}
                />
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Pages({ onGo }: { readonly onGo: (place: Place) => void }) {
  return (
    <Command.Group heading={<Heading text={words.paletteGroups.pages} />}>
      {pages.map(([place, name, icon]) => (
        <Item key={name} icon={icon} text={words.pages[name]} onSelect={() => onGo(place)} />
      ))}
      {settingsSections.map((section) => (
        <Item
          key={section}
          icon={Settings}
          text={`${words.pages.settings}: ${texts.settings.sections[section]}`}
          onSelect={() => onGo({ page: "settings", section })}
        />
      ))}
    </Command.Group>
  );
}

function NoticeItem({ onClose }: Pick<PaletteProps, "onClose">) {
  if (typeof Notification === "undefined" || Notification.permission !== "default") return null;
  return (
    <Item
      icon={Bell}
      text={words.allowNotices}
      onSelect={() => {
        onClose();
        void Notification.requestPermission();
      }}
    />
  );
}

function Heading({ text }: { readonly text: string }) {
  return <span className="block px-2 pt-2 pb-1 text-xs font-medium text-dim">{text}</span>;
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly text: string;
  /** What is searched and told apart; the text by default. */
  readonly value?: string;
  readonly onSelect: () => void;
}

function Item({ icon: Icon, text, value = text, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 items-center gap-2.5 rounded-md px-2 aria-selected:bg-inset"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-dim" />
      <span className="truncate">{text}</span>
    </Command.Item>
  );
}
