/**
 * Runs that are looked at, each followed once however many parts of the page show it. Updates are taken in once a frame
 * of the screen, however fast they come. A run that has ended stays known until too many others have.
 */
import type { RunUpdate, ThorpClient } from "@thorp/client";
import { emptyStory, type Story } from "./story.ts";
import { tell } from "./tell.ts";

export interface FollowedStory {
  readonly story: Story;
  /** The run cannot be followed any more. */
  readonly error?: Error;
  /** Something of it has come. */
  readonly isKnown: boolean;
}

export interface StoryFeed {
  read(run: string): FollowedStory;
  /** Follows the run until the last listener is gone; the function ends it. */
  subscribe(run: string, listener: () => void): () => void;
}

export interface StoryFeedOptions {
  readonly client: Pick<ThorpClient, "follow">;
  /** Calls back when the next picture is due. */
  readonly schedule: (show: () => void) => void;
  /** Told of each run that ends, or begins to wait for a person, while it is followed. */
  readonly onTurn?: (run: string, story: Story) => void;
}

interface Followed {
  current: FollowedStory;
  readonly listeners: Set<() => void>;
  abort: AbortController | undefined;
}

const MOST_KEPT = 300;
const nothing: FollowedStory = { story: emptyStory, isKnown: false };

export function createStoryFeed({ client, schedule, onTurn }: StoryFeedOptions): StoryFeed {
  const followedByRun = new Map<string, Followed>();

  const begin = (run: string, followed: Followed): void => {
    const abort = new AbortController();
    followed.abort = abort;
    let waiting: RunUpdate[] = [];
    let isDue = false;
    let isShown = false;
    let story = emptyStory;
    const show = (): void => {
      isDue = false;
      const updates = waiting;
      waiting = [];
      const before = story.state;
      story = updates.reduce(tell, story);
      followed.current = { story, isKnown: true };
      for (const listener of followed.listeners) listener();
      // What was over before it was opened is no news.
      if (story.state !== before && isShown) onTurn?.(run, story);
      isShown = true;
    };
    const follow = async (): Promise<void> => {
      for await (const update of client.follow(run, { signal: abort.signal, patienceMs: 600_000 })) {
        waiting.push(update);
        if (isDue) continue;
        isDue = true;
        schedule(show);
      }
    };
    follow().catch((error: unknown) => {
      if (abort.signal.aborted) return;
      followed.current = { story, error: error as Error, isKnown: true };
      for (const listener of followed.listeners) listener();
    });
  };

  return {
    read: (run) => followedByRun.get(run)?.current ?? nothing,
    subscribe(run, listener) {
      const known = followedByRun.get(run);
      const followed: Followed = known ?? { current: nothing, listeners: new Set(), abort: undefined };
      if (known === undefined) followedByRun.set(run, followed);
      followed.listeners.add(listener);
      if (followed.abort === undefined && followed.current.story.endedAt === undefined) begin(run, followed);
      return () => {
        followed.listeners.delete(listener);
        if (followed.listeners.size > 0) return;
        if (followed.current.story.endedAt === undefined) {
          followed.abort?.abort(new Error("not shown any more"));
          followedByRun.delete(run);
        } else if (followedByRun.size > MOST_KEPT) {
          followedByRun.delete(run);
        }
      };
    },
  };
}
