/** Which keys there are. */
import { texts } from "../texts/texts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { modifier } from "./shortcuts.ts";

const words = texts.app.shortcuts;
const rows: readonly (readonly [keys: readonly string[], about: string])[] = [
  [[modifier, "K"], words.palette],
  [[modifier, "Shift", "O"], words.newConversation],
  [["Shift", "Esc"], words.focusRequest],
  [["Enter"], words.send],
  [["Shift", "Enter"], words.newLine],
  [["/"], words.commands],
  [["Esc"], words.stop],
  [[modifier, "/"], words.shortcuts],
];

export function ShortcutList({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title={words.name} isOpen={isOpen} onClose={onClose}>
      <dl className="divide-y divide-line overflow-y-auto px-4 py-2">
        {rows.map(([keys, about]) => (
          <div key={about} className="flex items-center justify-between gap-4 py-2">
            <dt>{about}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded-sm border border-line bg-inset px-1.5 py-0.5 font-sans text-xs">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
