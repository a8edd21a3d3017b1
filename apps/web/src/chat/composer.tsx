/** Where a request is written: text, files, the team it goes to. What was typed stays when sending fails. */

import { useQuery } from "@tanstack/react-query";
import type { AskRequest } from "@thorp/client";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { thorp } from "../app/thorp.ts";
import { words } from "../words.ts";

export interface ComposerProps {
  /** Resolves with false when the request did not get through. */
  readonly onAsk: (request: AskRequest) => Promise<boolean>;
}

export function Composer({ onAsk }: ComposerProps) {
  const [text, setText] = useState("");
  const [team, setTeam] = useState("");
  const [approvesPlan, setApprovesPlan] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isSending, setSending] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const send = async (): Promise<void> => {
    if (text.trim() === "" || isSending) return;
    setSending(true);
    const attachments = await Promise.all(files.map(attachmentFrom));
    const isAsked = await onAsk({
      text,
      ...(team === "" ? {} : { team }),
      ...(approvesPlan ? { approvePlan: true } : {}),
      ...(attachments.length === 0 ? {} : { attachments }),
    });
    setSending(false);
    if (!isAsked) return;
    setText("");
    setFiles([]);
  };
  const onKey = (event: KeyboardEvent): void => {
    // While a word is being composed, Enter ends the word.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="border-t border-line bg-card p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="mx-auto max-w-4xl space-y-2">
        <label htmlFor={id} className="sr-only">
          {words.askLabel}
        </label>
        <textarea
          id={id}
          rows={Math.min(8, text.split("\n").length + 1)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
          placeholder={words.askPlaceholder}
          aria-describedby={`${id}-hint`}
          className="w-full resize-none rounded border border-line bg-ground p-2"
        />
        <FileList files={files} onRemove={(file) => setFiles(files.filter((other) => other !== file))} />
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <button
            type="submit"
            disabled={isSending || text.trim() === ""}
            className="rounded bg-accent px-4 py-2 font-medium text-on-accent disabled:opacity-60"
          >
            {words.ask}
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            onChange={(event) => setFiles([...files, ...(event.target.files ?? [])])}
          />
          <button type="button" className="rounded border border-line px-3 py-2" onClick={() => input.current?.click()}>
            {words.attach}
          </button>
          <TeamChoice team={team} onChange={setTeam} />
          <PlanFirst isOn={approvesPlan} onChange={setApprovesPlan} />
          <span id={`${id}-hint`} className="text-dim">
            {words.askHint}
          </span>
        </div>
      </div>
    </form>
  );
}

interface FileListProps {
  readonly files: readonly File[];
  readonly onRemove: (file: File) => void;
}

function FileList({ files, onRemove }: FileListProps) {
  if (files.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2 text-sm">
      {files.map((file) => (
        <li key={file.name} className="rounded border border-line px-2 py-1">
          {file.name}{" "}
          <button type="button" className="text-bad underline" onClick={() => onRemove(file)}>
            {words.remove}
            <span className="sr-only"> {file.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface TeamChoiceProps {
  readonly team: string;
  readonly onChange: (team: string) => void;
}

function TeamChoice({ team, onChange }: TeamChoiceProps) {
  const { data: teams = [] } = useQuery({ queryKey: ["teams"], queryFn: () => thorp.teams() });
  return (
    <label className="flex items-center gap-1">
      {words.team}
      <select
        value={team}
        onChange={(event) => onChange(event.target.value)}
        className="rounded border border-line bg-ground px-2 py-1.5"
      >
        <option value="">auto</option>
        {teams
          .filter(({ agents }) => agents.length > 0)
          .map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
      </select>
    </label>
  );
}

function PlanFirst({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex items-center gap-1">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {words.showPlanFirst}
    </label>
  );
}

async function attachmentFrom(file: File): Promise<NonNullable<AskRequest["attachments"]>[number]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { name: file.name, base64: btoa(binary), ...(file.type === "" ? {} : { mediaType: file.type }) };
}
