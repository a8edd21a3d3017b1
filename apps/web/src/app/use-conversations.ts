/** The conversations of this person, page by page, and the newest runs. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { conversationsOf } from "./conversations.ts";
import { thorp } from "./thorp.ts";

const PAGE = 100;

/** Renewed every few seconds, also while nobody looks: that is when news of a run counts. */
export function useNewestRuns() {
  return useQuery({
    queryKey: ["runs", "newest"],
    queryFn: () => thorp.runs.list({ limit: PAGE }),
    refetchInterval: 5_000,
    refetchIntervalInBackground: true,
  }).data;
}

/** `all` is undefined until they are known; `more` fetches those that were used longer ago, if there are any. */
export function useConversations() {
  const runs = useNewestRuns();
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    // Whatever changes a run changes its conversation.
    queryKey: ["runs", "conversations"],
    queryFn: ({ pageParam }) =>
      thorp.conversations.list({ limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const all = useMemo(
    () =>
      data === undefined
        ? undefined
        : conversationsOf(
            data.pages.flatMap(({ conversations }) => conversations),
            runs ?? [],
          ),
    [data, runs],
  );
  return { all, more: hasNextPage ? () => void fetchNextPage() : undefined };
}
