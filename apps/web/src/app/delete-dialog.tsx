/** Asks before a conversation is gone for good. */

import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/failure.tsx";
import type { ConversationEntry } from "./conversations.ts";
import { thorp } from "./thorp.ts";
import { goTo } from "./use-place.ts";

const words = texts.app.conversation;

export interface DeleteDialogProps {
  readonly entry: ConversationEntry;
  /** It is the one that is looked at. */
  readonly isCurrent: boolean;
  readonly onEnd: () => void;
}

export function DeleteDialog({ entry: { id, title }, isCurrent, onEnd }: DeleteDialogProps) {
  const { error, isSending, send } = useAnswer();
  const remove = async (): Promise<void> => {
    await thorp.conversations.delete(id);
    onEnd();
    if (isCurrent) goTo({ page: "chat" });
  };
  return (
    <Dialog title={words.deleteTitle} isOpen onClose={onEnd}>
      <div className="space-y-3 p-4">
        <p className="line-clamp-3 font-medium break-words">{title}</p>
        <p className="text-dim">{words.deleteAbout}</p>
        {error !== undefined && <Failure error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onEnd}>{texts.common.cancel}</Button>
          <Button look="danger" disabled={isSending} onClick={() => send(remove)}>
            {words.delete}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
