/** How a run is shown while it goes on; one implementation per kind of output. */
import type { RunUpdate } from "../../engine/thorp.ts";
import type { RunStory } from "./run-story.ts";

/** One way to show a run. */
export interface RunView {
  /** After each update; the story has taken it in already. */
  update(story: RunStory, update: RunUpdate): void;
  /** A line for the person that is not about the run's work. */
  say(text: string): void;
  /** Clears the way for a question to the person. */
  pause(): void;
  resume(story: RunStory): void;
  /** Something beside the run is to be shown anew, such as what the person types meanwhile. */
  refresh(story: RunStory): void;
  /** After the last update. */
  end(story: RunStory): void;
}
