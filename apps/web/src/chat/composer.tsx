/** Where a request is written: text, files, commands. What was typed stays when sending fails. */
import type { ServerOffers } from "@thorp/client";
import { ArrowUp, ListPlus, Paperclip, Square } from "lucide-react";
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import { filesIn } from "./attachments.ts";
import { CommandList } from "./command-list.tsx";
import type { Command } from "./commands.ts";
import { readDraft, writeDraft } from "./drafts.ts";
import { useAttachments } from "./use-attachments.ts";
import { useRequestField } from "./use-request-field.ts";

const words = texts.chat;

export interface ComposerProps {
  readonly conversation: string | undefined;
  /** A run of this conversation is under way: what is sent waits for it. */
  readonly isRunning: boolean;
  readonly commands: readonly Command[];
  readonly offers: ServerOffers;
  readonly menus: ReactNode;
  /** Resolves with false when the request did not get through. */
  readonly onSend: (text: string, files: readonly File[]) => Promise<boolean>;
  readonly onStop: () => void;
}

export function Composer({ conversation, isRunning, commands, offers, menus, onSend, onStop }: ComposerProps) {
  const attached = useAttachments();
  const [isSending, setSending] = useState(false);
  const [isOver, setOver] = useState(false);
  const id = useId();
  const { clear } = attached;
  useEffect(clear, [conversation, clear]);
  const field = useRequestField({ conversation, commands, offers, id, onEnter: () => void send() });
  const { text, found } = field;
  const isGood = attached.files.every(({ problem }) => problem === undefined);
  const canSend = text.trim() !== "" && !isSending && isGood && found === undefined;
  const send = async (): Promise<void> => {
    if (!canSend) return;
    setSending(true);
    const files = attached.files.map(({ file }) => file);
    // At once, so that what is typed meanwhile is a text of its own; it comes back when sending fails.
    writeDraft(conversation, "");
    const isSent = await onSend(text.trim(), files);
    setSending(false);
    if (isSent) clear();
    else writeDraft(conversation, [text, readDraft(conversation)].filter(Boolean).join("\n"));
  };
  return (
    <form
      className={`rounded-lg border bg-card focus-within:border-line-strong ${isOver ? "border-accent" : "border-line"}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      {...dropTarget(setOver, attached.add)}
    >
      {found !== undefined && (
        <CommandList id={`${id}-commands`} commands={found} chosen={field.at} onPick={field.pick} />
      )}
      <AttachmentList files={attached.files} onRemove={attached.remove} />
      <label htmlFor={id} className="sr-only">
        {words.request}
      </label>
      <textarea
        {...field.props}
        data-request
        rows={1}
        placeholder={isOver ? words.drop : words.placeholder}
        onPaste={(event) => {
          const files = filesIn(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          attached.add(files);
        }}
        className="block field-sizing-content max-h-[40vh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-[0.9375rem] outline-none"
      />
      <div className="flex flex-wrap items-center gap-1 p-2 pt-0">
        <AttachButton onAdd={attached.add} />
        {menus}
        <span className="flex-1" />
        {isRunning && (
          <Button size="small" icon={Square} onClick={onStop} title={words.stopHint}>
            {words.stop}
          </Button>
        )}
        <Button
          type="submit"
          look="primary"
          size="small"
          icon={isRunning ? ListPlus : ArrowUp}
          label={isRunning ? words.queue : words.send}
          disabled={!canSend}
        />
      </div>
    </form>
  );
}

function AttachButton({ onAdd }: { readonly onAdd: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button look="quiet" size="small" icon={Paperclip} label={words.attach} onClick={() => input.current?.click()} />
    </>
  );
}

function dropTarget(setOver: (isOver: boolean) => void, onAdd: (files: readonly File[]) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const files = filesIn(event.dataTransfer);
      if (files.length === 0) return;
      event.preventDefault();
      onAdd(files);
    },
  };
}
