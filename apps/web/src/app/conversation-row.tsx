/** One conversation in the list: where it is, how it goes, and what can be done with it as a whole. */
import { Download, Ellipsis, FileText, Pencil, Trash2 } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { StateMark } from "../parts/state-mark.tsx";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { saveConversation } from "./conversation-file.ts";
import type { ConversationEntry } from "./conversations.ts";
import { Link } from "./link.tsx";

const RenameForm = lazy(async () => ({ default: (await import("./rename-form.tsx")).RenameForm }));
const DeleteDialog = lazy(async () => ({ default: (await import("./delete-dialog.tsx")).DeleteDialog }));
const words = texts.app.conversation;

export const rowLook =
  "text-dim hover:bg-inset hover:text-ink aria-[current=page]:bg-inset aria-[current=page]:font-medium aria-[current=page]:text-ink";

export interface ConversationRowProps {
  readonly entry: ConversationEntry;
  readonly isCurrent: boolean;
}

export function ConversationRow({ entry, isCurrent }: ConversationRowProps) {
  const { id, title, state } = entry;
  const [doing, setDoing] = useState<"rename" | "delete">();
  const menu = useRef<HTMLButtonElement>(null);
  const end = (): void => {
    setDoing(undefined);
    menu.current?.focus();
  };
  if (doing === "rename")
    return (
      <li>
        <Suspense fallback={null}>
          <RenameForm entry={entry} onEnd={end} />
        </Suspense>
      </li>
    );
  return (
    <li className="group/row relative">
      <Link
        to={{ page: "chat", conversation: id }}
        isCurrent={isCurrent}
        title={title}
        className={`flex h-8 items-center gap-2 rounded-md px-2 group-focus-within/row:pr-8 group-hover/row:pr-8 max-md:pr-8 ${rowLook}`}
      >
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {state !== undefined && state !== "done" && <StateMark state={state} isBare isRun />}
      </Link>
      <span className="absolute top-0.5 right-0.5 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 max-md:opacity-100 has-[[aria-expanded=true]]:opacity-100">
        <Menu
          label={words.menu(title)}
          trigger={<Button ref={menu} look="quiet" size="small" icon={Ellipsis} label={words.menu(title)} />}
          items={[
            { label: words.rename, icon: Pencil, onSelect: () => setDoing("rename") },
            { label: words.saveText, icon: FileText, onSelect: () => saveConversation(id, "md") },
            { label: words.saveAll, icon: Download, onSelect: () => saveConversation(id, "json") },
            { label: words.delete, icon: Trash2, isDanger: true, onSelect: () => setDoing("delete") },
          ]}
        />
      </span>
      {doing === "delete" && (
        <Suspense fallback={null}>
          <DeleteDialog entry={entry} isCurrent={isCurrent} onEnd={end} />
        </Suspense>
      )}
    </li>
  );
}
