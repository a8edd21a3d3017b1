/**
 * What is being written, for each conversation, outside of the components: a part of the page that breaks, a reload and
 * a server that is away cost nobody a word. Files cannot be kept over a reload, text can.
 */
import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "../app/stored.ts";

const listeners = new Set<() => void>();
const isText = (value: unknown): value is string => typeof value === "string";
const nameOf = (conversation: string | undefined): string => `draft.${conversation ?? "new"}`;

export function readDraft(conversation: string | undefined): string {
  return readStored(nameOf(conversation), "", isText);
}

export function writeDraft(conversation: string | undefined, text: string): void {
  writeStored(nameOf(conversation), text === "" ? undefined : text);
  for (const listener of listeners) listener();
}

/** A conversation that was new has got its id: what was typed meanwhile goes along. */
export function moveDraft(to: string): void {
  const text = readDraft(undefined);
  if (text === "") return;
  writeDraft(to, text);
  writeDraft(undefined, "");
}

export function useDraft(conversation: string | undefined): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readDraft(conversation),
  );
}
