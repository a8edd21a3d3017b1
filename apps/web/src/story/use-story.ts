/** A run while it is shown. */
import { useCallback, useSyncExternalStore } from "react";
import { stories } from "../app/thorp.ts";
import type { FollowedStory } from "./story-feed.ts";

/** `isWanted`: false leaves it alone until it is needed, as for messages far above the window. */
export function useStory(run: string, isWanted = true): FollowedStory {
  const subscribe = useCallback(
    (listener: () => void) => (isWanted ? stories.subscribe(run, listener) : () => {}),
    [run, isWanted],
  );
  return useSyncExternalStore(subscribe, () => stories.read(run));
}
