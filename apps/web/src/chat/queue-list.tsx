/** Requests that wait for the run before them: send now, change, take out. */
import { Check, Pencil, SendHorizontal, Trash2 } from "lucide-react";
import { useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import type { QueueChange, QueuedRequest } from "./queue.ts";

const words = texts.chat;

export interface QueueListProps {
  readonly queue: readonly QueuedRequest[];
  readonly onChange: (change: QueueChange) => void;
  readonly onSendNow: (request: QueuedRequest) => void;
}

export function QueueList({ queue, onChange, onSendNow }: QueueListProps) {
  if (queue.length === 0) return null;
  return (
    <section aria-label={words.queued(queue.length)} className="rounded-md border border-line bg-card px-3 py-2">
      <h3 className="text-xs font-medium text-dim">{words.queued(queue.length)}</h3>
      <ul>
        {queue.map((request) => (
          <QueuedRow key={request.id} request={request} onChange={onChange} onSendNow={onSendNow} />
        ))}
      </ul>
    </section>
  );
}

interface QueuedRowProps extends Pick<QueueListProps, "onChange" | "onSendNow"> {
  readonly request: QueuedRequest;
}

function QueuedRow({ request, onChange, onSendNow }: QueuedRowProps) {
  const [draft, setDraft] = useState<string>();
  const { id, text } = request;
  const keep = (): void => {
    if (draft !== undefined) onChange({ type: "edit", id, text: draft });
    setDraft(undefined);
  };
  return (
    <li className="flex items-center gap-1">
      {draft === undefined ? (
        <span className="min-w-0 flex-1 truncate">{text}</span>
      ) : (
        <input
          autoFocus
          aria-label={words.editQueued}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            keep();
          }}
          onBlur={keep}
          className="h-7 min-w-0 flex-1 rounded-sm border border-line-strong/60 bg-ground px-1.5"
        />
      )}
      <Button
        look="quiet"
        size="small"
        icon={SendHorizontal}
        label={words.sendNow}
        onClick={() => onSendNow(request)}
      />
      {draft === undefined ? (
        <Button look="quiet" size="small" icon={Pencil} label={words.editQueued} onClick={() => setDraft(text)} />
      ) : (
        <Button look="quiet" size="small" icon={Check} label={texts.common.save} onClick={keep} />
      )}
      <Button
        look="quiet"
        size="small"
        icon={Trash2}
        label={words.removeQueued}
        onClick={() => onChange({ type: "remove", id })}
      />
    </li>
  );
}
