/** The name of a conversation while it is changed; an empty one gives it its first words back. */
import { useRef, useState } from "react";
import { texts } from "../texts/texts.ts";
import type { ConversationEntry } from "./conversations.ts";
import { notifyFailure } from "./notices.ts";
import { queries } from "./queries.ts";
import { thorp } from "./thorp.ts";

const MOST_LETTERS = 1_000;

export interface RenameFormProps {
  readonly entry: ConversationEntry;
  readonly onEnd: () => void;
}

export function RenameForm({ entry: { id, title }, onEnd }: RenameFormProps) {
  const [name, setName] = useState(title);
  // The field that goes loses the focus once more.
  const isOver = useRef(false);
  const end = (): void => {
    isOver.current = true;
    onEnd();
  };
  const send = async (): Promise<void> => {
    if (isOver.current) return;
    isOver.current = true;
    try {
      if (name.trim() !== title) await thorp.conversations.rename(id, name.trim());
      await queries.invalidateQueries({ queryKey: ["runs"] });
    } catch (error) {
      notifyFailure(error);
    }
    onEnd();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        autoFocus
        value={name}
        maxLength={MOST_LETTERS}
        aria-label={texts.app.conversation.name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          end();
        }}
        onBlur={() => void send()}
        className="h-8 w-full rounded-md border border-line-strong/60 bg-card px-2"
      />
    </form>
  );
}
