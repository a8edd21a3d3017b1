/** The field of a request: its draft, its keys, and the commands that a slash brings up. */

import type { ServerOffers } from "@thorp/client";
import { type ChangeEvent, type KeyboardEvent, useState } from "react";
import { type Command, commandsFor, resourcesFor } from "./commands.ts";
import { useDraft, writeDraft } from "./drafts.ts";

export interface RequestFieldOptions {
  readonly conversation: string | undefined;
  readonly commands: readonly Command[];
  readonly offers: ServerOffers;
  readonly id: string;
  readonly onEnter: () => void;
}

export function useRequestField({ conversation, commands, offers, id, onEnter }: RequestFieldOptions) {
  const text = useDraft(conversation);
  const [chosen, setChosen] = useState(0);
  /** What the list was closed over; it comes back with the next letter. */
  const [closed, setClosed] = useState<string>();
  const found = commandsFor(text, commands) ?? (closed === text ? undefined : resourcesFor(text, offers));
  const count = found?.length ?? 0;
  const at = Math.min(chosen, Math.max(0, count - 1));
  const pick = (command: Command): void => {
    writeDraft(conversation, "");
    setChosen(0);
    const rest = command.run();
    if (rest !== undefined) writeDraft(conversation, rest);
  };
  const onListKey = (event: KeyboardEvent): boolean => {
    if (found === undefined) return false;
    const step = { ArrowDown: 1, ArrowUp: count - 1 }[event.key];
    if (step !== undefined && count > 0) setChosen((at + step) % count);
    // Closes the list; a run that is under way goes on.
    else if (event.key === "Escape" && found[at]?.sign === "@") setClosed(text);
    else if (event.key === "Escape") writeDraft(conversation, "");
    else if (event.key === "Enter" && found[at] !== undefined) pick(found[at]);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a word is being composed, Enter ends the word.
    if (event.nativeEvent.isComposing) return;
    const isSend = event.key === "Enter" && !event.shiftKey;
    if (!onListKey(event)) {
      if (!isSend) return;
      onEnter();
    }
    event.preventDefault();
  };
  const listId = `${id}-commands`;
  return {
    text,
    found,
    at,
    pick,
    props: {
      id,
      value: text,
      onKeyDown,
      onChange: (event: ChangeEvent<HTMLTextAreaElement>) => {
        writeDraft(conversation, event.target.value);
        setChosen(0);
      },
      "aria-autocomplete": "list",
      "aria-controls": found === undefined ? undefined : listId,
      "aria-activedescendant": count === 0 ? undefined : `${listId}-${at}`,
    } as const,
  };
}
