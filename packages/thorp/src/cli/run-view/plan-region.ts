/** The plan at the lower end of a terminal: redrawn when it looks different, at most ten times a second. */
import type { LiveRegion } from "../terminal/live-region.ts";
import type { RunStory } from "./run-story.ts";

/** The plan as it stands on the screen. */
export interface PlanRegion {
  draw(story: RunStory): void;
  /** Now, or as soon as the last redraw is long enough ago. */
  drawSoon(story: RunStory): void;
  /** Lets it stand as it is. */
  leave(): void;
  /** Takes it away. */
  clear(): void;
}

/** What is drawn where. Times are in milliseconds. */
export interface PlanRegionOptions {
  readonly region: LiveRegion;
  readonly linesOf: (story: RunStory) => readonly string[];
  readonly now: () => number;
  /** `setTimeout`; returns what stops it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** Ten redraws a second are as many as anybody sees. */
const REDRAW_MS = 100;
/** The clock of tasks under way. */
const TICK_MS = 1000;

/** Draws nothing until it is told to. */
export function createPlanRegion({ region, linesOf, now, after }: PlanRegionOptions): PlanRegion {
  let lastDrawn = "";
  let lastDrawnAt = Number.NEGATIVE_INFINITY;
  let stopTimer: (() => void) | undefined;

  const draw = (story: RunStory): void => {
    stopTimer?.();
    lastDrawnAt = now();
    const lines = linesOf(story);
    // Most updates change nothing that is seen.
    if (lines.join("\n") !== lastDrawn) region.draw(lines);
    lastDrawn = lines.join("\n");
    if (story.end === undefined) stopTimer = after(TICK_MS, () => draw(story));
  };
  const forget = (): void => {
    stopTimer?.();
    lastDrawn = "";
  };

  return {
    draw,
    drawSoon(story) {
      const due = lastDrawnAt + REDRAW_MS - now();
      if (due <= 0) return draw(story);
      stopTimer?.();
      stopTimer = after(due, () => draw(story));
    },
    leave() {
      forget();
      region.leave();
    },
    clear() {
      forget();
      region.clear();
    },
  };
}
