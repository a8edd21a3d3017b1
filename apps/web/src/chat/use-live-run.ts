/** The run of a conversation that is under way; its turns are known at once, not when the lists are next renewed. */
import type { Run } from "@thorp/client";
import { useEffect } from "react";
import { useStory } from "../story/use-story.ts";

export function useLiveRun(runs: readonly Run[] | undefined, renew: () => Promise<unknown>): Run | undefined {
  const listed = runs?.findLast(({ endedAt }) => endedAt === undefined);
  const { story } = useStory(listed?.id ?? "", listed !== undefined);
  const isOver = listed !== undefined && story.endedAt !== undefined;
  const hasTurned = listed !== undefined && story.state !== listed.state;
  useEffect(() => {
    if (hasTurned) void renew();
  }, [hasTurned, story.state, renew]);
  return isOver ? undefined : listed;
}
