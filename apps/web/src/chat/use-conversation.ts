/** A conversation along one of its branches, and what can be done in it. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { AskRequest, Run } from "@thorp/client";
import { useCallback, useEffect, useState } from "react";
import { notifyFailure } from "../app/notices.ts";
import { thorp } from "../app/thorp.ts";
import { goTo } from "../app/use-place.ts";
import { moveDraft } from "./drafts.ts";

/** What shall be different when the same is asked again. */
export type Changes = Partial<Pick<AskRequest, "text" | "model" | "team">>;

const PAGE = 500;

export function useConversation(conversation: string | undefined) {
  const queries = useQueryClient();
  const [through, setThrough] = useState<string>();
  useEffect(() => setThrough(undefined), [conversation]);
  const { data, error, refetch, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["exchanges", conversation, through],
    queryFn: ({ pageParam }) =>
      thorp.conversations.exchanges(conversation ?? "", {
        limit: PAGE,
        ...(through === undefined ? {} : { through }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: conversation !== undefined,
    // While another branch is fetched the one before stays.
    placeholderData: (before, query) => (query?.queryKey[1] === conversation ? before : undefined),
    refetchInterval: 5_000,
  });
  // The first page holds the last exchanges.
  const exchanges = conversation === undefined ? [] : data?.pages.toReversed().flatMap((page) => page.exchanges);
  const last = exchanges?.at(-1)?.run.id;

  const renew = useCallback(
    () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["runs"] }),
        queries.invalidateQueries({ queryKey: ["exchanges"] }),
      ]),
    [queries],
  );

  /** Resolves with false when it did not get through; the person has been told then. */
  const ask = useCallback(
    async (request: AskRequest): Promise<boolean> => {
      try {
        const place =
          conversation === undefined ? {} : { conversation, ...(last === undefined ? {} : { after: last }) };
        const asked = await thorp.ask({ ...request, expand: true, interactive: true, ...place });
        if (through !== undefined) setThrough(asked.run);
        await renew();
        if (conversation === undefined) moveDraft(asked.conversation);
        goTo({ page: "chat", conversation: asked.conversation }, conversation === undefined ? "replace" : "push");
        return true;
      } catch (thrown) {
        notifyFailure(thrown);
        return false;
      }
    },
    [conversation, last, through, renew],
  );

  /** Beside the run, as another branch, which is shown at once. */
  const retry = useCallback(
    (run: Run, changes: Changes = {}) => {
      thorp.runs
        .retry(run.id, { ...changes, expand: changes?.text !== undefined, interactive: true })
        .then((asked) => setThrough(asked.run))
        .then(renew)
        .catch(notifyFailure);
    },
    [renew],
  );

  const stop = useCallback((run: Run) => void thorp.runs.cancel(run.id).then(renew).catch(notifyFailure), [renew]);
  const earlier = hasNextPage ? () => void fetchNextPage() : undefined;
  return { exchanges, error, refetch, renew, ask, retry, stop, earlier, showBranch: setThrough };
}
