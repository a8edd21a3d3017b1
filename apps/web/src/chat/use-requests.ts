/** Requests of a conversation: sent at once when nothing runs, else kept until it is their turn. */
import type { AskRequest } from "@thorp/client";
import { useEffect, useMemo } from "react";
import { attachmentFrom } from "./attachments.ts";
import type { AskChoices } from "./composer-menus.tsx";
import { useQueue } from "./use-queue.ts";

export interface RequestsOptions {
  readonly conversation: string | undefined;
  readonly choices: AskChoices;
  readonly ask: (request: AskRequest) => Promise<boolean>;
  /** Nothing of the conversation runs. */
  readonly isFree: boolean;
}

export function useRequests({ conversation, choices, ask, isFree }: RequestsOptions) {
  const { queue, change } = useQueue(conversation);
  const chosen = useMemo(
    () => ({
      ...(choices.team === undefined ? {} : { team: choices.team }),
      ...(choices.model === undefined ? {} : { model: choices.model }),
      ...(choices.approvePlan ? { approvePlan: true } : {}),
    }),
    [choices],
  );
  const next = queue[0];
  useEffect(() => {
    if (!isFree || next === undefined) return;
    const { id, ...request } = next;
    change({ type: "remove", id });
    void ask(request).then((isAsked) => {
      if (!isAsked) change({ type: "add", request: next });
    });
  }, [isFree, next, change, ask]);

  /** Resolves with false when it was neither sent nor kept. Files cannot be kept, so they are sent at once. */
  const send = async (text: string, files: readonly File[]): Promise<boolean> => {
    if (!isFree && files.length === 0) {
      change({ type: "add", request: { id: crypto.randomUUID(), text, ...chosen } });
      return true;
    }
    const attachments = await Promise.all(files.map(attachmentFrom));
    return ask({ text, ...chosen, ...(attachments.length === 0 ? {} : { attachments }) });
  };
  return { queue, change, send };
}
