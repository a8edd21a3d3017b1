/** Commands that fit what is typed, above the request. */
import { texts } from "../texts/texts.ts";
import type { Command } from "./commands.ts";

export interface CommandListProps {
  readonly id: string;
  readonly commands: readonly Command[];
  readonly chosen: number;
  readonly onPick: (command: Command) => void;
}

export function CommandList({ id, commands, chosen, onPick }: CommandListProps) {
  if (commands.length === 0) return <p className="px-3 py-2 text-xs text-dim">{texts.chat.commands.none}</p>;
  return (
    <ul id={id} role="listbox" aria-label={texts.chat.commands.name} className="max-h-56 overflow-y-auto p-1">
      {commands.map((command, index) => (
        <li
          key={command.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // The request keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(command);
          }}
          className="flex gap-3 rounded-sm px-2 py-1 aria-selected:bg-inset"
        >
          <span className="font-mono text-xs leading-5">
            {command.sign ?? "/"}
            {command.name}
          </span>
          <span className="truncate text-dim">{command.about}</span>
        </li>
      ))}
    </ul>
  );
}
