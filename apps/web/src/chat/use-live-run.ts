/** The run of a conversation that is under way; its end is known at once, not when the list is next renewed. */
import type { Run } from "@thorp/client";
import { useEffect } from "react";
import { useStory } from "../story/use-story.ts";

export function useLiveRun(runs: readonly Run[] | undefined, renew: () => Promise<unknown>): Run | undefined {
  const listed = runs?.findLast(({ endedAt }) => endedAt === undefined);
  const { story } = useStory(listed?.id ?? "", listed !== undefined);
  const isOver = listed !== undefined && story.endedAt !== undefined;
  useEffect(() => {
    if (isOver) void renew();
  }, [isOver, renew]);
  return isOver ? undefined : listed;
}
