/** A conversation and what can be done in it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AskRequest, Run } from "@thorp/client";
import { useCallback } from "react";
import { notifyFailure } from "../app/notices.ts";
import { thorp } from "../app/thorp.ts";
import { goTo } from "../app/use-place.ts";
import { moveDraft } from "./drafts.ts";

export function useConversation(conversation: string | undefined) {
  const queries = useQueryClient();
  const {
    data: runs,
    error,
    refetch,
  } = useQuery({
    queryKey: ["runs", "conversation", conversation],
    queryFn: async () => (await thorp.runs.list({ conversation: conversation ?? "", limit: 500 })).toReversed(),
    enabled: conversation !== undefined,
    refetchInterval: 5_000,
  });

  /** Resolves with false when it did not get through; the person has been told then. */
  const ask = useCallback(
    async (request: AskRequest): Promise<boolean> => {
      try {
        const asked = await thorp.ask({
          ...request,
          interactive: true,
          ...(conversation === undefined ? {} : { conversation }),
        });
        await queries.invalidateQueries({ queryKey: ["runs"] });
        if (conversation === undefined) moveDraft(asked.conversation);
        goTo({ page: "chat", conversation: asked.conversation }, conversation === undefined ? "replace" : "push");
        return true;
      } catch (thrown) {
        notifyFailure(thrown);
        return false;
      }
    },
    [conversation, queries],
  );

  const stop = useCallback(
    (run: Run) => {
      thorp.runs
        .cancel(run.id)
        .then(() => queries.invalidateQueries({ queryKey: ["runs"] }))
        .catch(notifyFailure);
    },
    [queries],
  );

  return { runs: conversation === undefined ? [] : runs, error, refetch, ask, stop };
}
