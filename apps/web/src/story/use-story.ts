/** Follows a run while it is shown; updates are taken in once a frame of the screen, however fast they come. */

import type { RunUpdate } from "@thorp/client";
import { useEffect, useState } from "react";
import { thorp } from "../app/thorp.ts";
import { emptyStory, type Story, tell } from "./run-story.ts";

export interface FollowedStory {
  readonly story: Story;
  /** The run cannot be followed any more. */
  readonly error?: Error;
}

export function useStory(run: string): FollowedStory {
  const [followed, setFollowed] = useState<FollowedStory>({ story: emptyStory });
  useEffect(() => {
    const abort = new AbortController();
    let story = emptyStory;
    let waiting: RunUpdate[] = [];
    let frame = 0;
    const show = (): void => {
      frame = 0;
      story = waiting.reduce(tell, story);
      waiting = [];
      setFollowed({ story });
    };
    const follow = async (): Promise<void> => {
      for await (const update of thorp.follow(run, { signal: abort.signal, patienceMs: 600_000 })) {
        waiting.push(update);
        frame ||= requestAnimationFrame(show);
      }
    };
    setFollowed({ story });
    follow().catch((error: unknown) => {
      if (!abort.signal.aborted) setFollowed({ story, error: error as Error });
    });
    return () => {
      cancelAnimationFrame(frame);
      abort.abort(new Error("not shown any more"));
    };
  }, [run]);
  return followed;
}
