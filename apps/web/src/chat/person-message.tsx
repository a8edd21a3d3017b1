/** What the person asked; it can be changed and asked again, and earlier versions can be looked at. */
import { ChevronLeft, ChevronRight, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";

const words = texts.chat;

/** Which of several versions of an exchange is shown. */
export interface Siblings {
  /** Counted from 1. */
  readonly at: number;
  readonly all: number;
  readonly onChoose: (at: number) => void;
}

export interface PersonMessageProps {
  readonly text: string;
  /** What went along, or nothing. */
  readonly files: ReactNode;
  readonly siblings: Siblings;
  readonly onResend: (text: string) => void;
}

export function PersonMessage({ text, files, siblings, onResend }: PersonMessageProps) {
  const [draft, setDraft] = useState<string>();
  if (draft !== undefined) {
    const send = (): void => {
      setDraft(undefined);
      onResend(draft.trim());
    };
    return <RequestEditor draft={draft} onChange={setDraft} onSend={send} onCancel={() => setDraft(undefined)} />;
  }
  return (
    <div className="group flex flex-col items-end gap-1">
      <h2 className="sr-only">{words.you}</h2>
      <p className="max-w-[85%] rounded-lg bg-inset px-3.5 py-2 text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap">
        {text}
      </p>
      {files}
      <div className="-mb-2 flex items-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100 has-[[data-siblings]]:opacity-100">
        {siblings.all > 1 && <SiblingSwitch siblings={siblings} />}
        <CopyButton text={text} label={words.copyRequest} />
        <Button look="quiet" size="small" icon={Pencil} label={words.editRequest} onClick={() => setDraft(text)} />
      </div>
    </div>
  );
}

function SiblingSwitch({ siblings: { at, all, onChoose } }: { readonly siblings: Siblings }) {
  return (
    <span data-siblings className="figures flex items-center text-xs text-dim">
      <Button
        look="quiet"
        size="small"
        icon={ChevronLeft}
        label={words.earlier}
        disabled={at <= 1}
        onClick={() => onChoose(at - 1)}
      />
      {words.version(at, all)}
      <Button
        look="quiet"
        size="small"
        icon={ChevronRight}
        label={words.later}
        disabled={at >= all}
        onClick={() => onChoose(at + 1)}
      />
    </span>
  );
}

interface RequestEditorProps {
  readonly draft: string;
  readonly onChange: (draft: string) => void;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}

function RequestEditor({ draft, onChange, onSend, onCancel }: RequestEditorProps) {
  return (
    <form
      className="ml-auto max-w-[85%] space-y-2 rounded-lg bg-inset p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() !== "") onSend();
      }}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <textarea
        aria-label={words.editRequest}
        autoFocus
        value={draft}
        rows={Math.min(12, draft.split("\n").length + 1)}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (draft.trim() !== "") onSend();
        }}
        className="w-full resize-none rounded-md border border-line-strong/60 bg-card p-2 text-[0.9375rem]"
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onCancel}>
          {texts.common.cancel}
        </Button>
        <Button size="small" look="primary" type="submit" disabled={draft.trim() === ""}>
          {words.resend}
        </Button>
      </div>
    </form>
  );
}
