/**
 * Who has the screen and the keys beside a run. A question of the run, a command and the editor take their turns; while
 * one of them has it, the view of the run draws nothing and what is typed is for them.
 */
import type { RunUpdate } from "../../../engine/thorp.ts";
import type { RunStory } from "../../run-view/run-story.ts";
import type { RunView } from "../../run-view/run-view.ts";
import type { TypeAhead } from "../input/type-ahead.ts";

/** Turns are given in the order in which they were asked for; work that fails gives its turn back too. */
export interface Foreground {
  /** Waits for its turn. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Puts a run behind it; the view that comes back keeps to its turns. */
  attach(run: BehindRun): RunView;
  /** Resolves when nobody has it; the run is shown whole by then. */
  idle(): Promise<void>;
}

/** What stands still while somebody else has the screen; ended here, when the run is over and the screen free. */
export interface BehindRun {
  readonly view: RunView;
  readonly story: RunStory;
  readonly typeAhead: Pick<TypeAhead, "start" | "stop">;
}

/** One for a chat; of several runs only the one attached last is behind it. */
export function createForeground(): Foreground {
  let depth = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let behind: BehindRun | undefined;
  let hasEnded = false;
  let lastUpdate: RunUpdate | undefined;

  const enter = (): void => {
    if (depth++ > 0) return;
    behind?.typeAhead.stop();
    behind?.view.pause();
  };
  const leave = (): void => {
    if (--depth > 0 || behind === undefined) return;
    const { view, story, typeAhead } = behind;
    view.resume(story);
    // What came meanwhile was not drawn.
    if (lastUpdate !== undefined) view.update(story, lastUpdate);
    if (hasEnded) end();
    else typeAhead.start();
  };
  const end = (): void => {
    const ended = behind;
    behind = undefined;
    ended?.typeAhead.stop();
    ended?.view.end(ended.story);
  };
  return {
    use(work) {
      const mine = turn.then(async () => {
        enter();
        try {
          return await work();
        } finally {
          leave();
        }
      });
      turn = mine.catch(() => {});
      return mine;
    },
    attach(run) {
      behind = run;
      hasEnded = false;
      lastUpdate = undefined;
      if (depth === 0) run.typeAhead.start();
      return {
        ...run.view,
        update(story, update) {
          lastUpdate = update;
          run.view.update(story, update);
        },
        pause: enter,
        resume: leave,
        end() {
          hasEnded = true;
          if (depth === 0) end();
        },
      };
    },
    async idle() {
      for (let seen: unknown; seen !== turn; ) {
        seen = turn;
        await turn;
      }
    },
  };
}
